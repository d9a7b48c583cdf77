"""A real SMTP server on this machine, and servers that behave as none should."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

logging.getLogger("mail.log").setLevel(logging.WARNING)


@dataclass
class Box:
    """What the server took. `answers` are what it says instead of 250: by recipient, or at DATA for "data"."""

    letters: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    connections: set[Any] = field(default_factory=set)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        rcpt_options: list[str],  # noqa: ARG002
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - aiosmtpd's names
        self.connections.add(session.peer)
        if "data" in self.answers:
            return self.answers["data"]
        assert isinstance(envelope.content, bytes)
        letter = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Box]:
    """Give a server that takes letters on a free port of this machine."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def odd_server(first_words: bytes | None, *, again: bool = False) -> Iterator[int]:
    """Give the port of a server that says `first_words` (again and again, a byte at a time) and nothing more."""
    stopping = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=_odd, args=(listening, first_words, again, stopping), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        stopping.set()
    thread.join(5)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return int(listening.getsockname()[1])


def _odd(listening: socket.socket, words: bytes | None, again: bool, stopping: threading.Event) -> None:
    listening.settimeout(0.1)
    while not stopping.is_set():
        try:
            connection, _peer = listening.accept()
        except (TimeoutError, OSError):
            continue
        with connection:
            try:
                if words:
                    connection.sendall(words)
                while not stopping.wait(0.05):
                    if again:
                        connection.sendall(b"2")
            except OSError:
                continue
