"""Rows of the directory: who acts, where, on what, and which signed profile says so.

A unit or an area is an identity that never changes its meaning: a rename, merger or split closes one row and opens
another with a succession, and a case keeps the one it was given. `valid_to` is the first day a row no longer holds.
"""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from hotline.directory.facts import AreaKind, UnitKind


def _one_of(kinds: type[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in kinds]), name=name)


def _no_backwards(name: str) -> models.CheckConstraint:
    ordered = Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
    return models.CheckConstraint(condition=ordered, name=name)


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
            _one_of(AreaKind, "area_kind"),
            _no_backwards("area_not_backwards"),
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
            _no_backwards("boundary_not_backwards"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.digest[:12]}"


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
            _one_of(UnitKind, "unit_kind"),
            _no_backwards("unit_not_backwards"),
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


class Succession(models.Model):
    """One administrative change that was carried out: a file that said which ward follows which, and what stood then.

    `document` is `succession.document.ChangeDocument` as JSON. It holds over every profile that is loaded later and still
    knows the areas of before. Append-only.
    """

    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, unique=True)
    day = models.DateField()
    document = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.day} {self.file_name}"


class Service(models.Model):
    """A service (lĩnh vực) that a report can be about. What it means in detail is in the profile's document."""

    code = models.CharField(max_length=64, unique=True)
    group = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """Dates that can be."""

        constraints = [_no_backwards("service_not_backwards")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


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


class ProfileVersion(models.Model):
    """A profile as it was signed: the whole document, so that any old deadline can be explained from it."""

    code = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    document = models.JSONField()
    loaded_at = models.DateTimeField()
    current = models.BooleanField()

    class Meta:
        """One version is current."""

        constraints = [
            models.UniqueConstraint(fields=["current"], condition=Q(current=True), name="profile_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.digest[:12]}"


class CalendarDecision(models.Model):
    """What an administrator ordered of a working calendar, over the profile's: append-only but for what became of it.

    `days` and `hours` are `core.calendarchange` as JSON. `number` counts the applied ones in the order in which they were
    applied; the newest says whether a snapshot is current. Applied ones hold over every profile that is loaded later.
    """

    calendar = models.CharField(max_length=64)
    document = models.CharField(max_length=300)
    days = models.JSONField(default=list)
    hours = models.JSONField(null=True)
    known_until = models.DateField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField(null=True)
    number = models.PositiveIntegerField(null=True, unique=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.BigIntegerField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        """Applied, dropped or still open; one open for a calendar."""

        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=True, applied_at__isnull=True)
                | Q(number__isnull=False, applied_at__isnull=False, dropped_at__isnull=True),
                name="calendar_decision_state",
            ),
            models.UniqueConstraint(
                fields=["calendar"],
                condition=Q(number__isnull=True, dropped_at__isnull=True),
                name="calendar_decision_one_open",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="calendar_decision_has_document"),
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.document}"


class RuleChange(models.Model):
    """A later version of a deadline's rule that an administrator added, or, without a `rule`, its taking back: append-only.

    `rule` is a `core.clockrules.ClockRule` as JSON. Of the changes of one code and day the newest counts; the newest of all
    says whether a snapshot is current. They hold over every profile that is loaded later.
    """

    code = models.CharField(max_length=64)
    since = models.DateField()
    rule = models.JSONField(null=True)
    paper = models.CharField(max_length=300, blank=True)
    verified = models.BooleanField()
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)

    class Meta:
        """Who adds a version names its paper."""

        constraints = [
            models.CheckConstraint(condition=Q(rule__isnull=True) | ~Q(paper=""), name="rule_change_has_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.since}"
