"""What citizens write by SMS, e-mail and chats once it was read: the conversations, and what became of each message."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.core.becoming import Became, ConversationState

from .choices import one_of
from .contacts import ContactPoint
from .deliveries import Delivery
from .requests import ServiceRequest


class Conversation(models.Model):
    """A report that is still being made, question by question. What it has come to is worked out from its messages.

    `asked` and `why` are an index for the operators' list: what was last asked, and why a person has it.
    """

    point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="conversations")
    way = models.TextField()  # by which it was last heard of
    language = models.TextField(default="vi", db_default="vi")
    state = models.TextField(default=ConversationState.OPEN, db_default=ConversationState.OPEN)
    asked = models.TextField(default="", db_default="")
    why = models.TextField(default="", db_default="")
    urgent = models.BooleanField(default=False, db_default=False)
    request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="conversations")
    began_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", ConversationState, name="conversation_state"),
            models.UniqueConstraint(fields=["point"], condition=models.Q(ended_at__isnull=True), name="conversation_one_open"),
        ]
        indexes = [
            models.Index(fields=["heard_at"], condition=models.Q(state=ConversationState.OPEN), name="conversation_silent"),
            models.Index(
                fields=["-urgent", "heard_at"],
                condition=models.Q(state=ConversationState.PERSON),
                name="conversation_with_person",
            ),
        ]


class Incoming(models.Model):
    """One message as its channel understood it, of one contact point, and what became of it.

    `body` is sealed: words, choice, point. `photos` are keys of attachments, which nobody sweeps away while they wait here.
    """

    delivery = models.OneToOneField(Delivery, null=True, on_delete=models.PROTECT, related_name="incoming")
    point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="incoming")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="messages")
    request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="incoming")
    channel = models.TextField()
    body = models.BinaryField(null=True)
    photos = ArrayField(models.TextField(), default=list, db_default=models.Value([], ArrayField(models.TextField())))
    lost = models.PositiveSmallIntegerField(default=0, db_default=0)  # attachments that could not be taken
    became = models.TextField()
    urgent = models.BooleanField(default=False, db_default=False)  # waits for a person, and speaks of danger
    said_at = models.DateTimeField()
    read_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [one_of("became", Became, name="incoming_became")]
        indexes = [
            models.Index(fields=["request", "said_at"], condition=models.Q(request__isnull=False), name="incoming_of_request"),
            models.Index(fields=["-urgent", "said_at"], condition=models.Q(became=Became.DOUBT), name="incoming_waiting"),
            models.Index(fields=["read_at"], condition=models.Q(became=Became.HELD), name="incoming_held"),
        ]


class OptOut(models.Model):
    """Somebody who wants no messages on this point, known by its blind index alone; only their own new report is answered."""

    blind = models.BinaryField(primary_key=True)
    channel = models.TextField()
    since = models.DateTimeField()


class RefusedDeliveries(models.Model):
    """How many deliveries of a way were refused in one hour, and why."""

    way = models.TextField()
    reason = models.TextField()
    hour = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["way", "reason", "hour"], name="refused_once_an_hour")]


class ChannelSetup(models.Model):
    """How a way in or out is set up here: options anybody may read, secrets sealed. `secrets_at`: when each was set."""

    name = models.TextField(primary_key=True)
    options = models.JSONField(default=dict)
    secrets = models.BinaryField()
    secrets_at = models.JSONField(null=True)
    is_on = models.BooleanField()
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)
