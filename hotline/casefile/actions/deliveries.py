"""What arrives is written down before it is understood; then leased, read in each sender's order, or set aside with why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from hotline.casefile.actions.recording import event_row
from hotline.casefile.facts import KeptDelivery
from hotline.casefile.models import Delivery, Event
from hotline.casefile.models.deliveries import DeliveryState
from hotline.casefile.sealing import opened, sealed
from hotline.casefile.together import Together
from hotline.core.facts import Actor
from hotline.core.inbound import likely

LEASE = timedelta(minutes=2)
"""Photos may have to be fetched meanwhile."""
MOST_ALONE = 2
"""So often is a delivery read by itself that ended nobody's reading; then it is set aside: it hangs its reader, or ends it."""
_NEVER = timedelta(hours=1)
_MOST = 64

type Row = tuple[str, str, bytes, datetime, bytes | None, datetime | None]
"""A way's name, the provider's id, the sealed body, when it came, the sender's blind index and when it was said."""

_KEEP = """
INSERT INTO casefile_delivery (channel, provider_id, body, received_at, sender, said_at)
SELECT * FROM unnest(%s::text[], %s::text[], %s::bytea[], %s::timestamptz[], %s::bytea[], %s::timestamptz[])
    AS kept (channel, provider_id) ORDER BY channel, provider_id
ON CONFLICT (channel, provider_id) DO NOTHING
"""
_TAKEN = "taken"
_ALONE = [f"taken alone {time}" for time in range(1, MOST_ALONE + 2)]
# What a lease leaves as the reason until its end says another: a delivery that still has it was in the hand of a reader who
# came to no end. Of one sender only what they said first, so that several readers keep each person's order.
# Chosen before anything is changed: within the join it may be asked once for each row, and takes more than its limit.
_TAKE = """
WITH due AS MATERIALIZED (
    SELECT id FROM casefile_delivery AS this
    WHERE state = 'kept' AND (try_at IS NULL OR try_at <= %(now)s OR try_at > %(never)s) AND {which}
        AND (sender IS NULL OR NOT EXISTS (
            SELECT FROM casefile_delivery AS earlier
            WHERE earlier.state = 'kept' AND earlier.sender = this.sender
                AND (earlier.said_at, earlier.id) < (this.said_at, this.id)
        ))
    ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE casefile_delivery AS delivery SET try_at = %(until)s, tries = delivery.tries + 1, reason = {mark}
FROM due WHERE delivery.id = due.id
RETURNING delivery.id, delivery.channel, delivery.provider_id, delivery.body, delivery.received_at, delivery.tries,
    delivery.reason
"""
_LEASE = _TAKE.format(mark="%(taken)s", which="reason <> ALL (%(unended)s)")
_SUSPECT = _TAKE.format(
    mark="(%(alone)s::text[])[least(array_position(%(unended)s, reason), cardinality(%(alone)s::text[]))]",
    which="reason = ANY (%(unended)s)",
)
_MARKS: dict[str, Any] = {"taken": _TAKEN, "alone": _ALONE, "unended": [_TAKEN, *_ALONE]}


class OpenedFor(StrEnum):
    """Why somebody reads what the program could not: a code, so that nothing personal is recorded."""

    REPAIR = "repair"
    ASKED = "asked"
    ABUSE = "abuse"


@dataclass(frozen=True, slots=True)
class RawDelivery:
    """What came, as it came; `body` is None once it was erased."""

    id: int
    way: str
    reason: str
    received_at: datetime
    body: bytes | None


class NotSetAside(Exception):
    """The delivery was read, or waits to be: there is nothing to read again."""


def keep_all(rows: Sequence[Row]) -> None:
    """Keep what came, durably, and what other threads keep at this moment with it; what is there already stays as it is."""
    if not rows:
        return
    if connection.in_atomic_block:
        _keep([rows])
    else:
        _KEPT.do(rows)


def row(way: str, *, provider_id: str, body: bytes, now: datetime, sender: bytes | None, said_at: datetime | None) -> Row:
    """Return one delivery as `keep_all` takes it. What was said in the future or long ago, by a wrong clock, was said now."""
    return way, provider_id, sealed(body), now, sender, likely(said_at, came_at=now) if sender else None


