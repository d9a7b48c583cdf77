"""What goes up to the People's Committee, and what comes back from it and binds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hotline.core.directives import OPEN_DOSSIERS, DirectiveState, DossierReason, DossierState

from .choices import one_of
from .parts import Assignment
from .requests import ServiceRequest


class Dossier(models.Model):
    """A case as the centre lays it before the People's Committee, and what that decided.

    `enclosed` are the photos that go with it. `paper`, `signed_on` and `decision` are of the decision, as its paper says.
    """

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="dossiers")
    reason = models.TextField()
    state = models.TextField(default=DossierState.DRAFT, db_default=DossierState.DRAFT)
    summary = models.TextField(default="", db_default="")
    proposal = models.TextField(default="", db_default="")
    enclosed = ArrayField(
        models.BigIntegerField(), default=list, db_default=models.Value([], ArrayField(models.BigIntegerField()))
    )
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # decided or given up
    paper = models.TextField(default="", db_default="")
    signed_on = models.DateField(null=True)
    decision = models.TextField(default="", db_default="")

    class Meta:
        """A case has one open dossier; what is decided says when it was signed and what."""

        constraints = [
            one_of("reason", DossierReason, name="dossier_reason"),
            one_of("state", DossierState, name="dossier_state"),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(state__in=sorted(OPEN_DOSSIERS)), name="dossier_one_open"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DossierState.DECIDED)
                | models.Q(submitted_at__isnull=False, signed_on__isnull=False, decision__gt=""),
                name="dossier_decided_says_what",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="dossier_by_state")]


class Position(models.Model):
    """What one agency holds about whose the matter is and what it did, as the centre took it down."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(default="", db_default="")

    class Meta:
        """Each agency once."""

        constraints = [models.UniqueConstraint(fields=["dossier", "unit"], name="position_once_per_unit")]


class Directive(models.Model):
    """What the People's Committee orders one agency to do about its part of a case, by when, and what the agency answers.

    Its deadline is a clock of its own (`Clock.directive`). The part of the agency is binding from then on.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="directives")
    part = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="directives")
    state = models.TextField(default=DirectiveState.GIVEN, db_default=DirectiveState.GIVEN)
    task = models.TextField()
    due_on = models.DateField()
    given_at = models.DateTimeField()
    answer = models.TextField(default="", db_default="")
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Each agency is directed once by a decision."""

        constraints = [
            one_of("state", DirectiveState, name="directive_state"),
            models.UniqueConstraint(fields=["dossier", "part"], name="directive_once_per_part"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[DirectiveState.ANSWERED, DirectiveState.ACCEPTED])
                | models.Q(answer__gt="", answered_at__isnull=False),
                name="directive_answered_says_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["given_at", "id"],
                condition=models.Q(state__in=[DirectiveState.GIVEN, DirectiveState.ANSWERED]),
                name="directive_open",
            ),
        ]
