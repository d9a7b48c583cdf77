"""What came in, before anybody understood it; and the keys by which a repeated report is known."""

from enum import StrEnum

from django.db import models

from .choices import one_of
from .contacts import Contact
from .requests import ServiceRequest


class DeliveryState(StrEnum):
    """Whether a delivery still waits to be read."""

    KEPT = "kept"
    READ = "read"
    UNREADABLE = "unreadable"


class Delivery(models.Model):
    """One raw inbound message or form, sealed, known by the provider's own id.

    `channel` is the name of the way that it came by, `sender` a blind index of who sent it and `said_at` the provider's moment:
    what one person sends is read in its order. `try_at` is the lease of whoever reads it.
    """

    channel = models.TextField()
    provider_id = models.TextField()
    body = models.BinaryField(null=True)  # sealed
    state = models.TextField(default=DeliveryState.KEPT, db_default=DeliveryState.KEPT)
    reason = models.TextField(default="", db_default="")
    request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="deliveries")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="deliveries")
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sender = models.BinaryField(null=True)
    said_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    try_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "provider_id"], name="delivery_once"),
            one_of("state", DeliveryState, name="delivery_state"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state=DeliveryState.KEPT), name="delivery_to_read"),
            models.Index(
                fields=["sender", "said_at", "id"],
                condition=models.Q(state=DeliveryState.KEPT, sender__isnull=False),
                name="delivery_of_sender",
            ),
            models.Index(fields=["-id"], condition=models.Q(state=DeliveryState.UNREADABLE), name="delivery_unreadable"),
        ]


class IntakeKey(models.Model):
    """An idempotency key: the same key with the same payload gives the same report; lives 30 days."""

    key = models.BinaryField(primary_key=True)  # sha-256 of channel and key, so that no client's key is stored
    payload = models.BinaryField()  # sha-256 of what was sent
    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    asked_again_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="intakekey_age")]
