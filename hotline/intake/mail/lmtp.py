"""An LMTP server (RFC 2033): the mail server in front keeps a letter until we say 250, and we say it when it is on our disk.

What is against us alone (no database, switched off, a fault) is 4xx: the letter stays in the mail server's queue and comes again.
"""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any

import psycopg
import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope as Session
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.queries.setups import setup_of
from hotline.core.connections import Condition
from hotline.intake.keeping import keep
from hotline.intake.known import channels
from hotline.intake.letters.envelope import MOST_BYTES, Envelope, piece_of
from hotline.intake.port import Refusal

NAME = "email"
KEPT, BUSY, OFF, FAULT = (
    "250 2.0.0 Kept",
    "451 4.3.0 The database cannot be reached, try again later",
    "451 4.3.2 E-mail is switched off here, try again later",
    "451 4.3.0 A fault of ours, try again later",
)
TOO_BIG = "552 5.3.4 Too big a letter"
_LONGEST_LINE = 1 << 20
"""Programs send lines of any length; 998 is what they should."""
_AT_ONCE = 4
_TELLS_EVERY = 10.0  # seconds
_CODES = {BUSY: "database", OFF: "off", FAULT: "fault"}
_STOPS_WITHIN = 8.0  # seconds
_NO_DATABASE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)

log = structlog.get_logger(__name__)


class _Keeper:
    """What the server asks of us, in threads of its own: aiosmtpd is asynchronous, the database is not."""

    def __init__(self) -> None:
        self._hands = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="lmtp")
        self.condition = Condition(is_up=True)

    async def handle_DATA(self, _server: object, _session: object, letter: Session) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a letter and return what the mail server is told."""
        said, now = await self._in_thread(lambda: _kept(letter)), timezone.now()
        kept = {"kept_at": now} if said == KEPT else {"error": _CODES[said], "error_at": now}
        self.condition = replace(self.condition, **kept)
        return said

    async def handle_exception(self, error: Exception) -> str:
        """Return what is said of a fault: try again, for 5xx would send the letter back to its sender."""
        log.error("fault in lmtp", fault=type(error).__name__)
        return FAULT

    def too_big(self) -> None:
        """Count a letter that was not taken."""
        self._hands.submit(_counted, Refusal.TOO_BIG)

    def end(self) -> None:
        """Wait for letters in hand."""
        self._hands.shutdown()

    async def _in_thread(self, what: Callable[[], str]) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._hands, what)


class _Lmtp(LMTP):
    """aiosmtpd's server answers once for a letter; LMTP asks for one answer for each recipient (RFC 2033, 4.2)."""

    line_length_limit = _LONGEST_LINE
    _owed = 0

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        self._owed = 0
        await super().smtp_DATA(arg)

    async def push(self, status: Any) -> None:
        """Say something; what follows 354 is said for each recipient."""
        said = status if isinstance(status, str) else status.decode(errors="replace")
        if said.startswith("500 Line too long"):
            status = said = TOO_BIG
        times, self._owed = max(1, self._owed), 0
        if said.startswith("354") and self.envelope is not None:
            self._owed = len(self.envelope.rcpt_tos)
        if said.startswith("552"):
            self.event_handler.too_big()
        for _ in range(times):
            await super().push(status)


async def serve(
    sock: socket.socket,
    *,
    most_bytes: int = MOST_BYTES,
    stopped: asyncio.Event | None = None,
    told: Callable[[Condition], None] = lambda _condition: None,
) -> None:
    """Serve on a listening socket until SIGTERM or Ctrl-C, or until `stopped`; letters in hand are kept first.

    `told` hears now and then, in a thread, how the server does.
    """
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # it would write addresses down
    loop, keeper, stopping = asyncio.get_running_loop(), _Keeper(), stopped or asyncio.Event()
    if stopped is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)

    def connected() -> _Lmtp:
        return _Lmtp(keeper, data_size_limit=most_bytes, enable_SMTPUTF8=True, hostname="hotline", ident="Hotline", loop=loop)

    server = await loop.create_server(connected, sock=sock)
    telling = asyncio.create_task(_tell(keeper, told))
    try:
        await stopping.wait()
    finally:
        server.close()
        telling.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.to_thread(keeper.end), _STOPS_WITHIN)
            await asyncio.wait_for(asyncio.to_thread(_said, replace(keeper.condition, is_up=False), told), _STOPS_WITHIN)


async def _tell(keeper: _Keeper, told: Callable[[Condition], None]) -> None:
    while True:
        await asyncio.to_thread(_said, keeper.condition, told)
        await asyncio.sleep(_TELLS_EVERY)


def _said(condition: Condition, told: Callable[[Condition], None]) -> None:
    """Say how the server does; without a database nobody hears it, and letters go before."""
    close_old_connections()
    try:
        told(condition)
    except _NO_DATABASE as error:
        log.info("nobody could be told how the server does", fault=type(error).__name__)
    finally:
        close_old_connections()


def _kept(letter: Session) -> str:
    close_old_connections()
    try:
        now, setup, raw = timezone.now(), setup_of(NAME), letter.content
        if setup is None:
            actions.count_refused(NAME, Refusal.OFF.value, now=now)
            return OFF
        returns_to = (letter.mail_from or "").strip("<>")
        envelope = Envelope("lmtp", now, returns_to, tuple(letter.rcpt_tos), setup.options.get("trusts", ""))
        keep(channels()[NAME], [piece_of(envelope, raw if isinstance(raw, bytes) else (raw or "").encode())], now=now)
    except _NO_DATABASE as error:
        log.warning("letter without database", fault=type(error).__name__)
        return BUSY
    except Exception as error:  # noqa: BLE001 - no fault of ours may send a letter back to its sender
        # The fault's own words may quote the letter.
        log.error("letter could not be kept", fault=type(error).__name__)
        return FAULT
    else:
        return KEPT
    finally:
        close_old_connections()


def _counted(why: Refusal) -> None:
    with suppress(*_NO_DATABASE):
        actions.count_refused(NAME, why.value, now=timezone.now())
    close_old_connections()
