"""The tables of this stage: how often somebody guessed, and what the city did lately in numbers."""

from django.db import models


class Bucket(models.Model):
    """A leaking bucket: each wrong code pours in, `empty_at` is when all of it has leaked out again.

    Unlogged: after a crash everybody may guess anew, and no write of it costs a wait for the disk.
    """

    key = models.BinaryField(primary_key=True)  # HMAC of a device or a network: neither can be read from it
    empty_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["empty_at"], name="bucket_empty")]


class CityCount(models.Model):
    """The numbers of the first page, one row, counted by the worker: `facts` are those of `queries.Figures`."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    counted_at = models.DateTimeField()
    facts = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_city_count")]
