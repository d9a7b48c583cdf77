"""What senders keep: tokens that a provider gives for a while, and takes back for others."""

from django.db import models


class ProviderToken(models.Model):
    """The pair of tokens of one provider's account: one that opens, for hours, and one that is good for a new pair, once.

    `seed` and `made_of` are digests: of the token that an administrator set up last, and of all of that set-up. `taken_by` is
    whoever fetches a new pair, until `taken_until`: nobody else does meanwhile. `refused` says since when, and `why` by which
    of its codes, the provider gives no new pair: an administrator has to sign in again.
    """

    name = models.TextField(primary_key=True)
    seed = models.BinaryField()
    made_of = models.BinaryField()
    access = models.BinaryField(null=True)
    refresh = models.BinaryField()
    expires_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    taken_by = models.TextField(default="", db_default="")
    taken_until = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    why = models.TextField(default="", db_default="")


class ProviderHealth(models.Model):
    """How the provider of one channel does. `failures`: how often in a row it was down, since it took a message last."""

    channel = models.TextField(primary_key=True)
    took_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, db_default=0)
    failing_since = models.DateTimeField(null=True)
    silent_until = models.DateTimeField(null=True)
    why = models.TextField(default="", db_default="")


class ConnectionState(models.Model):
    """How a connection that is held open does: `is_up` since `since`, as said at `seen_at` by the process that holds it.

    `error`, `throttled_at` and `kept_at` are the latest of their kind, whatever the connection does now.
    """

    name = models.TextField(primary_key=True)
    is_up = models.BooleanField()
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    error = models.TextField(default="", db_default="")
    error_at = models.DateTimeField(null=True)
    throttled_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)


class SentTotal(models.Model):
    """What left on one day of the city by one channel and sender: messages, parts of SMS, and what those cost (đồng).

    `unpriced`: of how many parts nobody knew the price when they left. Counted when they leave, at the price of that day.
    """

    day = models.DateField()
    channel = models.TextField()
    sender = models.TextField()
    messages = models.PositiveIntegerField()
    parts = models.PositiveIntegerField()
    unpriced = models.PositiveIntegerField()
    cost = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "channel", "sender"], name="senttotal_one")]
