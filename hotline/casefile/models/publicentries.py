"""What everyone may read, in the shape in which it is looked for. Derived from the record; nobody sets it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .events import Xid8Field
from .requests import ServiceRequest


class PublicEntry(models.Model):
    """One row for each case that is open to everyone: what the public list, the search and the map are narrowed by.

    It holds nothing that `core.disclosure` keeps back. A case that is not public has no row.
    """

    request = models.OneToOneField(ServiceRequest, on_delete=models.PROTECT, primary_key=True, related_name="+")
    reference = models.TextField()
    service = models.ForeignKey("directory.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey("directory.Area", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    phase = models.TextField()
    received_at = models.DateTimeField()
    lat = models.FloatField(null=True)  # rounded; null where the public reads only the ward
    lon = models.FloatField(null=True)
    document = SearchVectorField()

    class Meta:
        indexes = [
            models.Index(fields=["-received_at", "-request"], name="entry_newest"),
            models.Index(fields=["service", "-received_at", "-request"], name="entry_of_service"),
            models.Index(fields=["area", "-received_at", "-request"], name="entry_of_area"),
            models.Index(fields=["phase", "-received_at", "-request"], name="entry_of_phase"),
            models.Index(fields=["lat", "lon"], condition=models.Q(lat__isnull=False), name="entry_at"),
            models.Index(fields=["area"], condition=models.Q(lat__isnull=True), name="entry_without_point"),
            # No list of pending entries: a search never pays for what was written just before.
            GinIndex(fields=["document"], fastupdate=False, name="entry_words"),
        ]


class PublicFollowing(models.Model):
    """The one row that says how far the public entries follow the record.

    Events of transactions below `horizon` are taken in, under the profile `profile`. While entries are made anew,
    `rebuilt_to` is the last case that was. `turn` rises with each change: an unchanged one means unchanged pages.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    horizon = Xid8Field()
    profile = models.BigIntegerField(default=0)
    rebuilt_to = models.BigIntegerField(null=True)
    turn = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_public_following")]
