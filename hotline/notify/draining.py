"""Drains the outbox of one channel: lease, compose, **send first, mark after**.

A crash between the two repeats at most the one message in hand, under the same id, when its lease has passed. Each
message stands alone: one that cannot be composed or sent is set aside with its reason and the queue moves on.
"""

import time
import traceback
from collections import deque
from collections.abc import Collection, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

import structlog
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.actions.messages import LEASE
from hotline.casefile.facts import Leased
from hotline.casefile.queries.reaching import PHONE_CODE, way_after
from hotline.core.facts import MESSAGE_ORDER, Priority
from hotline.core.retry import URGENT, USUAL, Backoff, Failure, next_try_at
from hotline.notify import actions as health
from hotline.notify.composing import Undeliverable, composed
from hotline.notify.lanes import HANDS
from hotline.notify.outgoing import LONGEST_SEND, Accepted, Outcome, Outgoing, Pipelined, Rejected, Retry, Sender
from hotline.notify.tally import Tally

BATCH = 100
AHEAD = 50
READ_LASTS = 5.0  # seconds
STRAYS_EVERY = 10.0  # seconds
TOOK_EVERY = 10.0  # seconds
POISON = Backoff(first=timedelta(seconds=5), attempts=5)
"""What fails by a fault of ours, not of the provider's, is dead after five tries: the same code does the same again."""

_NO_OTHER_WAY = ("fault:", "opted-out", "no-text", "demonstration")
"""Reasons that another channel would not mend."""

_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=1)

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Strays:
    """Messages that a clock ahead of ours has put off, since when we see them so, on the monotonic clock.

    The clock may have been put back while another sender had one in hand: it is left alone for a whole lease.
    """

    _seen: Mapping[tuple[int, datetime], float] = field(default_factory=dict, init=False)
    _looks_at: float = field(default=0.0, init=False)

    def abandoned(self, channel: str, *, now: datetime) -> list[tuple[int, datetime]]:
        """Return those that nobody living has in hand."""
        if time.monotonic() >= self._looks_at:
            looked_at = time.monotonic()
            self._looks_at = looked_at + STRAYS_EVERY
            found = actions.stray_messages([channel], limit=BATCH, now=now)
            self._seen = {one: self._seen.get(one, looked_at) for one in found}
        return [one for one, since in self._seen.items() if time.monotonic() - since > LEASE.total_seconds()]


