"""The outbox: a message is a row of the transaction that caused it."""

from enum import StrEnum

from django.db import models

from hotline.core.inbound import ReceiptKind

from .choices import one_of
from .contacts import ContactPoint, Reporter
from .requests import ServiceRequest

_RECIPIENTS = ("reporter", "focal_point", "user", "point")


def _only(one: str) -> models.Q:
    return models.Q(**{f"{other}__isnull": other != one for other in _RECIPIENTS})


class MessageState(StrEnum):
    """Waiting to leave, handed to a provider, or dead with its reason."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class Message(models.Model):
    """One outbound message: event, facts (ids and codes), one recipient; rendered from the profile's text when sent.

    `once` makes it unique. `try_at` is also the lease: a sender that dies gives the row back when it passes.
    `kept` is what was sent, sealed; `own_words`, sealed, what a person wrote to be sent. `point`: somebody who has no case (yet).
    `receipt` is what the provider said became of it, at `receipt_at`.
    """

    request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="messages")
    event = models.TextField()
    facts = models.JSONField(default=dict)
    once = models.TextField(unique=True)
    priority = models.SmallIntegerField()
    channel = models.TextField()
    language = models.TextField(default="vi", db_default="vi")
    reporter = models.ForeignKey(Reporter, null=True, on_delete=models.PROTECT, related_name="messages")
    focal_point = models.ForeignKey("directory.FocalPoint", null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="messages", db_index=False)
    own_words = models.BinaryField(null=True)

    state = models.TextField(default=MessageState.WAITING, db_default=MessageState.WAITING)
    created_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.TextField(default="", db_default="")
    reason = models.TextField(default="", db_default="")
    kept = models.BinaryField(null=True)
    receipt = models.TextField(default="", db_default="")
    receipt_code = models.TextField(default="", db_default="")
    receipt_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", MessageState, name="message_state"),
            models.CheckConstraint(
                condition=_only("reporter") | _only("focal_point") | _only("user") | _only("point"),
                name="message_one_recipient",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "try_at", "id"],
                condition=models.Q(state=MessageState.WAITING),
                name="message_to_send",
            ),
            models.Index(fields=["-id"], condition=models.Q(state=MessageState.DEAD), name="message_dead"),
            models.Index(
                fields=["-id"],
                condition=models.Q(state=MessageState.SENT, receipt=ReceiptKind.FAILED),
                name="message_failed",
            ),
            models.Index(fields=["point"], condition=models.Q(point__isnull=False), name="message_to_point"),
            models.Index(fields=["provider_id"], condition=~models.Q(provider_id=""), name="message_of_provider"),
        ]
