"""Blocking a sender for some days, longer, no more; letting one through who writes much; taking up what was kept meanwhile."""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from hotline.casefile.contactpoints import Point
from hotline.casefile.models import ContactPoint, Conversation, Event, Incoming, SenderRuling
from hotline.casefile.queries.blocks import is_shown
from hotline.casefile.sealing import opened_text
from hotline.core.becoming import Became, ConversationState
from hotline.core.blocking import LETS_THROUGH, BlockDays, Ruling, may_lift, stands
from hotline.core.facts import Actor, Channel
from hotline.core.screening import names_danger
from hotline.core.text import clean
from hotline.directory import queries as directory
from hotline.people.queries import is_colleague

from .contacts import REASON_LETTERS, ReasonMissing
from .incoming import hold_blind
from .recording import event_row, locked_request, record

type Blind = bytes | memoryview | None

_LOOKED_AT = 50


class NoSuchSender(Exception):
    """There is no such point, or whoever it was has been erased."""


class AlreadyBlocked(Exception):
    """The sender is blocked; `until` says how long."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class DaysNotAllowed(Exception):
    """Nobody is blocked for so many days by this person; `most` says how many it may be."""

    def __init__(self, most: int) -> None:
        super().__init__(f"1 to {most} days")
        self.most = most


class NeverWrote(Exception):
    """Nothing came from this point that is surely its owner's: whoever blocks it may silence somebody else."""


class ColleaguesPoint(Exception):
    """The point belongs to somebody who works here or at an agency."""


class NotBlocked(Exception):
    """The block was lifted, or its days are over."""


class MayNotLift(Exception):
    """The block is another's, or no longer fresh: a supervisor lifts it."""


class NotHeld(Exception):
    """The message was not kept back, or somebody has taken it up."""


def block_sender(
    point_id: int,
    *,
    days: int,
    reason: str,
    is_supervisor: bool = False,
    request_id: int | None = None,
    now: datetime,
    actor: Actor,
) -> int:
    """Block whoever writes from a point and return the block's number. What waits of them is kept with the rest.

    `request_id`: the case on whose page it was done. Raises ReasonMissing, DaysNotAllowed, NoSuchSender, NeverWrote,
    ColleaguesPoint, AlreadyBlocked.
    """
    words = _reason(reason, point_id)
    _require_days(days, is_supervisor=is_supervisor)
    with transaction.atomic():
        row = _held(point_id)
        if _is_colleagues(Point(Channel(row.kind), opened_text(row.value))):
            raise ColleaguesPoint(point_id)
        if not _has_written(row):
            raise NeverWrote(point_id)
        of_unproved = not is_shown(bytes(row.blind or b""))
        _end_last(row, now=now, actor=actor, of_unproved=of_unproved)
        length = timedelta(days=days)
        made = _set(row, row.blind, Ruling.BLOCKED, length, reason=words, of_unproved=of_unproved, now=now, actor=actor)
        _put_aside(row, now=now, actor=actor)
        _record(request_id, "sender_blocked", now=now, actor=actor, facts={"ruling": made.pk, "point": point_id, "days": days})
        return made.pk


def prolong_block(ruling_id: int, *, days: int, reason: str, now: datetime, actor: Actor) -> int:
    """Block a blocked sender for so many days from now, as a supervisor may; return the new block's number.

    Raises NotBlocked, ReasonMissing, DaysNotAllowed.
    """
    words = _reason(reason, ruling_id)
    _require_days(days, is_supervisor=True)
    with transaction.atomic():
        old = _standing_block(ruling_id, now=now)
        _end(old, why="", now=now, actor=actor)
        length, of_unproved = timedelta(days=days), old.of_unproved
        made = _set(old.point, old.blind, Ruling.BLOCKED, length, reason=words, of_unproved=of_unproved, now=now, actor=actor)
        facts = {"ruling": made.pk, "before": old.pk, "point": old.point_id, "days": days}
        _record(None, "block_prolonged", now=now, actor=actor, facts=facts)
        return made.pk