@dataclass(slots=True)
class Drain:
    """One lane of a channel and its sender, which people know as `name`. `demonstration`: nothing may leave this machine."""

    channel: str
    sender: Sender
    demonstration: bool = False
    lane: int = 1
    name: str = ""
    _silent_until: float = field(default=0.0, init=False)  # on the monotonic clock: the provider is down until then
    _silences: int = field(default=0, init=False)
    _says_took_at: float = field(default=0.0, init=False)
    _tally: Tally = field(default_factory=Tally, init=False)
    _strays: _Strays = field(default_factory=_Strays, init=False)

    def run(self, now: datetime) -> int:
        """Send one batch, the most urgent first, and return how many messages were dealt with."""
        if time.monotonic() < self._silent_until or not self._is_ready():
            return 0
        ends = time.monotonic() + (LEASE - LONGEST_SEND).total_seconds()
        strays = self._strays.abandoned(self.channel, now=now)
        most = min(BATCH, self.sender.batch) if isinstance(self.sender, Pipelined) else BATCH
        lease = partial(actions.lease_messages, [self.channel], limit=most, now=now, strays=strays)
        with HANDS[self.channel].taken(lambda held: lease(held=held)) as leased:
            waiting = deque(leased)
            try:
                self._work(waiting, ends=ends)
            finally:
                self.sender.close()
                self._tally.keep(self.channel, self.name)
            self._give_back(waiting)
        return 0 if time.monotonic() < self._silent_until else len(leased) - len(waiting)

    def _is_ready(self) -> bool:
        """Return whether messages would leave now; those that may not leave a demonstration are told so at once."""
        if not isinstance(self.sender, Pipelined):
            return True
        return self.sender.is_ready or (self.demonstration and self.sender.leaves_machine)

    def _work(self, waiting: deque[Leased], *, ends: float) -> None:
        """Send what waits until `ends`, or until the provider will take no more; nothing stays under way."""
        reading, under_way = _Reading(waiting), deque[_UnderWay]()
        window = self.sender.window if isinstance(self.sender, Pipelined) else 1
        goes_on = True
        while True:
            if goes_on and waiting and len(under_way) < window and time.monotonic() < ends:
                hand = reading.of_next()
                message = waiting.popleft()
                under_way.append(_UnderWay(message, *self._sent(message, hand)))
            elif under_way:
                goes_on = self._deal_with(under_way.popleft()) and goes_on
            else:
                return

    def _deal_with(self, sent: "_UnderWay") -> bool:
        """Keep what became of one message. Return False when the provider will take no other now."""
        message, outgoing, outcome = sent.message, sent.outgoing, sent.became()
        now = timezone.now()
        match outcome:
            case Accepted(provider_id, parts) if outgoing is not None:
                kept = _kept(outgoing)
                actions.mark_sent(message.id, provider_id=provider_id, kept=kept, now=now, parts=parts)
                self._tally.add(outgoing, parts=len(parts), now=now)
                self._took(now)
            case Retry(reason, after, provider_down):
                _try_again(message, reason, now=now, after=after)
                if provider_down:
                    self._fall_silent(after, reason, now=now)
                    return False
            case Rejected(code, permanent):
                _try_again(message, code, now=now, failure=Failure.PERMANENT if permanent else Failure.TEMPORARY)
            case _Poison(reason):
                _try_again(message, reason, now=now, backoff=POISON)
            case _:
                _set_aside(message, "no-outcome")
        return True

    def _sent(self, message: Leased, hand: queries.InHand | None) -> tuple[Outgoing | None, "_Sent"]:
        """Compose and send, or begin to. The one place where a fault of ours is caught: no message may stop the others."""
        outgoing = None
        try:
            outgoing = composed(message, hand or queries.in_hand([message])[message.id])
            if self.demonstration and self.sender.leaves_machine:
                return outgoing, Rejected("demonstration")
            return outgoing, self.sender.begin(outgoing) if isinstance(self.sender, Pipelined) else self.sender.send(outgoing)
        except Undeliverable as fault:
            return None, Rejected(fault.reason)
        except (OperationalError, InterfaceError):
            raise  # the database's trouble is no fault of the message: the lease gives it back
        except Exception as error:  # noqa: BLE001 - one isolation point for each loop
            return None, _poison(message, error)

    def _took(self, now: datetime) -> None:
        """Keep that the provider takes messages: at once when it was down, else now and then."""
        if self._silences or time.monotonic() >= self._says_took_at:
            self._says_took_at = time.monotonic() + TOOK_EVERY
            health.provider_took(self.channel, now=now)
        self._silences = 0

    def _fall_silent(self, after: timedelta | None, why: str, *, now: datetime) -> None:
        """Leave the provider alone for a while, longer each time, and not hammer it with the rest of the queue."""
        self._silences += 1
        pause = min(max(after or _PAUSE, _PAUSE * 2 ** min(self._silences - 1, 10)), _LONGEST_PAUSE)
        self._silent_until = time.monotonic() + pause.total_seconds()
        health.provider_down(self.channel, why=why, until=now + pause, now=now)
        log.warning("provider is down", channel=self.channel, lane=self.lane, seconds=pause.total_seconds())

    def _give_back(self, messages: Collection[Leased]) -> None:
        """Return what was not tried, so that it neither waits for the lease nor counts a try it never had."""
        if messages:
            actions.give_messages_back([message.id for message in messages], at=timezone.now())


def _kept(outgoing: Outgoing) -> str:
    """Return the words that are kept of a message: a code that proves a number is nobody else's to read."""
    text = outgoing.text
    if outgoing.event == PHONE_CODE and (code := outgoing.values.get("words")):
        text = text.replace(code, "*" * len(code))
    return f"{outgoing.subject}\n\n{text}" if outgoing.subject else text


