"""Deadlines: each of exactly one request, one agency's part, one directive or one request to explain."""

from enum import StrEnum

from django.db import models

from .choices import one_of
from .complaints import Explanation
from .directives import Directive
from .parts import Assignment
from .requests import ServiceRequest


class ClockState(StrEnum):
    """Whether a clock runs, stands still with the length that is left, or has ended."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class Outcome(StrEnum):
    """How a clock ended."""

    KEPT = "kept"
    OVERRUN_LAWFULLY = "overrun_lawfully"
    MISSED = "missed"
    VOID = "void"


def _alone(owner: str) -> models.Q:
    return models.Q(**{f"{other}__isnull": other != owner for other in ("request", "part", "directive", "explanation")})


class Clock(models.Model):
    """One deadline: its rule and version, what started it, when it is due, how it ended and why, in facts.

    `derivation` holds the facts that `core.deadlines.explain` turns into words in either language.
    """

    request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="clocks")
    part = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="clocks")
    directive = models.ForeignKey(Directive, null=True, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    explanation = models.ForeignKey(Explanation, null=True, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    rule = models.TextField()
    purpose = models.TextField()
    stops = models.TextField()  # what ends it
    rule_from = models.DateField()  # the version of the rule: the day since which it holds
    calendar = models.TextField()
    started_by = models.TextField()
    started_at = models.DateTimeField()
    state = models.TextField(default=ClockState.RUNNING, db_default=ClockState.RUNNING)
    due_at = models.DateTimeField(null=True)
    left = models.JSONField(null=True)  # {"unit": …, "amount": …} while paused
    pause_reason = models.TextField(default="", db_default="")
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="", db_default="")
    derivation = models.JSONField()

    class Meta:
        constraints = [
            one_of("state", ClockState, name="clock_state"),
            models.CheckConstraint(
                condition=_alone("request") | _alone("part") | _alone("directive") | _alone("explanation"),
                name="clock_of_exactly_one",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ClockState.RUNNING, due_at__isnull=False, left__isnull=True, outcome="")
                | models.Q(state=ClockState.PAUSED, due_at__isnull=True, left__isnull=False, pause_reason__gt="")
                | models.Q(
                    state=ClockState.ENDED,
                    left__isnull=True,
                    ended_at__isnull=False,
                    outcome__in=[outcome.value for outcome in Outcome],
                ),
                name="clock_state_and_due",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=models.Q(state=ClockState.RUNNING), name="clock_due_in_order"),
            models.Index(
                fields=["part", "due_at"],
                condition=~models.Q(state=ClockState.ENDED) & models.Q(part__isnull=False),
                name="clock_open_of_part",
            ),
            models.Index(
                fields=["request", "stops", "id"],
                include=["due_at", "state"],
                condition=~models.Q(state=ClockState.ENDED) & models.Q(request__isnull=False),
                name="clock_open_of_request",
            ),
            models.Index(fields=["directive"], condition=models.Q(directive__isnull=False), name="clock_of_directive"),
            models.Index(fields=["explanation"], condition=models.Q(explanation__isnull=False), name="clock_of_explanation"),
        ]
