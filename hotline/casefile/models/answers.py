"""What the desk tells the citizen: one answer for each round, every version kept."""

from django.db import models

from hotline.core.facts import AnswerKind, Correction
from hotline.core.status import AnswerState

from .choices import one_of
from .requests import ServiceRequest


class Answer(models.Model):
    """The answer of one round of a case."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    kind = models.TextField()
    state = models.TextField(default=AnswerState.DRAFT, db_default=AnswerState.DRAFT)
    sent_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="answer_one_per_round"),
            one_of("kind", AnswerKind, name="answer_kind"),
            one_of("state", AnswerState, name="answer_state"),
        ]
        indexes = [
            models.Index(
                fields=["request"],
                condition=models.Q(state__in=[AnswerState.DRAFT, AnswerState.ACCEPTED, AnswerState.SENT]),
                name="answer_in_hand",
            ),
        ]


class AnswerVersion(models.Model):
    """One version of an answer's words: for the citizen, and redacted for everyone.

    A correction for privacy blanks the words of every earlier version (`withdrawn_at`) and keeps only that and why.
    """

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    public_words = models.TextField(default="", db_default="")
    correction = models.TextField(default="", db_default="")
    why = models.TextField(default="", db_default="")
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="answer_version_number"),
            models.CheckConstraint(
                condition=models.Q(correction="") | models.Q(correction__in=[word.value for word in Correction], why__gt=""),
                name="answer_correction_has_why",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(words="", public_words=""),
                name="answer_withdrawn_is_blank",
            ),
        ]
