"""The thread in which the session lives, for as long as the sender does: senders hand it messages, citizens' come out of it."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from hotline.core.connections import Condition
from hotline.core.smsparts import Part, TooLong, parts_of
from hotline.notify.outgoing import LONGEST_SEND, Accepted, Outcome, Outgoing, Rejected, Retry
from hotline.notify.smpp.account import Account
from hotline.notify.smpp.pace import Admission, Pace
from hotline.notify.smpp.session import OK, Answer, ConnectionGone, Session

_WITHIN = LONGEST_SEND - timedelta(seconds=4.5)  # the rest is for being let in
_BUSY = timedelta(seconds=2)
_HANDS = 4  # deliveries that are written to the disk at once
_TOO_MUCH = frozenset({0x14, 0x58})  # the queue is full, throttled: SMPP 3.4, 5.1.3
_NOT_THIS_ONE = frozenset({0x01, 0x02, 0x0B, 0x33, 0x34, 0x48, 0x49, 0x50, 0x51})  # its length, number or kind of number
_NOT_US = frozenset({0x04, 0x05, 0x0A, 0x0D, 0x0E, 0x0F})  # how we are bound, our own number
_GOODBYE = 3.0  # seconds
_EASE, _LONGEST_EASE = 0.5, 4.0  # seconds without a part after the centre said that it is too much

log = structlog.get_logger(__name__)


class SmppLink:
    """At most one session at a time. `hear` is called with each deliver_sm, in a thread; when it returns the centre is told."""

    def __init__(self) -> None:
        """Begin without a session."""
        self.account: Account | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._session: Session | None = None
        self._pace: Pace | None = None
        self._window: asyncio.Semaphore | None = None
        self._ease = _EASE
        self._stop: Callable[[], None] = lambda: None
        self._error = ""
        self._error_at: datetime | None = None
        self._throttled_at: datetime | None = None
        self._kept_at: datetime | None = None

    @property
    def condition(self) -> Condition | None:
        """Return how the connection does; None where there is to be none."""
        if self.account is None:
            return None
        return Condition(self.is_up, self._error, self._error_at, self._throttled_at, self._kept_at)

    @property
    def is_up(self) -> bool:
        """Return whether a message would leave now."""
        return self._session is not None and self._session.is_up

    def keep(self, account: Account | None, hear: Callable[[bytes], None]) -> None:
        """Have a session of this account, and no other; with None, none."""
        alive = self._thread is not None and self._thread.is_alive()
        if account == self.account and alive == (account is not None):
            return
        self.stop()
        if account is not None:
            ready = threading.Event()
            self.account = account
            self._error, self._error_at, self._throttled_at, self._kept_at = "", None, None, None
            self._thread = threading.Thread(target=self._live, args=(account, hear, ready), name="smpp", daemon=True)
            self._thread.start()
            ready.wait()

    def stop(self) -> None:
        """End the session, politely if the centre is there."""
        thread, self._thread, self.account = self._thread, None, None
        self._stop()
        if thread is not None:
            thread.join(5)

    def begin(self, outgoing: Outgoing) -> Future[Outcome]:
        """Hand a message over and return at once; what became of it comes within LONGEST_SEND."""
        loop = self._loop
        if loop is None or not self.is_up:
            return _done(Retry("smpp:not_connected", provider_down=True))
        try:
            return asyncio.run_coroutine_threadsafe(self._whole(outgoing), loop)
        except RuntimeError:  # it was stopped this very moment
            return _done(Retry("smpp:not_connected", provider_down=True))

    def _live(self, account: Account, hear: Callable[[bytes], None], ready: threading.Event) -> None:
        with ThreadPoolExecutor(_HANDS, thread_name_prefix="smpp-hear") as hands:
            asyncio.run(self._sessions(account, hear, hands, ready))

    async def _sessions(
        self, account: Account, hear: Callable[[bytes], None], hands: ThreadPoolExecutor, ready: threading.Event
    ) -> None:
        """Keep one session after the other until we are stopped."""
        loop, stopping = asyncio.get_running_loop(), asyncio.Event()

        async def heard(pdu: bytes) -> None:
            await loop.run_in_executor(hands, hear, pdu)
            self._kept_at = timezone.now()

        self._loop, self._stop = loop, lambda: _tell(loop, stopping)
        self._pace, self._window = Pace(account.rate), asyncio.Semaphore(account.window)
        ready.set()
        while not stopping.is_set():
            self._session = session = Session(account, heard, self._note)
            living, told = asyncio.create_task(session.start()), asyncio.create_task(stopping.wait())
            await asyncio.wait({living, told}, return_when=asyncio.FIRST_COMPLETED)
            if living.done() and (fault := living.exception()) is not None:
                log.error("session ended", fault=type(fault).__name__)
                self._note("fault")
                with suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), 5)
            told.cancel()
            with suppress(TimeoutError, OSError):  # cancelled, it would leave without a word
                await asyncio.wait_for(session.stop(), _GOODBYE)
            living.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await living
        self._session, self._loop, self._stop = None, None, lambda: None

    def _note(self, trouble: str) -> None:
        """Remember what went wrong last."""
        self._error, self._error_at = trouble, timezone.now()

    async def _whole(self, outgoing: Outgoing) -> Outcome:
        """Send all parts of a message, one after the other; those of other messages go meanwhile."""
        number = outgoing.to.removeprefix("+")
        if not (number.isascii() and number.isdecimal() and 7 <= len(number) <= 15):
            return Rejected("number")
        try:
            parts = parts_of(outgoing.text, reference=outgoing.id)
        except TooLong:
            return Rejected("length")
        admission = await self._pace.admit(len(parts)) if self._pace is not None else None
        if admission is None:
            return Retry("smpp:busy", after=_BUSY)
        ids: list[str] = []
        try:
            async with asyncio.timeout(_WITHIN.total_seconds()):
                for part in parts:
                    answer = await self._taken(part, outgoing.to, admission)
                    if answer.status != OK:
                        return _refusal(answer.status)
                    ids.append(self.account.as_receipts_say(answer.message_id) if self.account else answer.message_id)
        except TimeoutError:
            return Retry("smpp:no_answer", provider_down=True)
        except ConnectionGone:
            return Retry("smpp:connection_gone", provider_down=True)
        finally:
            admission.end()
        return Accepted(provider_id=ids[0], parts=tuple(ids))

    async def _taken(self, part: Part, to: str, admission: Admission) -> Answer:
        """Hand one part over at the contract's pace, again and slower while the centre says that it is too much."""
        while True:
            if self._session is None or self._window is None:
                raise ConnectionGone
            async with self._window:
                await admission.turn()
                answer = await self._session.submit(part, to)
            if answer.status not in _TOO_MUCH:
                self._ease = _EASE
                return answer
            self._throttled_at = timezone.now()
            admission.pace.pause(self._ease)
            self._ease = min(self._ease * 2, _LONGEST_EASE)


def _refusal(status: int) -> Outcome:
    code = f"smpp:{status:#04x}"
    if status in _NOT_US:
        return Retry(code, provider_down=True)
    return Rejected(code) if status in _NOT_THIS_ONE else Retry(code)


def _done(outcome: Outcome) -> Future[Outcome]:
    future: Future[Outcome] = Future()
    future.set_result(outcome)
    return future


def _tell(loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    with suppress(RuntimeError):  # it ended by itself
        loop.call_soon_threadsafe(stopping.set)


LINK = SmppLink()
"""The one of this process: a contract is for one connection, whatever number of lanes sends."""
