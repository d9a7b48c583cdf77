"""Whom a report complains of: said by the citizen, put right by the centre, and kept away from the case from then on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hotline.casefile.models import Assignment, ServiceRequest
from hotline.casefile.sealedanswers import opened_answers, sealed_answer
from hotline.core.facts import Actor, PartRole
from hotline.core.status import CLOSED_PARTS, Move, Part, after
from hotline.core.text import clean, clean_line
from hotline.directory import queries as directory
from hotline.directory.complaints import asked_as, units_named

from .lapsing import lapse_explanations
from .proposing import barred_from, propose_by_rule
from .recording import locked_request, record, require_open, settle
from .withdrawing import withdraw_locked

ANSWER_LETTERS = 200
NOTE_LETTERS = 1000


class UnknownAgency(Exception):
    """The profile has no such agency, or no service asks whom a matter is about."""


class SupervisorUnnames(Exception):
    """Somebody is complained of already: that it is another, or nobody, is for the supervisor to say, and why."""


def name_agency(
    request_id: int,
    *,
    agency: str,
    answers: Mapping[str, str] | None = None,
    why: str = "",
    is_supervisor: bool = False,
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> None:
    """Say which agency a report complains of, by its code ("": none), and what else its service asks under seal.

    Whatever that agency, or one that obeys it, has of the case is taken from it, also what it finished; where nobody has the
    lead then, the rules propose anew; what another was asked to explain lapses. `answers` replace those that are kept, by the
    code of what is asked.
    Raises UnknownAgency, SupervisorUnnames where another was named and no supervisor says why, MoveNotAllowed for a
    case that is refused or answered, TextTooLong.
    """
    snapshot = directory.snapshot()
    asked = asked_as(snapshot)
    if not asked or (agency and agency not in snapshot.units):
        raise UnknownAgency(agency)
    words = clean(why, limit=NOTE_LETTERS)
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_open(request)
        kept = opened_answers(request.attributes)
        was = {snapshot.units_by_id[unit].code for unit in units_named(snapshot, kept)}
        if was and agency not in was and not (is_supervisor and words):
            raise SupervisorUnnames(request_id)
        request.attributes = _with(request.attributes, {**(answers or {}), asked: agency})
        unit = snapshot.units[agency].id if agency else None
        record(request, "agency_named", now=now, actor=actor, note=words, facts={"unit": unit} if unit else {})
        _take_away(request, now=now, actor=actor)
        same = (unit, *snapshot.units_before.get(unit, ())) if unit else ()
        lapse_explanations(request, but=same, now=now, actor=actor)
        if not Assignment.objects.filter(request_id=request.pk, role=PartRole.LEAD).exclude(state__in=_GONE).exists():
            propose_by_rule(request, now=now, actor=actor)
        settle(request, now=now, fields=("attributes",))


_GONE = (Part.PROPOSED, *CLOSED_PARTS)


def _with(kept: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers with what was said put in under seal; an empty answer takes the kept one away."""
    cleaned = {code: clean_line(answer, limit=ANSWER_LETTERS) for code, answer in said.items()}
    sealed = {code: sealed_answer(answer) for code, answer in cleaned.items() if answer}
    return {**{code: answer for code, answer in kept.items() if code not in cleaned}, **sealed}


def _take_away(request: ServiceRequest, *, now: datetime, actor: Actor) -> None:
    """Withdraw every part of those that are kept away, in whatever state it is: also a result counts for nothing."""
    theirs = Assignment.objects.filter(request_id=request.pk, unit_id__in=barred_from(request)).exclude(state__in=CLOSED_PARTS)
    for part in theirs.order_by("id"):
        part.refresh_from_db(fields=["state"])  # what stood above it may have taken it along
        state = Part(part.state)
        if state in CLOSED_PARTS:
            continue
        if state is Part.RESULT_FILED:
            state = after(state, Move.RETURN_RESULT)
        elif state is Part.DONE:
            state = after(state, Move.REOPEN)
        part.state = state
        withdraw_locked(request, part, note="", now=now, actor=actor)
