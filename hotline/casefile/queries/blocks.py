"""Who is blocked or let through, what was kept of them meanwhile, and who writes more than is dealt with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from hotline.casefile.models import ContactPoint, Conversation, Incoming, SenderRuling
from hotline.casefile.sealing import opened_text
from hotline.core.blocking import Ruling, stands
from hotline.core.conversation import Became, ConversationState
from hotline.core.disclosure import mask_name, mask_point
from hotline.people.queries import names_of

from .conversations import IncomingFacts, facts_of

LATELY = timedelta(hours=1)
"""Who was held off within this time is shown to the operators."""
_BEFORE = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force of a sender."""

    id: int
    ruling: Ruling
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """Whoever writes from a point, masked; `channel` is the point's."""

    point_id: int
    channel: str
    sender: str
    name: str


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
    row = rows.values_list("id", "ruling", "since", "until").first()
    return Standing(row[0], Ruling(row[1]), row[2], row[3]) if row else None


def standing_of_point(point_id: int, *, now: datetime) -> Standing | None:
    """Return what is in force of whoever writes from this point."""
    blind = ContactPoint.objects.filter(pk=point_id).values_list("blind", flat=True).first()
    return standing_of(bytes(blind), now=now) if blind is not None else None


def in_danger(point_id: int) -> bool:
    """Return whether a report of theirs is being made that speaks of danger."""
    return Conversation.objects.filter(point_id=point_id, ended_at__isnull=True, urgent=True).exists()


def waits(point_id: int, *, now: datetime) -> bool:
    """Return whether something of this point is before the operators: a report, a message in doubt, or too many of them."""
    if Conversation.objects.filter(point_id=point_id, state=ConversationState.PERSON).exists():
        return True
    rows = Incoming.objects.filter(point_id=point_id)
    if rows.filter(became=Became.DOUBT, settled_at__isnull=True).exists():
        return True
    return rows.filter(became=Became.HELD, read_at__gt=now - LATELY).exists()


def sender(point_id: int) -> SenderFacts | None:
    """Return whoever writes from a point; None where there is none, or they were erased."""
    row = ContactPoint.objects.filter(pk=point_id, value__isnull=False).select_related("contact").first()
    return _sender(row) if row else None


def senders_of_case(request_id: int, *, now: datetime) -> tuple[tuple[SenderFacts, RulingFacts | None], ...]:
    """Return who wrote what belongs to a case by SMS, e-mail or chat, each with the block that stands."""
    points = Incoming.objects.filter(request_id=request_id).values("point_id")
    rows = ContactPoint.objects.filter(pk__in=points, value__isnull=False).select_related("contact").order_by("id")
    found = []
    for row in rows:
        of_them = _standing(now).filter(blind=row.blind, ruling=Ruling.BLOCKED)
        found.append((_sender(row), next(iter(_facts(of_them, now=now)), None)))
    return tuple(found)


def rulings_standing(*, now: datetime, limit: int) -> tuple[RulingFacts, ...]:
    """Return what is in force, the newest first."""
    return _facts(_standing(now).order_by("-id")[:limit], now=now)


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
        found.append(HeldOff(_sender(last.point), one["held"], last.read_at, facts_of(last).words))
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


def _sender(row: ContactPoint) -> SenderFacts:
    value, name = opened_text(row.value), opened_text(row.contact.name)
    masked = mask_point(row.kind, value) if value else ""
    return SenderFacts(row.pk, row.kind, masked, mask_name(name) if name else "")
