"""The tables of this stage: keys of agencies' systems, what these did with them, whom to tell of what, and what came of it."""

from enum import StrEnum

from django.db import models

from hotline.dispatch.facts import Kind, NoticeState, RemoteState


def _one_of(column: str, kinds: type[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": [kind.value for kind in kinds]}), name=name)


class Token(models.Model):
    """A key with which a system of one agency opens the interface. Only a digest is kept; it was shown once."""

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    digest = models.BinaryField(unique=True)
    ending = models.TextField()  # its last four letters, by which people tell keys apart
    reads_only = models.BooleanField(default=False, db_default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # to the hour
    empty_at = models.DateTimeField(null=True)  # when the calls that it made count no more
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_revoked_by_whom",
            )
        ]


class TakenStep(models.Model):
    """One step that a system took, under the key that makes it once: a repeat gets the same answer and does nothing."""

    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="+")
    key = models.TextField()
    fingerprint = models.BinaryField()  # sha-256 of what was asked
    part = models.ForeignKey("casefile.Assignment", null=True, on_delete=models.PROTECT, related_name="+")
    step = models.TextField()  # with the number of what is no part: an explanation
    at = models.DateTimeField()
    answer = models.JSONField(null=True)  # null only inside the transaction that takes the step

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="step_once")]
        indexes = [models.Index(fields=["at"], name="step_age")]


class Hook(models.Model):
    """A system of one agency that is told what happens to the agency's parts.

    `secret` is sealed: what webhooks are signed with, or the key that the Open311 server asks for. After its server could not
    be reached it is left alone until `silent_until`, longer each time.
    """

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    name = models.TextField()
    url = models.TextField()
    secret = models.BinaryField()
    jurisdiction = models.TextField(default="", db_default="")
    service = models.TextField(default="", db_default="")  # the code that every case gets there; empty: our own
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    silent_until = models.DateTimeField(null=True)
    silences = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [_one_of("kind", Kind, "hook_kind")]
        indexes = [models.Index(fields=["unit"], condition=models.Q(ended_at=None), name="hook_open_of_unit")]


class Notice(models.Model):
    """One event that one system is told of. `event` is the case file's; none for a try that somebody asked for.

    It is of a part, or of an explanation that the agency is asked for, and then no word of the case goes with it.
    """

    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="notices")
    event = models.BigIntegerField(null=True)
    name = models.TextField()
    part = models.ForeignKey("casefile.Assignment", null=True, on_delete=models.PROTECT, related_name="+")
    explanation = models.ForeignKey("casefile.Explanation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    happened_at = models.DateTimeField()
    state = models.TextField(default=NoticeState.WAITING, db_default="waiting")
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    since = models.DateTimeField()  # a day from here it is given up; a replay begins anew
    done_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook", "event"], name="notice_once"),
            _one_of("state", NoticeState, "notice_state"),
        ]
        indexes = [
            models.Index(fields=["hook", "id"], condition=models.Q(state="waiting"), name="notice_to_send"),
            models.Index(fields=["hook", "-id"], name="notice_of_hook"),
            models.Index(fields=["done_at"], condition=models.Q(done_at__isnull=False), name="notice_age"),
        ]


class Attempt(models.Model):
    """One try to hand a notice over: what the other side answered, or why there was no answer."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(default="", db_default="")
    milliseconds = models.PositiveIntegerField()


class RemoteCase(models.Model):
    """A part as an agency's Open311 system has it: under which number, and what it last said."""

    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey("casefile.Assignment", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    number = models.TextField(default="", db_default="")
    token = models.TextField(default="", db_default="")  # theirs, until they give the number
    said = models.BinaryField(null=True)  # sha-256 of the state and the words that were taken in last
    state = models.TextField(default=RemoteState.OPEN, db_default="open")
    reason = models.TextField(default="", db_default="")
    sent_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook", "part", "round"], name="remote_once"),
            models.CheckConstraint(condition=models.Q(number__gt="") | models.Q(token__gt=""), name="remote_has_number"),
            _one_of("state", RemoteState, "remote_state"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(state="open"), name="remote_to_ask")]


class Following(models.Model):
    """The one row that says how far notices follow the record: events of transactions below `horizon` are taken in."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    horizon = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_dispatch_following")]
