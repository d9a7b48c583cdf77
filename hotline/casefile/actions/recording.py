"""Steps that every action shares: lock the request, write the event, keep the phase and the version right."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from psycopg.types.json import Jsonb

from hotline.casefile.eventmac import event_mac
from hotline.casefile.models import Answer, Assignment, Note, ServiceRequest
from hotline.casefile.refusals import ChangedMeanwhile, NoSuchCase, StandsMerged
from hotline.core.facts import Actor, PartRole
from hotline.core.status import (
    REPLIED,
    AnswerMove,
    AnswerState,
    AtDesk,
    MoveNotAllowed,
    Part,
    Screening,
    ScreeningMove,
    at_desk,
    is_unowned,
    phase_of,
)
from hotline.rows.questions import Question

from .saving import insert_row, save_columns

UNSEEN = ("link_hash", "link_token", "words", "place_words")  # columns that an agency's role has no grant for

_EVENT = """
INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
VALUES (
    %(request_id)s, %(name)s, %(at)s, %(actor_kind)s, %(actor_user)s, %(actor_unit)s, %(reason)s, %(note)s, %(facts)s, %(mac)s
) RETURNING id
"""
_REQUEST = Question(lambda number: _locked_rows().filter(pk=number), int)
_REQUEST_OF = Question(lambda part: _locked_rows().filter(pk=Assignment.objects.filter(pk=part).values("request_id")[:1]), int)
_PART = Question(lambda number: Assignment.objects.filter(pk=number), int)
_ANSWER_STATE = Question(
    lambda number, round_now: Answer.objects.filter(request_id=number, round=round_now).values_list("state", flat=True), int, int
)
_DERIVED = ("phase", "unowned", "at_desk", "changed_at", "version")
_SETTLE = """
UPDATE casefile_servicerequest SET phase = %s, unowned = %s, at_desk = %s, changed_at = %s, version = %s WHERE id = %s
"""
_STANDING = """
SELECT answer.state, part.role, part.state, part.came_back
FROM (SELECT (SELECT state FROM casefile_answer WHERE request_id = %(request)s AND round = %(round)s) AS state) AS answer
LEFT JOIN casefile_part_states(%(request)s) AS part ON part.role <> 'under'
"""


def locked_request(request_id: int, *, version: int | None = None, merged_too: bool = False) -> ServiceRequest:
    """Return the request, locked. Whoever locks, locks it first; whoever locks several, in the order of their numbers.

    Raises NoSuchCase, ChangedMeanwhile if `version` is given and no longer in force, and StandsMerged for one that stands
    under a master: nothing is done with it but what `merged_too` says is meant for it as well.
    """
    return _checked(_REQUEST.first(request_id), request_id, version=version, merged_too=merged_too)


def locked_part(part_id: int, *, version: int | None = None) -> tuple[ServiceRequest, Assignment]:
    """Return the request, locked first, and the part. Raises NoSuchCase or ChangedMeanwhile."""
    request = _checked(_REQUEST_OF.first(part_id), part_id, version=version)
    return request, _PART.rows(part_id)[0]


def _locked_rows() -> QuerySet[ServiceRequest]:
    return ServiceRequest.objects.defer(*UNSEEN).select_for_update(of=("self",))


def _checked(request: ServiceRequest | None, number: int, *, version: int | None, merged_too: bool = False) -> ServiceRequest:
    if request is None:
        raise NoSuchCase(number)
    if version is not None and request.version != version:
        raise ChangedMeanwhile(request.version)
    if request.master_id is not None and not merged_too:
        raise StandsMerged(request.version, request.master_id)
    return request


def require_open(request: ServiceRequest) -> None:
    """Raise MoveNotAllowed when the case is over, refused or answered in this round: nobody is given work in it then."""
    if request.screening == Screening.REFUSED:
        raise MoveNotAllowed(Screening.REFUSED, ScreeningMove.ACCEPT)
    state = _ANSWER_STATE.first(request.pk, request.round)
    if state is not None and AnswerState(state) in REPLIED:
        raise MoveNotAllowed(AnswerState(state), AnswerMove.REDRAFT)


def require_accepted(request: ServiceRequest) -> None:
    """Raise MoveNotAllowed unless the report was taken on and not refused: the desk answers nothing else."""
    if request.screening != Screening.ACCEPTED:
        raise MoveNotAllowed(Screening(request.screening), AnswerMove.REDRAFT)


def record(
    request: ServiceRequest,
    name: str,
    *,
    now: datetime,
    actor: Actor,
    reason: str = "",
    note: str = "",
    part: Assignment | None = None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Write the event and return its id; free words of `note` go to a note of their own, which can be erased."""
    note_id = None
    if note:
        note_id = insert_row(Note(request_id=request.pk, part=part, words=note, written_at=now))
    known = dict(facts or {})
    if part is not None:
        known["part"] = part.pk
    row = event_row(request.pk, name, now=now, actor=actor, reason=reason, note_id=note_id, facts=known)
    with connection.cursor() as cursor:  # every action writes one or more: the ORM takes longer over it than the database
        given: dict[str, Any] = {**row, "reason": str(reason), "facts": Jsonb(row["facts"])}
        cursor.execute(_EVENT, given)
        return int(cursor.fetchone()[0])


