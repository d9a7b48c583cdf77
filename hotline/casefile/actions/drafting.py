"""What the lead proposes that the citizen be told: a draft for the desk, which writes and sends the one answer."""

from datetime import datetime

from django.db import transaction

from hotline.core.facts import Actor, PartRole
from hotline.core.status import Move, MoveNotAllowed, Part
from hotline.core.text import clean

from .answers import ANSWER_LETTERS, WordsMissing
from .recording import locked_part, record, require_open, settle


class NotTheLead(Exception):
    """Only the lead drafts the answer; co-handlers report what they did."""


def propose_answer(part_id: int, *, words: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Keep the lead's draft of the answer for the desk; a later one takes its place.

    Raises NotTheLead, WordsMissing, and MoveNotAllowed before the part was taken on and once the desk has answered.
    """
    words = clean(words, limit=ANSWER_LETTERS)
    if not words:
        raise WordsMissing(part_id)
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        if part.role != PartRole.LEAD:
            raise NotTheLead(part_id)
        if Part(part.state) not in (Part.ACCEPTED, Part.RESULT_FILED, Part.DONE):
            raise MoveNotAllowed(Part(part.state), Move.FILE_PROGRESS)
        require_open(request)
        part.answer_draft = words
        part.save(update_fields=["answer_draft"])
        record(request, "answer_proposed", now=now, actor=actor, part=part)
        settle(request, now=now)
