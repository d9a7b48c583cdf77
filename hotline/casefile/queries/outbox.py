"""The outbox as its keepers see it: what waits, and what died with which reason."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from hotline.casefile.models import Message
from hotline.casefile.models.messages import MessageState
from hotline.casefile.sealing import opened_text
from hotline.core.disclosure import mask_point
from hotline.core.streams import EVERY, Streams


@dataclass(frozen=True, slots=True)
class DeadMessage:
    """A message that was given up. `recipient` is masked for citizens; focal points and staff stand with their name."""

    id: int
    reference: str
    event: str
    channel: str
    recipient: str
    reason: str
    tries: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages of a channel wait, and since when the oldest does."""

    channel: str
    count: int
    oldest_at: datetime


def dead_messages(*, limit: int = 50, before: int | None = None, streams: Streams = EVERY) -> tuple[DeadMessage, ...]:
    """Return dead messages, newest first; `before` is the id that ended the page before.

    Of cases of some of the city's hotlines alone, where `streams` says which: then none that belongs to no case.
    """
    rows = Message.objects.filter(_among(streams), state=MessageState.DEAD).order_by("-id")
    rows = rows.select_related("request", "focal_point", "user", "reporter__point", "point").defer(
        "request__words", "request__agency_words", "request__link_hash", "request__link_token", "kept", "own_words"
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(_dead(row) for row in rows[:limit])


def dead_count(*, streams: Streams = EVERY) -> int:
    """Return how many messages are dead."""
    return Message.objects.filter(_among(streams), state=MessageState.DEAD).count()


def is_of(message_id: int, streams: Streams) -> bool:
    """Return whether a message is of a case in one of these hotlines."""
    return Message.objects.filter(_among(streams), pk=message_id).exists()


def _among(streams: Streams) -> Q:
    return Q(request__stream__in=streams) | Q(request__also_stream__in=streams) if streams else Q()


def waiting() -> tuple[Waiting, ...]:
    """Return what waits to be sent, by channel."""
    rows = Message.objects.filter(state=MessageState.WAITING).values("channel")
    counted = rows.annotate(count=Count("id"), oldest_at=Min("created_at")).order_by("channel")
    return tuple(Waiting(row["channel"], row["count"], row["oldest_at"]) for row in counted)


def _dead(row: Message) -> DeadMessage:
    return DeadMessage(
        id=row.pk,
        reference=row.request.reference if row.request else "",
        event=row.event,
        channel=row.channel,
        recipient=_recipient(row),
        reason=row.reason,
        tries=row.tries,
        created_at=row.created_at,
    )


def _recipient(row: Message) -> str:
    if row.focal_point is not None:
        return str(row.focal_point.name)
    if row.user is not None:
        return str(row.user.name)
    point = row.point or (row.reporter.point if row.reporter else None)
    value = opened_text(point.value) if point else ""
    return mask_point(point.kind, value) if point and value else ""