def event_row(
    request_id: int | None,
    name: str,
    *,
    now: datetime,
    actor: Actor,
    reason: str = "",
    note_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the columns of an event with the mac that only this installation can make."""
    row = {
        "request_id": request_id,
        "name": name,
        "at": now,
        "actor_kind": actor.kind.value,
        "actor_user": actor.user_id,
        "actor_unit": actor.unit_id,
        "reason": reason,
        "note": note_id,
        "facts": dict(facts or {}),
    }
    return {**row, "mac": event_mac(row)}


def settle(request: ServiceRequest, *, now: datetime, fields: tuple[str, ...] = ()) -> None:
    """Save `fields` of the request, what is derived (phase, who has to act) and a new version: every action's last step."""
    if request.master_id is None:
        _derive(request)
    else:  # it stands still: its phase is its master's, set by whoever puts it there or follows (`following`)
        request.unowned, request.at_desk = False, AtDesk.NOTHING
    request.changed_at = now
    request.version += 1
    if fields:
        save_columns(request, *fields, *_DERIVED)
        return
    with connection.cursor() as cursor:
        said = (str(request.phase), request.unowned, str(request.at_desk), request.changed_at, request.version, request.pk)
        cursor.execute(_SETTLE, said)
        if cursor.rowcount != 1:
            raise NoSuchCase(request.pk)


def _derive(request: ServiceRequest) -> None:
    answer, parts = _standing(request)
    screening = Screening(request.screening)
    states = [part for _role, part, _came_back in parts]
    roles = [(role, part) for role, part, _came_back in parts]
    request.phase = phase_of(screening, states, answer)
    request.unowned = is_unowned(screening, roles, answer, came_back=any(came_back for *_part, came_back in parts))
    request.at_desk = at_desk(screening, states, answer)


def _standing(request: ServiceRequest) -> tuple[AnswerState | None, list[tuple[PartRole, Part, bool]]]:
    """Return the answer's state in this round and the parts as `_parts` does: one question, for every action asks it."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"request": request.pk, "round": request.round})
        rows = cursor.fetchall()
    state = rows[0][0]
    parts = [(PartRole(role), Part(part), came_back) for _state, role, part, came_back in rows if role is not None]
    return AnswerState(state) if state else None, parts


def part_states(request_id: int) -> list[Part]:
    """Return the states of all parts of the case that the centre gave, those that an agency's role may not read among them."""
    return [part for _role, part, _came_back in _parts(request_id)]


def _parts(request_id: int) -> list[tuple[PartRole, Part, bool]]:
    """Return role, state and "came back and nobody has dealt with it" of each part but those that were handed down.

    What a unit does for the agency above it makes neither another agency of the case nor work for the desk.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT role, state, came_back FROM casefile_part_states(%s) WHERE role <> 'under'", [request_id])
        return [(PartRole(role), Part(state), came_back) for role, state, came_back in cursor.fetchall()]