def lift_block(ruling_id: int, *, reason: str, is_supervisor: bool = False, now: datetime, actor: Actor) -> None:
    """End a block before its time. Raises NotBlocked, MayNotLift, ReasonMissing."""
    words = _reason(reason, ruling_id)
    with transaction.atomic():
        row = _standing_block(ruling_id, now=now)
        is_own = row.set_by is not None and row.set_by == actor.user_id
        if not may_lift(is_supervisor=is_supervisor, is_own=is_own, since=row.since, now=now):
            raise MayNotLift(ruling_id)
        _end(row, why=words, now=now, actor=actor)
        _record(None, "block_lifted", now=now, actor=actor, facts={"ruling": row.pk, "point": row.point_id})


def let_through(point_id: int, *, now: datetime, actor: Actor) -> int:
    """Let everything of a sender be dealt with for a day, however much it is. Raises NoSuchSender, AlreadyBlocked."""
    with transaction.atomic():
        row = _held(point_id)
        _end_last(row, now=now, actor=actor, of_unproved=True)
        made = _set(row, row.blind, Ruling.LET_THROUGH, LETS_THROUGH, reason="", now=now, actor=actor)
        _record(None, "sender_let_through", now=now, actor=actor, facts={"ruling": made.pk, "point": point_id})
        return made.pk


def count_held(ruling_id: int, *, count: int = 1, now: datetime) -> None:
    """Count what was kept and not acted on."""
    SenderRuling.objects.filter(pk=ruling_id).update(held=F("held") + count, held_at=now)


def forget_erased_senders(*, now: datetime) -> int:
    """Forget the blind index of blocks that are over of people who were erased; return of how many."""
    erased = SenderRuling.objects.filter(blind__isnull=False, point__blind__isnull=True)
    return erased.exclude(ended_at__isnull=True, until__gt=now).update(blind=None)


def take_up(incoming_id: int, *, now: datetime, actor: Actor) -> None:
    """Put a message that was kept back before the operators, who say where it belongs. Raises NotHeld."""
    with transaction.atomic():
        held = Incoming.objects.filter(pk=incoming_id, became=Became.HELD, body__isnull=False)
        urgent = any(_is_danger(body) for body in held.values_list("body", flat=True))
        if not held.update(became=Became.DOUBT, settled_at=None, settled_by=None, conversation=None, urgent=urgent):
            raise NotHeld(incoming_id)
        _record(None, "message_taken_up", now=now, actor=actor, facts={"incoming": incoming_id})


def _reason(reason: str, what: int) -> str:
    words = clean(reason, limit=REASON_LETTERS)
    if not words:
        raise ReasonMissing(what)
    return words


def _require_days(days: int, *, is_supervisor: bool) -> None:
    windows = directory.snapshot().windows
    most = BlockDays(windows.block_days, windows.block_days_supervisor).most(is_supervisor=is_supervisor)
    if not 1 <= days <= most:
        raise DaysNotAllowed(most)


def _held(point_id: int) -> ContactPoint:
    """Return the point, nobody else dealing with its sender until the transaction ends. Raises NoSuchSender."""
    row = ContactPoint.objects.filter(pk=point_id, value__isnull=False, blind__isnull=False).first()
    if row is None or row.blind is None:
        raise NoSuchSender(point_id)
    hold_blind(bytes(row.blind))
    return row


def _is_colleagues(point: Point) -> bool:
    """Return whether somebody who works here, or an agency's focal point, is reached there."""
    known = [focal for people in directory.snapshot().focal_points.values() for focal in people]
    if point.channel is Channel.SMS:
        return any(focal.phone == point.value for focal in known)
    if point.channel is Channel.EMAIL:
        address = point.value.casefold()
        return any(focal.email.casefold() == address for focal in known if focal.email) or is_colleague(address)
    return False


