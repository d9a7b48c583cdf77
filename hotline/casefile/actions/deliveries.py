"""What arrives is written down before it is understood."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hotline.casefile.models import Delivery
from hotline.casefile.models.deliveries import DeliveryState
from hotline.casefile.sealing import sealed


def keep(channel: str, *, provider_id: str, body: bytes, now: datetime) -> tuple[int, bool]:
    """Keep a raw delivery and return its id and whether it is new; the provider's id makes a repeat known."""
    try:
        with transaction.atomic():
            row = Delivery.objects.create(channel=channel, provider_id=provider_id, body=sealed(body), received_at=now)
            return row.pk, True
    except IntegrityError:
        return Delivery.objects.get(channel=channel, provider_id=provider_id).pk, False


def mark_read(delivery_id: int, *, request_id: int | None, now: datetime) -> None:
    """Record that the delivery was understood, and which case it belongs to."""
    Delivery.objects.filter(pk=delivery_id).update(state=DeliveryState.READ, request_id=request_id, read_at=now)


def mark_unreadable(delivery_id: int, *, reason: str, now: datetime) -> None:
    """Set the delivery aside with the reason; it is kept, shown, and can be read again."""
    Delivery.objects.filter(pk=delivery_id).update(state=DeliveryState.UNREADABLE, reason=reason, read_at=now)
