"""E-mail over SMTP to one server: a relay of the city, or the machine's own."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formataddr
from functools import partial
from ipaddress import ip_address
from threading import Timer
from urllib.parse import urlsplit

from hotline.casefile.queries.setups import setup_of
from hotline.casefile.threadtokens import message_word
from hotline.core.facts import Channel
from hotline.directory import queries as directory
from hotline.notify.configuration import Configuration, MailServer, UnreadableAddress, mail_server
from hotline.notify.letters import Stationery, letter_of
from hotline.notify.outgoing import LONGEST_SEND, Accepted, Making, Outcome, Outgoing, Rejected, Retry, SenderKind

_READY, _DONE, _WILL_FORWARD, _CLOSING = 220, 250, 251, 421  # RFC 5321, 4.2.3


class NotOnThisMachine(Exception):
    """The connection of a demonstration installation reached another machine."""


class _Refused(Exception):
    """The server's answer to one step of a message. `about_us`: it would say the same to every message."""

    def __init__(self, code: int, *, about_us: bool) -> None:
        super().__init__(code)
        self.code = code
        self.about_us = about_us


@dataclass(slots=True)
class SmtpSender:
    """Hands messages to `server`, over one connection for each batch.

    `paper` gives what letters look like now, `word` the secret word of a message's number, for its Message-ID.
    `stays_here`: refuse any connection that does not end on this machine. One step of the conversation may take `step`,
    one message `longest`.
    """

    server: MailServer
    paper: Callable[[], Stationery]
    word: Callable[[int], str]
    stays_here: bool = False
    step: timedelta = timedelta(seconds=5)
    longest: timedelta = LONGEST_SEND
    _open: smtplib.SMTP | None = field(default=None, init=False, repr=False)

    @property
    def leaves_machine(self) -> bool:
        """Return whether the mail server is another machine."""
        return not self.server.is_here

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand over one message: 4xx is tried again, 5xx about the recipient or the message is final.

        Trouble that every message would meet (no connection, sign-in, our own address) never kills a message at once.
        """
        try:
            paper = self.paper()
            letter = letter_of(outgoing, paper, word=self.word(outgoing.id))
        except (ValueError, MessageError):
            return Rejected("address")
        watchdog = Timer(self.longest.total_seconds(), self._cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            self._hand_over(paper.returns_to, outgoing.to, letter)
        except _Refused as refused:
            return _outcome(refused)
        except NotOnThisMachine:
            self._drop()
            return Rejected("demonstration")
        except smtplib.SMTPResponseException as error:  # while connecting or signing in
            self._drop()
            return Retry(f"smtp:{error.smtp_code}", provider_down=True)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Retry(f"smtp:{type(error).__name__}", provider_down=True)
        finally:
            watchdog.cancel()
        return Accepted(provider_id=letter["Message-ID"])

    def close(self) -> None:
        """Say goodbye and close; a server that does not answer is left alone."""
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._open.quit()
        self._drop()

    def _drop(self) -> None:
        connection, self._open = self._open, None
        if connection is not None:
            connection.close()

    def _hand_over(self, returns_to: str, to: str, letter: EmailMessage) -> None:
        connection = self._open or self._connected()
        try:
            _mail(connection, returns_to, to, letter.as_bytes())
        except _Refused as refused:
            self._start_afresh(connection, refused)
            raise

    def _start_afresh(self, connection: smtplib.SMTP, refused: _Refused) -> None:
        """Clear what the server kept of a refused message, so that the next one may follow on the same connection."""
        if refused.code == _CLOSING:
            self._drop()
            return
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _connected(self) -> smtplib.SMTP:
        context, seconds = ssl.create_default_context(), self.step.total_seconds()
        connection = (
            smtplib.SMTP_SSL(timeout=seconds, context=context) if self.server.security == "tls" else smtplib.SMTP(timeout=seconds)
        )
        self._open = connection  # before it connects, so that the watchdog reaches a greeting that drags on
        connection._host = self.server.host  # type: ignore[attr-defined] # starttls checks it; the constructor would connect at once
        code, _greeting = connection.connect(self.server.host, self.server.port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, "")
        if self.stays_here:
            _require_here(connection.sock)
        if self.server.security == "starttls":
            connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
        if self.server.user:
            connection.login(self.server.user, self.server.password)
        return connection

    def _cut(self) -> None:
        """End a conversation that drags on: whoever waits in it gets an OSError. Called from the watchdog's thread."""
        connection = self._open
        sock = connection.sock if connection is not None else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _mail(connection: smtplib.SMTP, sender: str, to: str, content: bytes) -> None:
    """Go through MAIL, RCPT and DATA. Raises _Refused with the code of the step that was not taken."""
    _step(lambda: connection.mail(sender), about_us=True)
    _step(lambda: connection.rcpt(to), about_us=False)
    try:
        code, _answer = connection.data(content)
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
    if code != _DONE:
        raise _Refused(code, about_us=False)


def _step(ask: Callable[[], tuple[int, bytes]], *, about_us: bool) -> None:
    code, _answer = ask()
    if code not in (_DONE, _WILL_FORWARD):
        raise _Refused(code, about_us=about_us)


def _outcome(refused: _Refused) -> Outcome:
    code = f"smtp:{refused.code}"
    if refused.about_us or refused.code == _CLOSING:
        return Retry(code, provider_down=True)
    if 500 <= refused.code < 600:
        return Rejected(code)
    return Retry(code)


def _require_here(sock: socket.socket | None) -> None:
    peer = sock.getpeername()[0] if sock is not None else ""
    if not ip_address(peer.partition("%")[0]).is_loopback:
        raise NotOnThisMachine(peer)


def _make(making: Making) -> SmtpSender:
    settings = making.configuration
    return SmtpSender(
        server=mail_server(settings.smtp_url),
        paper=partial(_paper, making, settings.email_from or formataddr((making.sender_name, making.sender_address))),
        word=message_word,
        stays_here=settings.is_demonstration,
    )


def _paper(making: Making, sender: str) -> Stationery:
    """Return what letters look like here, and where their answers come in: as the channel `email` was set up."""
    inbound, city = setup_of("email"), directory.snapshot().city
    return Stationery(
        sender=sender,
        domain=urlsplit(making.public_url).hostname or "localhost",
        address=inbound.options.get("address", "") if inbound else "",
        centre=city.centre_name,
        colour=city.colour,
    )


def _faults(settings: Configuration) -> list[str]:
    if not settings.smtp_url:
        return ["HOTLINE_EMAIL_SENDER is “smtp”, but HOTLINE_SMTP_URL does not say where: set it, or use “console”."]
    try:
        server = mail_server(settings.smtp_url)
    except UnreadableAddress as error:
        return [f"HOTLINE_SMTP_URL cannot be used: {error}."]
    lines = []
    if settings.is_demonstration and not server.is_here:
        lines.append(
            f"This is a demonstration (HOTLINE_DEMO=1), and mail to {server.host} would leave this machine: "
            "use a server at 127.0.0.1, HOTLINE_EMAIL_SENDER=console, or an installation without --demo data."
        )
    if server.user and not server.security and not server.is_here:
        lines.append("HOTLINE_SMTP_URL would send its password unencrypted: use smtps:// or smtp+starttls://.")
    return lines


SENDERS = (SenderKind("smtp", frozenset({Channel.EMAIL}), _make, _faults),)
