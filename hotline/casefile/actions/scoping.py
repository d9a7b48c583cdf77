"""What each agency is to do, in words."""

from datetime import datetime

from django.db import transaction

from hotline.core.facts import Actor
from hotline.core.status import CLOSED_PARTS, Move, MoveNotAllowed, Part
from hotline.core.text import clean

from .recording import locked_part, record, settle
from .returning import SCOPE_LETTERS
from .underneath import require_the_desks


def set_scope(part_id: int, *, scope: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Write down what the agency is to do of the case; empty: all of it.

    Raises MoveNotAllowed once it is over, UnderAnother for a part that was handed down.
    """
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        require_the_desks(part)
        if part.state == Part.DONE or part.state in CLOSED_PARTS:
            raise MoveNotAllowed(Part(part.state), Move.FILE_PROGRESS)
        part.scope = clean(scope, limit=SCOPE_LETTERS)
        part.save(update_fields=["scope"])
        record(request, "scope_set", now=now, actor=actor, part=part, note=part.scope)
        settle(request, now=now)
