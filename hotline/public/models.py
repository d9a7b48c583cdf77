"""The tables of this stage: how often somebody guessed, what the city did lately in numbers, and what people say of cases."""

from enum import StrEnum

from django.db import models


class Bucket(models.Model):
    """A leaking bucket: each wrong code pours in, `empty_at` is when all of it has leaked out again.

    Unlogged: after a crash everybody may guess anew, and no write of it costs a wait for the disk.
    """

    key = models.BinaryField(primary_key=True)  # HMAC of a device or a network: neither can be read from it
    empty_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["empty_at"], name="bucket_empty")]


class CityCount(models.Model):
    """The numbers of the first page, one row, counted by the worker: `facts` are those of `queries.Figures`."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    counted_at = models.DateTimeField()
    facts = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_city_count")]


class CommentState(StrEnum):
    """What became of a comment."""

    WAITING = "waiting"
    PUBLISHED = "published"
    DECLINED = "declined"


class Comment(models.Model):
    """What somebody wrote under a public case. Nobody reads `words` but the centre; everyone `public_words`, once let through.

    Who wrote it is not asked and not kept. `words` are erased a while after the decision.
    """

    request = models.ForeignKey("casefile.ServiceRequest", on_delete=models.PROTECT, related_name="+")
    once = models.TextField(unique=True)  # the same form sent twice is one comment
    not_done = models.BooleanField()
    words = models.TextField()
    public_words = models.TextField(default="", db_default="")
    reply = models.TextField(default="", db_default="")
    state = models.TextField(default=CommentState.WAITING, db_default=CommentState.WAITING)
    reason = models.TextField(default="", db_default="")  # a code of `comments.REASONS`
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=CommentState.WAITING, decided_at__isnull=True, public_words="")
                | models.Q(state=CommentState.PUBLISHED, decided_at__isnull=False, public_words__gt="")
                | models.Q(state=CommentState.DECLINED, decided_at__isnull=False, public_words="", reason__gt=""),
                name="comment_state",
            ),
        ]
        indexes = [
            models.Index(fields=["-not_done", "id"], condition=models.Q(state=CommentState.WAITING), name="comment_waiting"),
            models.Index(fields=["request", "id"], condition=models.Q(state=CommentState.PUBLISHED), name="comment_published"),
        ]
