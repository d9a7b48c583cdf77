"""What the desk does to a case in one go, through the case file's door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hotline.casefile import actions as casefile
from hotline.casefile.facts import AttachmentFacts, CaseFile
from hotline.casefile.pictures import Box, make_public
from hotline.casefile.queries import public_picture
from hotline.core.facts import Actor


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's act on one case: `version` is the one that their form was drawn from."""

    case: CaseFile
    version: int
    now: datetime
    actor: Actor


def draft_and_send(turn: Turn, *, words: str, public_words: str, despite: str = "") -> None:
    """Keep the words as this round's answer and reply to the citizen with them: both or neither.

    `despite` is why the desk does not wait for an agency that still works.

    Raises what `draft_answer` and `send_answer` raise.
    """
    with transaction.atomic():
        casefile.draft_answer(
            turn.case.request.id,
            words=words,
            public_words=public_words,
            now=turn.now,
            actor=turn.actor,
            version=turn.version,
        )
        casefile.send_answer(turn.case.request.id, despite=despite, now=turn.now, actor=turn.actor)


def cover_photo(turn: Turn, photo: AttachmentFacts, *, boxes: Sequence[Box]) -> None:
    """Propose the photo's public copy anew. One that everyone sees is taken off first: the new one waits for approval.

    Raises ChangedMeanwhile, PictureRefused, and FileNotFoundError if the clean copy was erased.
    """
    if photo.is_public or public_picture(photo.key):  # published by somebody else since: the case changed, and that is said
        casefile.withdraw_picture(photo.id, now=turn.now, actor=turn.actor, version=turn.version)
    make_public(photo.key, boxes=boxes)
