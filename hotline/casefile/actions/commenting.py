"""What the record knows of public comments: that one was written, and what became of it. Their words are kept by `public`."""

from datetime import datetime

from django.db import transaction

from hotline.core.facts import CITIZEN, Actor

from .recording import locked_request, record


def comment_written(request_id: int, *, comment: int, is_not_done: bool, now: datetime) -> None:
    """Record that somebody wrote a comment. The case keeps its version: a stranger's word must not undo a desk's work."""
    with transaction.atomic():
        facts = {"comment": comment, "not_done": is_not_done}
        record(locked_request(request_id, merged_too=True), "comment_written", now=now, actor=CITIZEN, facts=facts)


def comment_published(request_id: int, *, comment: int, now: datetime, actor: Actor) -> None:
    """Record that a person let a comment through."""
    with transaction.atomic():
        record(locked_request(request_id, merged_too=True), "comment_published", now=now, actor=actor, facts={"comment": comment})


def comment_declined(request_id: int, *, comment: int, reason: str, now: datetime, actor: Actor) -> None:
    """Record that a person did not let a comment through, or took it back, and why; `reason` is a code."""
    with transaction.atomic():
        facts = {"comment": comment}
        record(locked_request(request_id, merged_too=True), "comment_declined", now=now, actor=actor, reason=reason, facts=facts)
