"""Who is blocked or let through, what was kept of them meanwhile, and who writes more than is dealt with."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from hotline.casefile.models import ContactPoint, Conversation, Incoming, SenderRuling
from hotline.casefile.sealing import opened_text
from hotline.core.becoming import Became, ConversationState
from hotline.core.blocking import TAKEN_BACK_WITHIN, Ruling, stands
from hotline.core.disclosure import mask_name, mask_point
from hotline.people.queries import names_of

from .conversations import IncomingFacts, facts_of

LATELY = timedelta(hours=1)
"""Who was held off within this time is shown to the operators."""
_BEFORE = 10
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force of a sender."""

    id: int
    ruling: Ruling
    since: datetime
    until: datetime
    of_unproved: bool = False
    """Whether it is only of messages of which nothing shows who sent them."""
    set_by: int | None = None


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """Whoever writes from a point, masked; `channel` is the point's.

    `message_id`: a message of theirs, by which pages name them: the point's own number would be the same in all their cases.
    """

    point_id: int
    channel: str
    sender: str
    name: str
    message_id: int = 0


@dataclass(frozen=True, slots=True)
class Wrote:
    """Who wrote a message, and the reference of the case that it belongs to, "" for none."""

    sender: SenderFacts
    reference: str
    request_id: int | None


@dataclass(frozen=True, slots=True)
class RulingFacts:
    """A block, or leave to write much: of whom, why, by whom, how long, and how much was kept since. `ended_at`: by a person."""

    id: int
    ruling: Ruling
    of: SenderFacts
    reason: str
    since: datetime
    until: datetime
    set_by: str
    held: int
    held_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    ended_why: str
    stands: bool

    @property
    def is_block(self) -> bool:
        """Return whether nothing of theirs is acted on, rather than all of it."""
        return self.ruling is Ruling.BLOCKED


@dataclass(frozen=True, slots=True)
class HeldOff:
    """Somebody who writes more than is dealt with: how many of their messages were only kept lately, and the last of them."""

    of: SenderFacts
    held: int
    last_at: datetime
    words: str


def standing_of(blind: bytes, *, now: datetime) -> Standing | None:
    """Return what is in force of the sender with this blind index; None for nearly everybody."""
    rows = SenderRuling.objects.filter(blind=blind, ended_at__isnull=True, until__gt=now)
    row = rows.values_list("id", "ruling", "since", "until", "of_unproved", "set_by").first()
    return Standing(row[0], Ruling(row[1]), *row[2:]) if row else None


def standing_of_point(point_id: int, *, now: datetime) -> Standing | None:
    """Return what is in force of whoever writes from this point."""
    blind = ContactPoint.objects.filter(pk=point_id).values_list("blind", flat=True).first()
    return standing_of(bytes(blind), now=now) if blind is not None else None


def in_danger(point_id: int) -> bool:
    """Return whether a report of theirs is being made that speaks of danger."""
    return Conversation.objects.filter(point_id=point_id, ended_at__isnull=True, urgent=True).exists()


def is_shown(blind: bytes) -> bool:
    """Return whether anything shows that whoever wrote from a point lately holds it; of e-mail something must."""
    bodies = Incoming.objects.filter(point__blind=blind, body__isnull=False, delivery__isnull=False).order_by("-id")
    read = (json.loads(opened_text(body)) for body in bodies.values_list("body", flat=True)[:_LOOKED_AT])
    return any(not (body.get("doubted") or body.get("unproved")) for body in read)


def is_shown_at(point_id: int) -> bool:
    """Return the same of whoever writes from a point of this number."""
    blind = ContactPoint.objects.filter(pk=point_id).values_list("blind", flat=True).first()
    return blind is not None and is_shown(bytes(blind))


def waits(point_id: int, *, now: datetime) -> bool:
    """Return whether something of this point is before the operators: a report, a message in doubt, or too many of them."""
    if Conversation.objects.filter(point_id=point_id, state=ConversationState.PERSON).exists():
        return True
    rows = Incoming.objects.filter(point_id=point_id)
    if rows.filter(became=Became.DOUBT, settled_at__isnull=True).exists():
        return True
    return rows.filter(became=Became.HELD, read_at__gt=now - LATELY).exists()


def who_wrote(incoming_id: int) -> Wrote | None:
    """Return who wrote a message; None where there is none, or they were erased."""
    rows = Incoming.objects.filter(pk=incoming_id, point__value__isnull=False).select_related("point__contact", "request")
    row = rows.first()
    if row is None:
        return None
    return Wrote(_sender(row.point, message_id=row.pk), row.request.reference if row.request else "", row.request_id)


def senders_of_case(request_id: int, *, now: datetime) -> tuple[tuple[SenderFacts, RulingFacts | None], ...]:
    """Return who wrote what belongs to a case by SMS, e-mail or chat, each with the block that stands."""
    wrote = Incoming.objects.filter(request_id=request_id).values("point_id").annotate(first=Min("id"))
    firsts = dict(wrote.values_list("point_id", "first"))
    rows = ContactPoint.objects.filter(pk__in=firsts, value__isnull=False).select_related("contact").order_by("id")
    found = []
    for row in rows:
        of_them = _standing(now).filter(blind=row.blind, ruling=Ruling.BLOCKED)
        found.append((_sender(row, message_id=firsts[row.pk]), next(iter(_facts(of_them, now=now)), None)))
    return tuple(found)


def rulings_standing(*, now: datetime, limit: int) -> tuple[RulingFacts, ...]:
    """Return what is in force, the newest first."""
    return _facts(_standing(now).order_by("-id")[:limit], now=now)


