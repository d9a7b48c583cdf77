"""The outbox as its keepers see it: what waits, what left and what became of it, and what died with which reason."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from hotline.casefile.models import Message
from hotline.casefile.models.messages import MessageState
from hotline.casefile.models.smsparts import SentPart
from hotline.casefile.queries.setups import CONSOLE
from hotline.casefile.sealing import opened_text
from hotline.core.disclosure import mask_point
from hotline.core.facts import Channel
from hotline.core.inbound import ReceiptKind
from hotline.core.smsparts import parts_of
from hotline.core.streams import EVERY, Streams

FAILED = "failed"
"""Not a state of its own: it was sent, and the provider said later that it did not arrive."""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message of ours. `recipient` is masked for citizens; focal points and staff stand with their name.

    `parts` are those of an SMS that was sent, as operators bill them; None where it has none, or its words are erased.
    `is_in_file`: it was written into a file of this machine, and went to nobody.
    """

    id: int
    reference: str
    event: str
    channel: str
    priority: int
    recipient: str
    state: str
    reason: str
    tries: int
    created_at: datetime
    sent_at: datetime | None
    receipt: str
    receipt_code: str
    receipt_at: datetime | None
    parts: int | None
    is_in_file: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """Which messages are looked for; nothing said is all of them. `state` is a MessageState or FAILED."""

    state: str = ""
    channel: str = ""
    reason: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages of a channel and an order of priority wait, since when the oldest does, and how many were tried."""

    channel: str
    priority: int
    count: int
    oldest_at: datetime
    tried: int


@dataclass(frozen=True, slots=True)
class DeadReason:
    """How many messages of a channel died for one reason."""

    channel: str
    reason: str
    count: int


def outbox(sought: Sought, *, limit: int = 50, before: int | None = None, streams: Streams = EVERY) -> tuple[OutboxMessage, ...]:
    """Return messages, newest first; `before` is the id that ended the page before.

    Of cases of some of the city's hotlines alone, where `streams` says which: then none that belongs to no case.
    """
    rows = with_parts(Message.objects.filter(_among(streams), _found(sought)).order_by("-id"))
    rows = rows.select_related("request", "focal_point", "user", "reporter__point", "point").defer(
        "request__words", "request__agency_words", "request__link_hash", "request__link_token", "own_words"
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(_message(row) for row in rows[:limit])


def dead_messages(*, limit: int = 50, before: int | None = None, streams: Streams = EVERY) -> tuple[OutboxMessage, ...]:
    """Return dead messages, newest first."""
    return outbox(Sought(state=MessageState.DEAD), limit=limit, before=before, streams=streams)


def dead_count(*, streams: Streams = EVERY) -> int:
    """Return how many messages are dead."""
    return Message.objects.filter(_among(streams), state=MessageState.DEAD).count()


def dead_reasons(*, streams: Streams = EVERY) -> tuple[DeadReason, ...]:
    """Return what messages died of, the most frequent first."""
    rows = Message.objects.filter(_among(streams), state=MessageState.DEAD).values("channel", "reason")
    counted = rows.annotate(count=Count("id")).order_by("-count", "channel", "reason")
    return tuple(DeadReason(row["channel"], row["reason"], row["count"]) for row in counted)


def dead_ids(reason: str, *, channel: str, limit: int, streams: Streams = EVERY) -> tuple[int, ...]:
    """Return messages of a channel that died for a reason, the most urgent and oldest first."""
    rows = Message.objects.filter(_among(streams), state=MessageState.DEAD, reason=reason, channel=channel)
    return tuple(rows.order_by("priority", "id").values_list("id", flat=True)[:limit])


def is_of(message_id: int, streams: Streams) -> bool:
    """Return whether a message is of a case in one of these hotlines."""
    return Message.objects.filter(_among(streams), pk=message_id).exists()


def waiting() -> tuple[Waiting, ...]:
    """Return what waits to be sent, by channel, the most urgent first."""
    rows = Message.objects.filter(state=MessageState.WAITING).values("channel", "priority")
    counted = rows.annotate(count=Count("id"), oldest_at=Min("created_at"), tried=Count("id", filter=~Q(reason="")))
    return tuple(
        Waiting(row["channel"], row["priority"], row["count"], row["oldest_at"], row["tried"])
        for row in counted.order_by("channel", "priority")
    )


def with_parts(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Return the same rows, each with how many parts its provider took of it as `took`."""
    counted = SentPart.objects.filter(message_id=OuterRef("pk")).order_by().values("message_id").annotate(took=Count("id"))
    return rows.annotate(took=Coalesce(Subquery(counted.values("took"), output_field=IntegerField()), Value(0)))


def parts_sent(row: Message) -> int | None:
    """Return how many parts an SMS was sent in: what its provider took, else as its words are counted."""
    if row.channel != Channel.SMS or row.state != MessageState.SENT:
        return None
    took: int = getattr(row, "took", 0)
    if took or not row.kept:
        return took or None
    return len(parts_of(opened_text(row.kept), reference=0))


def is_in_file(row: Message) -> bool:
    """Return whether a message was written into a file of this machine: nobody asks money for that."""
    return row.provider_id.startswith(f"{CONSOLE}-")


def _among(streams: Streams) -> Q:
    return Q(request__stream__in=streams) | Q(request__also_stream__in=streams) if streams else Q()


def _found(sought: Sought) -> Q:
    failed = Q(state=MessageState.SENT, receipt=ReceiptKind.FAILED)
    found = failed if sought.state == FAILED else Q(state=sought.state) if sought.state else Q()
    if sought.channel:
        found &= Q(channel=sought.channel)
    if sought.reason:
        found &= Q(reason=sought.reason)
    if sought.reference:
        found &= Q(request__reference=sought.reference)
    return found


def _message(row: Message) -> OutboxMessage:
    return OutboxMessage(
        id=row.pk,
        reference=row.request.reference if row.request else "",
        event=row.event,
        channel=row.channel,
        priority=row.priority,
        recipient=_recipient(row),
        state=row.state,
        reason=row.reason,
        tries=row.tries,
        created_at=row.created_at,
        sent_at=row.sent_at,
        receipt=row.receipt,
        receipt_code=row.receipt_code,
        receipt_at=row.receipt_at,
        parts=parts_sent(row),
        is_in_file=is_in_file(row),
    )


def _recipient(row: Message) -> str:
    if row.focal_point is not None:
        return str(row.focal_point.name)
    if row.user is not None:
        return str(row.user.name)
    point = row.point or (row.reporter.point if row.reporter else None)
    value = opened_text(point.value) if point else ""
    return mask_point(point.kind, value) if point and value else ""
