"""The tables of this stage: which step of which deadline was taken, calls to make and made, periods reminded of, calendars."""

from enum import StrEnum

from django.db import models

from hotline.core.dunning import Rung


class Taken(StrEnum):
    """What became of a step: words were queued, a call was asked for, or it no longer made sense."""

    TOLD = "told"
    CALL = "call"
    PASSED = "passed"


class Why(StrEnum):
    """Why somebody has to call: the ladder says so, nobody can be reached in writing, or the words could not be made."""

    LADDER = "ladder"
    NOBODY = "nobody"
    FAILED = "failed"


def _one_of(column: str, kinds: type[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": [kind.value for kind in kinds]}), name=name)


class Dunning(models.Model):
    """One step of one deadline, taken or passed over. The row is what makes it once: its deadline is part of what it is.

    A clock that was given another moment (a pause, another calendar) is warned of that one anew.
    """

    clock = models.ForeignKey("casefile.Clock", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    step = models.TextField()  # a code of the profile's ladder
    taken = models.TextField()
    told = models.PositiveSmallIntegerField(default=0, db_default=0)  # how many people
    at = models.DateTimeField()

    class Meta:
        """Each step of a deadline once."""

        constraints = [
            models.UniqueConstraint(fields=["clock", "due_at", "step"], name="dunning_once"),
            _one_of("taken", Taken, "dunning_taken"),
        ]


class Call(models.Model):
    """A call that somebody of the centre is to make to an agency, and the last one that was made.

    Every try stands in the case's events; here is what the list needs. `whom`, `promise`: words of whoever called. Without a
    `part` it is about what the agency, complained of, has to explain.
    """

    clock = models.ForeignKey("casefile.Clock", on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey("casefile.Assignment", null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    step = models.TextField()
    rung = models.TextField()
    why = models.TextField()
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    tried_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)  # when somebody was reached
    caller = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    whom = models.TextField(default="", db_default="")
    promise = models.TextField(default="", db_default="")
    promised_at = models.DateTimeField(null=True)  # by when

    class Meta:
        """Each step of a deadline asks for one call."""

        constraints = [
            models.UniqueConstraint(fields=["clock", "due_at", "step"], name="call_once"),
            _one_of("rung", Rung, "call_rung"),
            _one_of("why", Why, "call_why"),
            models.CheckConstraint(
                condition=models.Q(called_at__isnull=True, whom="", promise="", promised_at__isnull=True)
                | models.Q(called_at__isnull=False, caller__isnull=False, whom__gt="", promise__gt="", tries__gte=1),
                name="call_made_says_what",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], condition=models.Q(called_at__isnull=True), name="call_to_make"),
            models.Index(fields=["promised_at"], condition=models.Q(promised_at__isnull=False), name="call_promised"),
        ]


class Reminder(models.Model):
    """A period whose reminder went out, to how many agencies."""

    ends_at = models.DateTimeField(unique=True)
    begins_at = models.DateTimeField()
    at = models.DateTimeField()
    agencies = models.PositiveIntegerField()


class Feed(models.Model):
    """A calendar of deadlines that somebody of an agency subscribes to. Only a digest of its secret is kept."""

    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # to the hour
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One open calendar for each person."""

        constraints = [models.UniqueConstraint(fields=["user"], condition=models.Q(ended_at=None), name="feed_one_open")]
