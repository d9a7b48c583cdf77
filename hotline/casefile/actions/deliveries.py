"""What arrives is written down before it is understood; then leased, read in each sender's order, or set aside with why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from hotline.casefile.actions.recording import event_row
from hotline.casefile.facts import KeptDelivery
from hotline.casefile.models import Delivery, Event
from hotline.casefile.models.deliveries import DeliveryState
from hotline.casefile.sealing import opened, sealed
from hotline.casefile.together import Together
from hotline.core.facts import Actor

LEASE = timedelta(minutes=2)
"""Photos may have to be fetched meanwhile."""
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
# Of one sender only what they said first, so that several readers keep each person's order.
_LEASE = """
UPDATE casefile_delivery AS delivery SET try_at = %(until)s, tries = delivery.tries + 1
FROM (
    SELECT id FROM casefile_delivery AS this
    WHERE state = 'kept' AND (try_at IS NULL OR try_at <= %(now)s OR try_at > %(never)s) AND (sender IS NULL OR NOT EXISTS (
        SELECT FROM casefile_delivery AS earlier
        WHERE earlier.state = 'kept' AND earlier.sender = this.sender AND (earlier.said_at, earlier.id) < (this.said_at, this.id)
    ))
    ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) AS due
WHERE delivery.id = due.id
RETURNING delivery.id, delivery.channel, delivery.provider_id, delivery.body, delivery.received_at, delivery.tries
"""


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
    """Return one delivery as `keep_all` takes it. What was said in the future, by a wrong clock, was said now."""
    at = min(said_at, now) if said_at else now
    return way, provider_id, sealed(body), now, sender, at if sender else None


def _keep(lists: Sequence[Sequence[Row]]) -> list[None]:
    columns = zip(*(one for rows in lists for one in rows), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(column) for column in columns])
    return [None] * len(lists)


_KEPT: Together[Sequence[Row], None] = Together(_keep, most=_MOST)


def lease(*, limit: int, now: datetime) -> list[KeptDelivery]:
    """Take up to `limit` deliveries to be read, of each sender the earliest; each comes back by itself if we die."""
    asked: dict[str, Any] = {"now": now, "until": now + LEASE, "never": now + _NEVER, "limit": limit}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LEASE, asked)
        rows = sorted(cursor.fetchall())
    return [KeptDelivery(one[0], one[1], one[2], opened(one[3]) if one[3] else b"", one[4], one[5]) for one in rows]


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