def _keep(lists: Sequence[Sequence[Row]]) -> list[None]:
    columns = zip(*(one for rows in lists for one in rows), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(column) for column in columns])
    return [None] * len(lists)


_KEPT: Together[Sequence[Row], None] = Together(_keep, most=_MOST)


def lease(*, limit: int, now: datetime) -> list[KeptDelivery]:
    """Take up to `limit` deliveries to be read, of each sender the earliest; each comes back by itself if we die."""
    return _leased(_LEASE, limit=limit, now=now)


def lease_alone(*, now: datetime) -> KeptDelivery | None:
    """Take one delivery whose last reader came to no end, by itself: if it is the one to blame, no other is counted with it."""
    return next(iter(_leased(_SUSPECT, limit=1, now=now)), None)


def _leased(how: str, *, limit: int, now: datetime) -> list[KeptDelivery]:
    asked = {"now": now, "until": now + LEASE, "never": now + _NEVER, "limit": limit, **_MARKS}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(how, asked)
        rows = sorted(cursor.fetchall())
    return [
        KeptDelivery(number, way, name, opened(body) if body else b"", at, tries, is_spent=mark == _ALONE[-1])
        for number, way, name, body, at, tries, mark in rows
    ]


def still_kept(delivery_id: int) -> bool:
    """Return whether the delivery waits to be read, and hold it until the transaction ends: nobody reads it twice."""
    kept = Delivery.objects.select_for_update().filter(pk=delivery_id, state=DeliveryState.KEPT)
    return kept.values_list("id", flat=True).first() is not None


def mark_read(delivery_id: int, *, request_id: int | None, now: datetime, contact_id: int | None = None) -> None:
    """Record that the delivery was understood, which case it belongs to and whose it is."""
    Delivery.objects.filter(pk=delivery_id).update(
        state=DeliveryState.READ, request_id=request_id, contact_id=contact_id, read_at=now, reason="", try_at=None
    )


def mark_unreadable(delivery_id: int, *, reason: str, now: datetime) -> None:
    """Set the delivery aside with the reason; it is kept, shown, and can be read again."""
    Delivery.objects.filter(pk=delivery_id, state=DeliveryState.KEPT).update(
        state=DeliveryState.UNREADABLE, reason=reason, read_at=now, try_at=None
    )


def put_off(delivery_id: int, *, at: datetime, reason: str) -> None:
    """Give the delivery back to be read at `at`."""
    Delivery.objects.filter(pk=delivery_id, state=DeliveryState.KEPT).update(try_at=at, reason=reason)


def give_back(delivery_ids: Sequence[int]) -> None:
    """Return leased deliveries that were not tried, to be leased again at once; the lease does not count as a try.

    What somebody else leased meanwhile, because the lease had run out, is theirs.
    """
    ours = Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.KEPT, reason=_TAKEN)
    ours.update(try_at=None, reason="", tries=Greatest(F("tries") - 1, 0))


def read_again(delivery_id: int, *, now: datetime, actor: Actor) -> None:
    """Let a delivery that was set aside be read once more, as after a fix. Raises NotSetAside."""
    with transaction.atomic():
        aside = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.UNREADABLE)
        if not aside.update(state=DeliveryState.KEPT, tries=0, try_at=None):
            raise NotSetAside(delivery_id)
        Event.objects.create(**event_row(None, "delivery_read_again", now=now, actor=actor, facts={"delivery": delivery_id}))


def open_delivery(delivery_id: int, *, why: OpenedFor, now: datetime, actor: Actor) -> RawDelivery:
    """Return what a delivery says that was set aside; that it is read, by whom and why, is recorded first. Raises NotSetAside."""
    with transaction.atomic():
        row = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.UNREADABLE).first()
        if row is None:
            raise NotSetAside(delivery_id)
        facts = {"delivery": delivery_id}
        Event.objects.create(**event_row(None, "delivery_opened", now=now, actor=actor, reason=why, facts=facts))
        body = None if row.body is None else opened(row.body)
        return RawDelivery(row.pk, row.channel, row.reason, row.received_at, body)
