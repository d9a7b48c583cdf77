"""Reckoning open deadlines anew when a working calendar has changed: how far it is, and which deadlines moved."""

from django.db import models

from .clocks import Clock


class Recount(models.Model):
    """One pass over the open clocks of a calendar, in the order of their ids; `reached` is the last that was looked at.

    `fingerprint` is that of the calendar reckoned with. A preview looks and moves nothing; it belongs to a decision that waits.
    A pass without a decision follows a profile that was loaded with other days.
    """

    calendar = models.TextField()
    fingerprint = models.TextField()
    decision = models.BigIntegerField(null=True)  # of directory.CalendarDecision
    is_preview = models.BooleanField()
    total = models.PositiveIntegerField()
    looked = models.PositiveIntegerField(default=0, db_default=0)
    moved = models.PositiveIntegerField(default=0, db_default=0)
    reached = models.BigIntegerField(default=0, db_default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "is_preview"],
                condition=models.Q(ended_at__isnull=True),
                name="recount_one_under_way",
            ),
        ]
        indexes = [models.Index(fields=["calendar", "-id"], name="recount_of_calendar")]


class MovedDeadline(models.Model):
    """One deadline that a recount moves or moved; a moment is None where the clock stands still."""

    recount = models.ForeignKey(Recount, on_delete=models.CASCADE, related_name="deadlines")
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+", db_index=False)
    before = models.DateTimeField(null=True)
    after = models.DateTimeField(null=True)
