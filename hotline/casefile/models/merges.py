"""Reports joined under another one of the same incident, and what each of their reporters says of the work."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .answers import Answer
from .choices import one_of
from .parts import Assignment
from .requests import ServiceRequest


class MergeEnd(StrEnum):
    """How a merge ended: not yet, taken back by a person, or left by its reporter, who says that it is not done."""

    NOT = ""
    UNDONE = "undone"
    LEFT = "left"


class Merge(models.Model):
    """One report put under another. While `ended_at` is empty it stands still there; nothing of it is lost.

    `screening`, `parts` (states by number) and `clocks` are what stood before, to be put back when the merge is taken back.
    `under` is the report that it was put under, which may have been put under a third since: the top of all is
    `ServiceRequest.master`.
    """

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="merges")
    under = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    screening = models.TextField()
    parts = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    clocks = ArrayField(models.BigIntegerField(), default=list)
    # What was passed on to its reporter of what the master was answered with: the answer, and the newest version of it.
    answer = models.ForeignKey(Answer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.TextField(default="", db_default="")  # how

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=models.Q(ended_at__isnull=True), name="merge_one_in_force"),
            models.CheckConstraint(condition=~models.Q(request=models.F("under")), name="merge_not_under_itself"),
            one_of("ended", MergeEnd, name="merge_ended"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended="") | models.Q(ended_at__isnull=False, ended__gt=""),
                name="merge_ends_somehow",
            ),
        ]


class Rating(models.Model):
    """What the reporter of a merged report says of one agency's part of the master; the main one's stands on the part."""

    part = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="ratings")
    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()  # of the master
    stars = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "request", "round"], name="rating_once_per_report"),
            models.CheckConstraint(condition=models.Q(stars__range=(1, 5)), name="rating_stars"),
        ]
