"""Cases that went on under other wards and agencies when those of before were closed: how far it is, and who went where."""

from django.db import models
from django.db.models import Q

from hotline.core.succession import How

from .parts import Assignment
from .requests import ServiceRequest


class SuccessionPass(models.Model):
    """One pass over the cases of an administrative change, in the order of their ids; `reached` is the last that was looked at.

    It goes over all of them twice: for some seconds after the change, other processes still knew the wards of before.
    """

    succession = models.OneToOneField("directory.Succession", on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField()
    looked = models.PositiveIntegerField(default=0, db_default=0)
    cases = models.PositiveIntegerField(default=0, db_default=0)  # that lie in another ward now
    parts = models.PositiveIntegerField(default=0, db_default=0)  # that another agency goes on with
    joined = models.PositiveIntegerField(default=0, db_default=0)
    told = models.PositiveIntegerField(default=0, db_default=0)
    sweep = models.PositiveSmallIntegerField(default=1, db_default=1)
    reached = models.BigIntegerField(default=0, db_default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class CaseSuccession(models.Model):
    """In which ward a case lay and in which it lies after a change.

    For each open case that went on, and for each case, closed ones too, of a ward that was split: figures on the new
    boundaries need to know. `after` null: nobody has decided yet.
    """

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="+")
    succession = models.ForeignKey("directory.Succession", on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey("directory.Area", on_delete=models.PROTECT, related_name="+", db_index=False)
    after = models.ForeignKey("directory.Area", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.TextField(default="", db_default="")
    at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "before"], name="case_succession_once"),
            models.CheckConstraint(
                condition=Q(after__isnull=True, how="") | Q(after__isnull=False, how__in=[how.value for how in How]),
                name="case_succession_how",
            ),
        ]
        indexes = [models.Index(fields=["request"], condition=Q(after__isnull=True), name="case_succession_waits")]


class PartSuccession(models.Model):
    """Which agency had a part before a change, and which went on with it."""

    part = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    after = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "before"], name="part_succession_once")]
