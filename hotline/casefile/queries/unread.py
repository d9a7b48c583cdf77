"""Deliveries that could not be read, and how many wait to be."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from hotline.casefile.models import Delivery
from hotline.casefile.models.deliveries import DeliveryState


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A delivery that was set aside. Nothing of what it says: it was never understood, and may say anything."""

    id: int
    way: str
    reason: str
    received_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnreadCount:
    """How many deliveries of a way wait to be read, and since when the oldest does."""

    way: str
    count: int
    oldest_at: datetime


def unreadable(*, limit: int) -> tuple[UnreadableRow, ...]:
    """Return what was set aside, newest first."""
    rows = Delivery.objects.filter(state=DeliveryState.UNREADABLE).order_by("-id")[:limit]
    return tuple(UnreadableRow(*row) for row in rows.values_list("id", "channel", "reason", "received_at", "read_at"))


def unreadable_one(delivery_id: int) -> UnreadableRow | None:
    """Return one that was set aside; None when there is none, or it waits to be read again."""
    rows = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.UNREADABLE)
    row = rows.values_list("id", "channel", "reason", "received_at", "read_at").first()
    return UnreadableRow(*row) if row else None


def unread_counts() -> tuple[UnreadCount, ...]:
    """Return what waits to be read, by way."""
    rows = Delivery.objects.filter(state=DeliveryState.KEPT).values("channel")
    counted = rows.annotate(count=Count("id"), oldest_at=Min("received_at")).order_by("channel")
    return tuple(UnreadCount(row["channel"], row["count"], row["oldest_at"]) for row in counted)
