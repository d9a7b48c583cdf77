"""Matters that came back after they were handled: each is linked to the one before it, and a person may say that it is none."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .choices import one_of
from .events import Xid8Field
from .requests import ServiceRequest


class RecurrenceEnd(StrEnum):
    """How a link ended: not, denied by a person, or the report was put right and is another matter."""

    NOT = ""
    DENIED = "denied"
    MOVED = "moved"


class Recurrence(models.Model):
    """One report that is the matter of an earlier, handled one again. While `ended_at` is empty the link is in force.

    `reasons`, `metres` and `after` say by what: see `core.recurrence.Again`. `by_person`: a person named the earlier one; there
    are no reasons then, and the worker leaves the link alone.
    """

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="recurrences")
    earlier = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    reasons = ArrayField(models.TextField(), default=list)
    metres = models.PositiveIntegerField(null=True)
    after = models.DurationField()
    by_person = models.BooleanField(default=False, db_default=False)
    ended_at = models.DateTimeField(null=True)
    ended = models.TextField(default="", db_default="")  # how

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(ended_at__isnull=True), name="recurrence_one_in_force"
            ),
            models.CheckConstraint(condition=~models.Q(request=models.F("earlier")), name="recurrence_not_of_itself"),
            one_of("ended", RecurrenceEnd, name="recurrence_ended"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended="") | models.Q(ended_at__isnull=False, ended__gt=""),
                name="recurrence_ends_somehow",
            ),
        ]
        indexes = [models.Index(fields=["found_at"], name="recurrence_found")]


class RecurrenceFollowing(models.Model):
    """The one row that says how far the reports have been looked at: those of transactions below `horizon`."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    horizon = Xid8Field()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_recurrence_following")]