@dataclass(slots=True)
class _Reading:
    """Reads ahead what the next messages need, for some at once: one by one it cost more than all else of a message.

    What was read is used for a few seconds only: a contact that is erased meanwhile gets nothing of what waits longer.
    """

    waiting: deque[Leased]
    _hands: Mapping[int, queries.InHand] = field(default_factory=dict, init=False)
    _until: float = field(default=0.0, init=False)

    def of_next(self) -> queries.InHand | None:
        """Return what is known of the next message; None if it must be read alone, because one of its batch cannot be."""
        if self.waiting[0].id not in self._hands or time.monotonic() > self._until:
            self._hands, self._until = self._read([*islice(self.waiting, AHEAD)]), time.monotonic() + READ_LASTS
        return self._hands.get(self.waiting[0].id)

    def _read(self, messages: list[Leased]) -> Mapping[int, queries.InHand]:
        try:
            return queries.in_hand(messages)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - told apart and set aside message by message
            log.warning("messages are read one by one", fault=type(error).__name__)
            return {}


@dataclass(frozen=True, slots=True)
class _Poison:
    reason: str


type _Sent = Outcome | _Poison | Future[Outcome]


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A message that was handed over, and what became of it, or will have within LONGEST_SEND."""

    message: Leased
    outgoing: Outgoing | None
    outcome: _Sent

    def became(self) -> Outcome | _Poison:
        if not isinstance(self.outcome, Future):
            return self.outcome
        try:
            return self.outcome.result(LONGEST_SEND.total_seconds())
        except (TimeoutError, CancelledError):  # cancelled: its connection was let go, as when it is set up anew
            self.outcome.cancel()
            return Retry("no-answer", provider_down=True)
        except Exception as error:  # noqa: BLE001 - as in _sent: no message may stop the others
            return _poison(self.message, error)


def _poison(message: Leased, error: Exception) -> _Poison:
    # The fault's own words may quote somebody's: only what it is and where goes into the log.
    kind, where = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
    log.error("message could not be sent", message=message.id, fault=kind, where=f"{where.filename}:{where.lineno}")
    return _Poison(f"fault:{kind}")


def _try_again(
    message: Leased,
    reason: str,
    *,
    now: datetime,
    failure: Failure = Failure.TEMPORARY,
    after: timedelta | None = None,
    backoff: Backoff | None = None,
) -> None:
    at = next_try_at(
        backoff or (URGENT if message.priority == MESSAGE_ORDER[Priority.EMERGENCY] else USUAL),
        message=str(message.id),
        failures=message.tries,
        failed_at=now,
        made_at=_made_at(message),
        failure=Failure.THROTTLED if after else failure,
        retry_after=after,
    )
    if at is None:
        _another_way(message, reason, now=now)
    else:
        actions.mark_retry(message.id, at=at, reason=reason)
        log.info("message waits", message=message.id, event_name=message.event, reason=reason, tries=message.tries)


def _another_way(message: Leased, reason: str, *, now: datetime) -> None:
    """Try the next channel by which the recipient is reached; where there is none, or a fault is ours, the message is dead."""
    following = None if reason.startswith(_NO_OTHER_WAY) else way_after(message.id, message.channel)
    if following is None:
        _set_aside(message, reason)
        return
    actions.send_another_way(message.id, channel=following, now=now)
    log.info("message goes another way", message=message.id, channel=message.channel, to=following.value, reason=reason)


def _set_aside(message: Leased, reason: str) -> None:
    actions.mark_dead(message.id, reason=reason)
    log.warning("message is dead", message=message.id, event_name=message.event, reason=reason, tries=message.tries)


def _made_at(message: Leased) -> datetime:
    """Return since when the message has been tried: since it was made, or since somebody revived it."""
    revived = message.facts.get("revived_at")
    return datetime.fromisoformat(revived) if revived else message.created_at
