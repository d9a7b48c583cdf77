"""What was signed: profiles, services, administrative changes, and what administrators ordered over a profile."""

from django.db import models
from django.db.models import Q

from .constraints import no_backwards


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

        constraints = [no_backwards("service_not_backwards")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


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
