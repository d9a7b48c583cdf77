"""The outbox: a message is a row of the transaction that caused it."""

from enum import StrEnum

from django.db import models

from .choices import one_of
from .contacts import Reporter
from .requests import ServiceRequest


class MessageState(StrEnum):
    """Waiting to leave, handed to a provider, or dead with its reason."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class Message(models.Model):
    """One outbound message: event, facts (ids and codes), one recipient; rendered from the profile's text when sent.

    `once` makes it unique. `try_at` is also the lease: a sender that dies gives the row back when it passes.
    `kept` is what was sent, sealed.
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

    state = models.TextField(default=MessageState.WAITING, db_default=MessageState.WAITING)
    created_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.TextField(default="", db_default="")
    reason = models.TextField(default="", db_default="")
    kept = models.BinaryField(null=True)

    class Meta:
        constraints = [
            one_of("state", MessageState, name="message_state"),
            models.CheckConstraint(
                condition=models.Q(reporter__isnull=False, focal_point__isnull=True, user__isnull=True)
                | models.Q(reporter__isnull=True, focal_point__isnull=False, user__isnull=True)
                | models.Q(reporter__isnull=True, focal_point__isnull=True, user__isnull=False),
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
        ]
