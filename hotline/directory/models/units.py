"""Agencies, who took over from whom, and the people whom the hotline reaches there."""

from django.db import models
from django.db.models import F, Q

from hotline.directory.facts import UnitKind

from .areas import Area
from .constraints import no_backwards, one_of


class Unit(models.Model):
    """An agency. A ward committee, and nothing else, belongs to an area."""

    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="units")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="committees")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    made_up = models.BooleanField()

    class Meta:
        """One open row for a code, one open committee for a ward."""

        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="unit_one_open"),
            models.UniqueConstraint(
                fields=["area"], condition=Q(valid_to__isnull=True, area__isnull=False), name="unit_one_for_area"
            ),
            models.CheckConstraint(
                condition=Q(kind=UnitKind.WARD_COMMITTEE.value, area__isnull=False)
                | (~Q(kind=UnitKind.WARD_COMMITTEE.value) & Q(area__isnull=True)),
                name="unit_committee_has_area",
            ),
            one_of(UnitKind, "unit_kind"),
            no_backwards("unit_not_backwards"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class UnitSuccession(models.Model):
    """`after` took over from `before`: open work moves there, history stays."""

    before = models.ForeignKey(Unit, models.PROTECT, related_name="followed_by")
    after = models.ForeignKey(Unit, models.PROTECT, related_name="follows")

    class Meta:
        """Each pair once, and nothing follows itself."""

        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="unit_succession_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="unit_not_after_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class FocalPoint(models.Model):
    """A person of an agency whom the hotline reaches (đầu mối). Phone in E.164. `left_on`: no longer theirs since."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="focal_points")
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    is_head = models.BooleanField()
    notify = models.BooleanField()
    made_up = models.BooleanField()
    left_on = models.DateField(null=True)

    class Meta:
        """A focal point can be reached, and stands once with one agency."""

        constraints = [
            models.CheckConstraint(condition=~Q(phone="", email=""), name="focal_point_reachable"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="focal_point_phone_e164"
            ),
            models.UniqueConstraint(
                fields=["unit", "phone", "email"], condition=Q(left_on__isnull=True), name="focal_point_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.name}"
