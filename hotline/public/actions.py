"""What this stage writes: buckets, counts, comments. Everything about cases goes through the case file's own actions."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from hotline.casefile import actions as cases
from hotline.casefile import queries as casefile
from hotline.core.facts import Actor
from hotline.directory import queries as directory
from hotline.public.limits import Limit
from hotline.public.models import Bucket, CityCount, Comment, CommentState

_POUR = """
INSERT INTO public_bucket AS bucket (key, empty_at) VALUES (%(key)s, %(now)s + %(poured)s::interval)
ON CONFLICT (key) DO UPDATE SET empty_at = greatest(bucket.empty_at, %(now)s) + %(poured)s::interval
"""

ERASED_AFTER = timedelta(days=30)
"""How long the centre can still read what somebody wrote after it decided about it."""


class AlreadyDecided(Exception):
    """Somebody else has decided about the comment, or it is none."""


def pour(limits: Mapping[bytes, Limit], *, drops: int, now: datetime) -> None:
    """Add wrong guesses to each bucket. Keys are taken in order, so that two requests never wait for each other."""
    with connection.cursor() as cursor:
        for key in sorted(limits):
            poured = f"{(limits[key].every * drops).total_seconds()} seconds"
            cursor.execute(_POUR, {"key": key, "now": now, "poured": poured})


def sweep_buckets(*, now: datetime) -> int:
    """Delete buckets that have run empty; return how many."""
    return Bucket.objects.filter(empty_at__lt=now).delete()[0]


def count_city(*, now: datetime) -> None:
    """Count what the city did this month and in seven days, and keep it for the first page."""
    local = now.astimezone(directory.snapshot().city.zone)
    month = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    facts = {"month": _span(month), "week": _span(now - timedelta(days=7)), "phases": casefile.counts_by_phase()}
    CityCount.objects.update_or_create(id=1, defaults={"counted_at": now, "facts": facts})


def _span(since: datetime) -> dict[str, Any]:
    return {**asdict(casefile.counts_since(since)), "since": since.isoformat()}


def write_comment(request_id: int, *, once: str, words: str, not_done: bool, now: datetime) -> bool:
    """Keep a comment that waits for a person, and record that it came; False when the same form was sent before."""
    with transaction.atomic():
        facts = {"request_id": request_id, "words": words, "not_done": not_done, "written_at": now}
        comment, is_new = Comment.objects.get_or_create(once=once, defaults=facts)
        if is_new:
            cases.comment_written(request_id, comment=comment.pk, is_not_done=not_done, now=now)
    return is_new


def publish_comment(comment_id: int, *, public_words: str, reply: str, now: datetime, actor: Actor) -> None:
    """Let a comment through in the words that a person approved, with the desk's reply if there is one.

    Raises AlreadyDecided.
    """
    with transaction.atomic():
        comment = _waiting(comment_id)
        comment.public_words, comment.reply = public_words, reply
        _decide(comment, CommentState.PUBLISHED, now=now, actor=actor)
        cases.comment_published(comment.request_id, comment=comment.pk, now=now, actor=actor)


def decline_comment(comment_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Keep a comment back, or take one back that was let through. `reason` is a code. Raises AlreadyDecided."""
    with transaction.atomic():
        comment = _waiting(comment_id, also=CommentState.PUBLISHED)
        comment.public_words = comment.reply = ""
        comment.reason = reason
        _decide(comment, CommentState.DECLINED, now=now, actor=actor)
        cases.comment_declined(comment.request_id, comment=comment.pk, reason=reason, now=now, actor=actor)


def erase_comments(*, now: datetime) -> int:
    """Erase what was written, of comments that were decided long enough ago; return how many."""
    old = Comment.objects.filter(decided_at__lt=now - ERASED_AFTER).exclude(words="")
    return old.update(words="")


def _waiting(comment_id: int, *, also: CommentState = CommentState.WAITING) -> Comment:
    states = [CommentState.WAITING, also]
    comment = Comment.objects.select_for_update().filter(pk=comment_id, state__in=states).first()
    if comment is None:
        raise AlreadyDecided(comment_id)
    return comment


def _decide(comment: Comment, state: CommentState, *, now: datetime, actor: Actor) -> None:
    comment.state, comment.decided_at, comment.decided_by = state, now, actor.user_id
    comment.save(update_fields=["state", "public_words", "reply", "reason", "decided_at", "decided_by"])
