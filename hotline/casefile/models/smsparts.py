"""The parts of long SMS: of those that come in until they are whole, of those that went out until each has its receipt."""

from django.db import models

from .messages import Message


class InboundPart(models.Model):
    """One part of a citizen's SMS. Its body, sealed, goes when the message was given out; the row stays a day to know repeats."""

    way = models.TextField()
    sender = models.BinaryField()  # blind index
    reference = models.IntegerField()
    total = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    digest = models.BinaryField()  # sha-256 of what was said
    body = models.BinaryField(null=True)
    came_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sender", "reference"], name="inboundpart_of_message"),
            models.Index(fields=["came_at"], condition=models.Q(given_at__isnull=True), name="inboundpart_waiting"),
            models.Index(fields=["given_at"], condition=models.Q(given_at__isnull=False), name="inboundpart_given"),
        ]


class SentPart(models.Model):
    """One part of a message of ours, as operators bill it, under the provider's own id; `receipt` is what became of it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveSmallIntegerField()
    channel = models.TextField()
    provider_id = models.TextField()
    receipt = models.TextField(default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="sentpart_once")]
        indexes = [models.Index(fields=["provider_id"], name="sentpart_of_provider")]