def blocks_to_take_back(user_id: int, *, now: datetime) -> tuple[RulingFacts, ...]:
    """Return the blocks that somebody set so lately that they may take them back, the newest first."""
    rows = _standing(now).filter(ruling=Ruling.BLOCKED, set_by=user_id, since__gt=now - TAKEN_BACK_WITHIN).order_by("-id")
    last = Incoming.objects.filter(point=OuterRef("point")).order_by("-id").values("id")[:1]
    listed = list(rows.annotate(message=Subquery(last)).select_related("point__contact"))
    found = zip(_facts(listed, now=now), listed, strict=True)
    return tuple(replace(one, of=replace(one.of, message_id=row.message)) for one, row in found if row.message)


def rulings_over(*, now: datetime, since: datetime, limit: int) -> tuple[RulingFacts, ...]:
    """Return what ended since, by itself or by a person, the newest first."""
    rows = SenderRuling.objects.exclude(ended_at__isnull=True, until__gt=now)
    rows = rows.filter(Q(ended_at__isnull=True, until__gt=since) | Q(ended_at__gt=since))
    return _facts(rows.order_by("-id")[:limit], now=now)


def ruling(ruling_id: int, *, now: datetime) -> RulingFacts | None:
    """Return one, in force or over."""
    return next(iter(_facts(SenderRuling.objects.filter(pk=ruling_id), now=now)), None)


def held_by(ruling_id: int, *, limit: int) -> tuple[IncomingFacts, ...]:
    """Return what was kept and not acted on while this block stood, the newest first."""
    row = SenderRuling.objects.filter(pk=ruling_id, blind__isnull=False).first()
    if row is None:
        return ()
    rows = _of_sender(row).filter(became=Became.HELD, read_at__gte=row.since, read_at__lt=_end(row))
    return tuple(facts_of(one) for one in rows.order_by("-id")[:limit])


def written_before(ruling_id: int) -> tuple[IncomingFacts, ...]:
    """Return the last messages before the block, the newest first: by them it is judged."""
    row = SenderRuling.objects.filter(pk=ruling_id, blind__isnull=False).first()
    if row is None:
        return ()
    return tuple(facts_of(one) for one in _of_sender(row).filter(read_at__lt=row.since).order_by("-id")[:_BEFORE])


def last_words(point_id: int, *, request_id: int | None) -> tuple[IncomingFacts, ...]:
    """Return the last messages of a point that belong to this case, or to none: the newest first."""
    rows = Incoming.objects.filter(point_id=point_id, request_id=request_id).select_related("point__contact")
    return tuple(facts_of(one) for one in rows.order_by("-id")[:_BEFORE])


def held_off(*, now: datetime, limit: int) -> tuple[HeldOff, ...]:
    """Return whose messages were only kept within the last hour since they write too much, those who write most first."""
    rows = Incoming.objects.filter(became=Became.HELD, read_at__gt=now - LATELY).values("point_id")
    counted = rows.annotate(held=Count("id"), last=Max("id")).order_by("-held", "point_id")
    ruled = {bytes(blind) for blind in _ruled_lately(now).values_list("blind", flat=True) if blind}
    found: list[HeldOff] = []
    for one in counted:
        last = Incoming.objects.select_related("point__contact").get(pk=one["last"])
        if last.point.blind is None or bytes(last.point.blind) in ruled:
            continue
        found.append(HeldOff(_sender(last.point, message_id=last.pk), one["held"], last.read_at, facts_of(last).words))
        if len(found) == limit:
            break
    return tuple(found)


def _standing(now: datetime) -> QuerySet[SenderRuling]:
    return SenderRuling.objects.filter(ended_at__isnull=True, until__gt=now)


def _ruled_lately(now: datetime) -> QuerySet[SenderRuling]:
    """Return what stood within the last hour: what was kept then, may have been kept for it."""
    still = Q(ended_at__isnull=True, until__gt=now - LATELY)
    return SenderRuling.objects.filter(still | Q(ended_at__gt=now - LATELY), blind__isnull=False)


def _of_sender(row: SenderRuling) -> QuerySet[Incoming]:
    return Incoming.objects.filter(point__blind=row.blind).select_related("point__contact")


def _end(row: SenderRuling) -> datetime:
    return min(row.until, row.ended_at) if row.ended_at else row.until


def _facts(rows: Iterable[SenderRuling], *, now: datetime) -> tuple[RulingFacts, ...]:
    found = list(rows.select_related("point__contact") if isinstance(rows, QuerySet) else rows)
    people = names_of({by for row in found for by in (row.set_by, row.ended_by) if by})
    return tuple(
        RulingFacts(
            id=row.pk,
            ruling=Ruling(row.ruling),
            of=_sender(row.point),
            reason=row.reason,
            since=row.since,
            until=row.until,
            set_by=people.get(row.set_by or 0, ""),
            held=row.held,
            held_at=row.held_at,
            ended_at=row.ended_at,
            ended_by=people.get(row.ended_by or 0, ""),
            ended_why=row.ended_why,
            stands=stands(until=row.until, ended_at=row.ended_at, now=now),
        )
        for row in found
    )


def _sender(row: ContactPoint, *, message_id: int = 0) -> SenderFacts:
    value, name = opened_text(row.value), opened_text(row.contact.name)
    masked = mask_point(row.kind, value) if value else ""
    return SenderFacts(row.pk, row.kind, masked, mask_name(name) if name else "", message_id)
