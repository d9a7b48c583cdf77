"""What only a complaint about an agency has: its explanation, and the second person who agrees to open who complains."""

from django.db import models

from .parts import Assignment
from .requests import ServiceRequest


class Explanation(models.Model):
    """What the agency complained of is asked to explain, and what it says. It reads nothing else of the case.

    `part` is the superior's that asks; empty when the centre does. `dossier` is sealed, and there only when whoever asked let
    the agency know which dossier it is. `words` tell nothing of who reports. Until when it has to reply is its clock
    (`Clock.explanation`).
    """

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="explanations")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="explanations")
    service = models.ForeignKey("directory.Service", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    dossier = models.TextField(default="", db_default="")
    due_on = models.DateField()
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    reply = models.TextField(default="", db_default="")
    replied_by = models.BigIntegerField(null=True)
    replied_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)  # nobody wants to know it any more

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "unit"],
                condition=models.Q(replied_at__isnull=True, lapsed_at__isnull=True),
                name="explanation_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(replied_at__isnull=True) | models.Q(lapsed_at__isnull=True),
                name="explanation_replied_or_lapsed",
            ),
            models.CheckConstraint(
                condition=models.Q(replied_at__isnull=True, reply="") | models.Q(replied_at__isnull=False, reply__gt=""),
                name="explanation_replied",
            ),
        ]
        indexes = [models.Index(fields=["unit", "replied_at", "due_on"], name="explanation_of_unit")]


class RevealAsked(models.Model):
    """Somebody asks to see who complains of an agency; another person agrees or not. Why is the note of its event.

    `used_at`: the asker opened it, once, in time.
    """

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="reveals_asked")
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True, agreed__isnull=True, used_at__isnull=True)
                | (
                    models.Q(decided_by__isnull=False, decided_at__isnull=False, agreed__isnull=False)
                    & ~models.Q(decided_by=models.F("asked_by"))
                ),
                name="reveal_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(agreed=True), name="reveal_used_when_agreed"
            ),
            models.UniqueConstraint(
                fields=["request", "asked_by"], condition=models.Q(decided_at__isnull=True), name="reveal_asked_once"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=models.Q(decided_at__isnull=True), name="reveal_waiting")]
