"""Taking parts back, by themselves or because the case goes another way."""

from collections.abc import Sequence
from datetime import datetime

from hotline.casefile.models import Assignment, ServiceRequest
from hotline.casefile.models.clocks import Outcome
from hotline.core.facts import Actor
from hotline.core.status import Move, Part, after
from hotline.core.text import clean

from . import clocks
from .messages import tell_agency
from .recording import record

NOTE_LETTERS = 8000


def withdraw_all(request: ServiceRequest, *, now: datetime, actor: Actor, states: Sequence[Part] = (Part.PROPOSED,)) -> None:
    """Withdraw every part in `states` of a request that the caller has locked and will settle."""
    for part in Assignment.objects.filter(request_id=request.pk, state__in=states):
        withdraw_locked(request, part, note="", now=now, actor=actor)


def withdraw_locked(request: ServiceRequest, part: Assignment, *, note: str, now: datetime, actor: Actor) -> None:
    """Withdraw one part of a request that the caller has locked and will settle; an agency that had it is told."""
    was_told = part.state != Part.PROPOSED
    part.state = after(Part(part.state), Move.WITHDRAW)
    part.closed_at = now
    part.save(update_fields=["state", "closed_at"])
    event = record(request, "withdrawn", now=now, actor=actor, part=part, note=clean(note, limit=NOTE_LETTERS))
    clocks.end_all_of_part(part, now=now, outcome=Outcome.VOID)
    if was_told:
        tell_agency(request, part, "withdrawn", now=now, once=f"e{event}", facts={"event": event})
