"""Taking parts back, by themselves or because the case goes another way."""

from collections.abc import Sequence
from datetime import datetime

from hotline.casefile.models import Assignment, Directive, ServiceRequest
from hotline.casefile.models.clocks import Outcome
from hotline.core.directives import OPEN_DIRECTIVES
from hotline.core.facts import Actor
from hotline.core.status import CLOSED_PARTS, Move, Part, after
from hotline.core.text import clean
from hotline.rows.questions import Question

from . import clocks
from .messages import tell_agency
from .recording import record

NOTE_LETTERS = 8000

_UNFINISHED_UNDER = Question(
    lambda part: Assignment.objects.filter(handed_down_from_id=part).exclude(state__in=[Part.DONE, *CLOSED_PARTS]).order_by("id"),
    int,
)


class DirectiveStands(Exception):
    """The agency owes an answer to a directive about this part: it cannot be taken away before that is lifted."""


def withdraw_all(request: ServiceRequest, *, now: datetime, actor: Actor, states: Sequence[Part] = (Part.PROPOSED,)) -> None:
    """Withdraw every part in `states` of a request that the caller has locked and will settle."""
    for part in Assignment.objects.filter(request_id=request.pk, state__in=states):
        withdraw_locked(request, part, note="", now=now, actor=actor)


def withdraw_locked(request: ServiceRequest, part: Assignment, *, note: str, now: datetime, actor: Actor) -> None:
    """Withdraw one part of a request that the caller has locked and will settle; an agency that had it is told.

    What it handed down and is not finished goes with it. Raises DirectiveStands.
    """
    was_told = part.state != Part.PROPOSED
    require_no_directive(part)
    part.state = after(Part(part.state), Move.WITHDRAW)
    part.closed_at = now
    part.save(update_fields=["state", "closed_at"])
    event = record(request, "withdrawn", now=now, actor=actor, part=part, note=clean(note, limit=NOTE_LETTERS))
    clocks.end_all_of_part(part, now=now, outcome=Outcome.VOID)
    if was_told:
        tell_agency(request, part, "withdrawn", now=now, once=f"e{event}", facts={"event": event})
    for under in unfinished_under(part):
        take_back_locked(request, under, note="", now=now, actor=actor)


def take_back_locked(request: ServiceRequest, under: Assignment, *, note: str, now: datetime, actor: Actor) -> None:
    """Take a part that was handed down away from its unit, with what that unit handed further down. Raises DirectiveStands."""
    require_no_directive(under)
    state = Part(under.state)
    if state is Part.RESULT_FILED:  # nobody accepts its result any more
        state = after(state, Move.RETURN_RESULT)
    under.state = after(state, Move.WITHDRAW)
    under.closed_at = now
    under.save(update_fields=["state", "closed_at"])
    event = record(request, "taken_back", now=now, actor=actor, part=under, note=clean(note, limit=NOTE_LETTERS))
    clocks.end_all_of_part(under, now=now, outcome=Outcome.VOID)
    tell_agency(request, under, "withdrawn", now=now, once=f"e{event}", facts={"event": event})
    for further in unfinished_under(under):
        take_back_locked(request, further, note="", now=now, actor=actor)


def require_no_directive(part: Assignment) -> None:
    """Raise DirectiveStands while the People's Committee waits for the part's agency."""
    if Directive.objects.filter(part_id=part.pk, state__in=OPEN_DIRECTIVES).exists():
        raise DirectiveStands(part.pk)


def unfinished_under(part: Assignment) -> list[Assignment]:
    """Return what was handed down from a part and is not finished."""
    return _UNFINISHED_UNDER.rows(part.pk)
