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
