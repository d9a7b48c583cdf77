"""What an agency promised when it could not finish in time."""

from django.db import models

from hotline.core.commitments import CommitmentState

from .choices import one_of
from .clocks import Clock
from .parts import Assignment


class Commitment(models.Model):
    """A committed final date of one agency's part, filed with progress and photos.

    The first of a round stands at once; a further one, or one with a photo that is held, waits for the supervisor. `due_at` is
    the moment at which `due_on` is over, and `clock` counts towards it while the commitment stands. `in_time`: filed before
    the deadline that it overruns, as that stood then; how a clock ends is decided when it ends. The words of progress are a
    note of its event.
    """

    part = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="commitments")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()  # 1, 2 … within the round
    state = models.TextField()
    filed_at = models.DateTimeField()
    in_time = models.BooleanField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    clock = models.OneToOneField(Clock, null=True, on_delete=models.PROTECT, related_name="commitment")

    class Meta:
        constraints = [
            one_of("state", CommitmentState, name="commitment_state"),
            models.UniqueConstraint(fields=["part", "round", "number"], name="commitment_numbered"),
            models.UniqueConstraint(
                fields=["part", "round"], condition=models.Q(state=CommitmentState.WAITING), name="commitment_one_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(state=CommitmentState.STANDING, clock__isnull=False)
                | (~models.Q(state=CommitmentState.STANDING) & models.Q(clock__isnull=True)),
                name="commitment_standing_has_clock",
            ),
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("filed_at")), name="commitment_ends_later"),
        ]
