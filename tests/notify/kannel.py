"""Kannel from Debian on this machine: bearerbox and smsbox with a private folder, on loopback, in front of an SMSC of ours."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which

import pytest

from tests.notify.smsc import PASSWORD, SYSTEM_ID, Smsc

KEY = "khoa7h1"
_CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = {password}
admin-allow-ip = "127.0.0.1"
smsbox-port = {boxes}
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
log-file = "{folder}/bearerbox.log"
log-level = 1
sms-combine-concatenated-mo = true
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = centre
host = 127.0.0.1
port = {centre}
transceiver-mode = true
smsc-username = {system_id}
smsc-password = {password}
system-type = ""
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
log-file = "{folder}/smsbox.log"
log-level = 1
http-request-retry = 5
http-queue-delay = 1

group = sendsms-user
username = {system_id}
password = {password}
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
concatenation = true
max-messages = 0
get-url = "http://127.0.0.1:{ours}/in/kannel/?key={key}&id=%I&from=%p&to=%P&at=%T&charset=%C&text=%b"
"""


@dataclass
class Box:
    """The running Kannel: where it takes messages, where it thinks that we are, and what it asked for there."""

    port: int
    ours: int
    asked: list[str] = field(default_factory=list)

    def wait_asked(self, number: int, within: float = 20.0) -> list[str]:
        """Return what it asked for, once that is so much."""
        ends = time.monotonic() + within
        while len(self.asked) < number:
            assert time.monotonic() < ends, f"Kannel asked {len(self.asked)} times only"
            time.sleep(0.02)
        return self.asked


@contextmanager
def kannel(centre: Smsc, folder: Path, *, ours: int = 0) -> Iterator[Box]:
    """Run Kannel bound to `centre`; skipped where it is missing, which fails in CI.

    What comes in goes to port `ours` on this machine; without one, what was asked for is written down.
    """
    if not Path("/usr/sbin/bearerbox").exists() and which("bearerbox") is None:
        assert os.environ.get("CI") != "true", "Kannel is missing: apt-get install kannel"
        pytest.skip("Kannel is missing: apt-get install kannel")
    with ExitStack() as closing_all:
        box = Box(0, ours) if ours else closing_all.enter_context(_listening())
        admin, boxes, box.port = _free(), _free(), _free()
        file = folder / "kannel.conf"
        names = {"admin": admin, "boxes": boxes, "sendsms": box.port, "centre": centre.port, "ours": box.ours}
        file.write_text(_CONFIGURATION.format(**names, folder=folder, key=KEY, password=PASSWORD, system_id=SYSTEM_ID))
        for program, listens in (("bearerbox", boxes), ("smsbox", box.port)):
            closing_all.enter_context(_running([f"/usr/sbin/{program}", str(file)], listens))
        centre.wait(lambda _: centre.count("bind"))
        yield box


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            ends = time.monotonic() + 15
            while not _answers(port):
                assert process.poll() is None, f"{command[0]} ended"
                assert time.monotonic() < ends, f"{command[0]} does not listen"
                time.sleep(0.05)
            yield
        finally:
            process.kill()


@contextmanager
def _listening() -> Iterator[Box]:
    box = Box(0, 0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            box.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        box.ours = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()


def _free() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(port: int) -> bool:
    with closing(socket.socket()) as asking:
        asking.settimeout(1)
        return asking.connect_ex(("127.0.0.1", port)) == 0
