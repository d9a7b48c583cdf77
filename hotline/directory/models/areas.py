"""Areas, who follows whom, and their official outlines."""

from django.db import models
from django.db.models import F, Q

from hotline.directory.facts import AreaKind

from .constraints import no_backwards, one_of


class Area(models.Model):
    """A ward, commune or special zone, or a former one. Centre in degrees of WGS84; `valid_from` null: not known."""

    code = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    name_vi = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    within_vi = models.CharField(max_length=100, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    square_km = models.FloatField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        """One open row for a code; dates and coordinates that can be."""

        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="area_one_open"),
            models.CheckConstraint(condition=Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180), name="area_on_earth"),
            one_of(AreaKind, "area_kind"),
            no_backwards("area_not_backwards"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class AreaSuccession(models.Model):
    """`after` follows `before`; where a ward was split, `is_main` marks the one that took most of it."""

    before = models.ForeignKey(Area, models.PROTECT, related_name="followed_by")
    after = models.ForeignKey(Area, models.PROTECT, related_name="follows")
    is_main = models.BooleanField()

    class Meta:
        """Each pair once, and nothing follows itself."""

        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="area_succession_once"),
            models.UniqueConstraint(fields=["before"], condition=Q(is_main=True), name="area_one_main_successor"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="area_not_after_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class BoundaryImport(models.Model):
    """One file of official boundaries that was taken in. The newest one's number says whether a snapshot is current."""

    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.file_name} {self.digest[:12]}"


class AreaBoundary(models.Model):
    """The official outline of an area: polygons in WGS84 as WKB, in normal form, and the SHA-256 of that.

    Another outline of the same area closes one row and opens another, as an area does.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="boundaries")
    outline = models.BinaryField()
    digest = models.CharField(max_length=64)
    source = models.ForeignKey(BoundaryImport, models.PROTECT, related_name="boundaries")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """One open outline for an area."""

        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(valid_to__isnull=True), name="boundary_one_open"),
            no_backwards("boundary_not_backwards"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.digest[:12]}"