def _has_written(row: ContactPoint) -> bool:
    """Return whether a message came from there of which nothing says that somebody pretended to be its owner.

    What nothing shows to be its owner's either is blocked for itself alone (`of_unproved`).
    """
    bodies = Incoming.objects.filter(point__blind=row.blind, body__isnull=False, delivery__isnull=False).order_by("-id")
    return any(not json.loads(opened_text(body)).get("doubted") for body in bodies.values_list("body", flat=True)[:_LOOKED_AT])


def _end_last(row: ContactPoint, *, of_unproved: bool, now: datetime, actor: Actor) -> None:
    """End what was said of the sender before, if its time is over, it let them through, or less is meant by it than now.

    Raises AlreadyBlocked.
    """
    last = SenderRuling.objects.select_for_update().filter(blind=row.blind, ended_at__isnull=True).first()
    if last is None:
        return
    if last.until <= now:
        last.ended_at = last.until
        last.save(update_fields=["ended_at"])
    elif last.ruling == Ruling.BLOCKED and (of_unproved or not last.of_unproved):
        raise AlreadyBlocked(last.until)
    else:
        _end(last, why="", now=now, actor=actor)


def _set(
    row: ContactPoint,
    blind: Blind,
    ruling: Ruling,
    length: timedelta,
    *,
    reason: str,
    of_unproved: bool = False,
    now: datetime,
    actor: Actor,
) -> SenderRuling:
    of = {"point": row, "blind": blind, "of_unproved": of_unproved}
    return SenderRuling.objects.create(**of, ruling=ruling, since=now, until=now + length, reason=reason, set_by=actor.user_id)


def _standing_block(ruling_id: int, *, now: datetime) -> SenderRuling:
    """Return a block that is in force, its sender held. Raises NotBlocked."""
    index = SenderRuling.objects.filter(pk=ruling_id, ruling=Ruling.BLOCKED).values_list("blind", flat=True).first()
    if index is None:
        raise NotBlocked(ruling_id)
    hold_blind(bytes(index))
    row = SenderRuling.objects.select_for_update(of=("self",)).select_related("point").get(pk=ruling_id)
    if not stands(until=row.until, ended_at=row.ended_at, now=now):
        raise NotBlocked(ruling_id)
    return row


def _end(row: SenderRuling, *, why: str, now: datetime, actor: Actor) -> None:
    row.ended_at, row.ended_by, row.ended_why = now, actor.user_id, why
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])


def _put_aside(row: ContactPoint, *, now: datetime, actor: Actor) -> None:
    """Take off the operators' list what waits there of the sender, and keep it; what speaks of danger stays."""
    of_them = ContactPoint.objects.filter(blind=row.blind).values("pk")
    begun = Conversation.objects.filter(point__in=of_them, ended_at__isnull=True, urgent=False)
    numbers = list(begun.values_list("id", flat=True))
    begun.update(state=ConversationState.DROPPED, ended_at=now)
    Incoming.objects.filter(conversation__in=numbers).update(became=Became.HELD, settled_at=now, settled_by=actor.user_id)
    doubts = Incoming.objects.filter(point__in=of_them, became=Became.DOUBT, settled_at__isnull=True)
    calm = [number for number, body in doubts.values_list("id", "body") if not _is_danger(body)]
    doubts.filter(pk__in=calm).update(became=Became.HELD, settled_at=now, settled_by=actor.user_id)


def _is_danger(body: bytes | memoryview | None) -> bool:
    """Return whether a message of this body, sealed, speaks of danger; one that was erased says nothing."""
    words = json.loads(opened_text(body)).get("text", "") if body else ""
    return names_danger(words, emergency=directory.snapshot().emergency_words)


def _record(request_id: int | None, name: str, *, now: datetime, actor: Actor, facts: dict[str, int]) -> None:
    if request_id is None:
        Event.objects.create(**event_row(None, name, now=now, actor=actor, facts=facts))
    else:
        record(locked_request(request_id, merged_too=True), name, now=now, actor=actor, facts=facts)
