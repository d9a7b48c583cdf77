"""An agency's part: proposed, forwarded, accepted or returned, progress, result, and what the desk says of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hotline.casefile.models import Assignment, ServiceRequest
from hotline.core.clockrules import StoppedBy
from hotline.core.derivation import StartedBy
from hotline.core.facts import Actor, PartRole
from hotline.core.status import CLOSED_PARTS, Move, Part, Screening, after
from hotline.core.text import clean
from hotline.rows.questions import Question

from . import clocks, moved
from .accepting import accept_locked
from .attaching import attach
from .messages import tell_agency, tell_reporters
from .proof import NO_FIGURES, Figures, ids_of, require_looked_at, require_proof
from .proposing import refuse_the_one_named
from .receipts import forwarded_with_receipt
from .recording import locked_part, locked_request, record, require_open, settle
from .ruling import require_operators_turn, settle_returns
from .saving import save_columns
from .underneath import require_none_under, require_the_desks, tell_above
from .withdrawing import withdraw_locked

RESULT_LETTERS = 8000

_PROPOSED = Question(
    lambda request: Assignment.objects.filter(request_id=request, state=Part.PROPOSED).order_by("-role", "id"), int
)
_LEADS = Question(
    lambda request: (
        Assignment.objects.filter(request_id=request, role=PartRole.LEAD)
        .exclude(state__in=CLOSED_PARTS)
        .values_list("id", flat=True)
    ),
    int,
)


class NothingToForward(Exception):
    """No part of the case waits to be forwarded."""


class NoLead(Exception):
    """A case is forwarded to a lead, with or without co-handlers; this one has none."""


class AlreadyOnIt(Exception):
    """The agency has a part in this case already."""


class LeadTaken(Exception):
    """The case has a lead agency; it has to be withdrawn first."""


def propose(
    request_id: int,
    *,
    unit_id: int,
    role: PartRole,
    scope: str = "",
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> int:
    """Propose an agency by hand and return its part's id.

    Raises AgencyNamed, AlreadyOnIt, LeadTaken, and MoveNotAllowed for a case that is refused or answered.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_open(request)
        refuse_the_one_named(request, unit_id)
        standing = Assignment.objects.filter(request_id=request.pk).exclude(state__in=CLOSED_PARTS)
        if standing.filter(unit_id=unit_id).exists():
            raise AlreadyOnIt(unit_id)
        if role is PartRole.LEAD and standing.filter(role=PartRole.LEAD).exists():
            raise LeadTaken(request_id)
        part = Assignment.objects.create(
            request_id=request.pk, unit_id=unit_id, role=role, scope=clean(scope, limit=500), proposed_at=now
        )
        record(request, "proposed", now=now, actor=actor, part=part, facts={"unit": unit_id, "by": "person"})
        settle(request, now=now)
        return part.pk


def withdraw(part_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take a part back from its agency. Raises MoveNotAllowed once its result is filed, UnderAnother for one handed down."""
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        require_the_desks(part)
        was_forwarded = part.state != Part.PROPOSED
        withdraw_locked(request, part, note=note, now=now, actor=actor)
        if was_forwarded:
            moved.restart_for_agencies(request, now=now, actor=actor)
        settle(request, now=now)


def forward(request_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> int:
    """Accept the report if nobody has yet and forward every proposed part at once; return how many went.

    Ends the forward clock, starts the parts' own, tells focal points and the citizen.
    Raises NothingToForward, NoLead, AgencyNamed, SupervisorDecides after as many returns as the profile says, and
    MoveNotAllowed for a case that is refused or answered.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_open(request)
        parts = _PROPOSED.rows(request.pk)
        if not parts:
            raise NothingToForward(request_id)
        require_operators_turn(request)
        forward_locked(request, parts, now=now, actor=actor)
        settle(request, now=now, fields=("screening", "complete_at"))
        return len(parts)


def forward_locked(request: ServiceRequest, parts: Sequence[Assignment], *, now: datetime, actor: Actor) -> None:
    """Forward proposed parts of a request that the caller has locked and will settle. Raises NoLead, AgencyNamed."""
    if not _LEADS.any(request.pk):
        raise NoLead(request.pk)
    for part in parts:
        refuse_the_one_named(request, part.unit_id)
    if request.screening != Screening.ACCEPTED:
        accept_locked(request, now=now, actor=actor)
    for part in parts:
        _forward(request, part, now=now, actor=actor)
    settle_returns(request, now=now)
    clocks.end(request, stopped_by=StoppedBy.FORWARDED, now=now)
    clocks.start(request, StartedBy.FORWARDED, now=now)
    moved.restart_for_agencies(request, now=now, actor=actor)
    told = forwarded_with_receipt({request.pk: parts[0].pk}, now=now)
    tell_reporters(request, "forwarded", now=now, once=f"p{parts[0].pk}", facts={"part": parts[0].pk}, besides=told)


def accept(part_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record that the agency takes the part on."""
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        part.state = after(Part(part.state), Move.ACCEPT)
        part.accepted_at = max(now, part.forwarded_at or now)
        save_columns(part, "state", "accepted_at")
        record(request, "part_accepted", now=now, actor=actor, part=part)
        clocks.end_part(part, stopped_by=StoppedBy.ACCEPTED, now=now)
        clocks.start_part(request, part, StartedBy.ACCEPTED, now=now)
        settle(request, now=now)


def assign_inside(part_id: int, *, handler_id: int, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record which of the agency's own people handles the part."""
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        if Part(part.state) not in (Part.FORWARDED, Part.ACCEPTED, Part.RESULT_FILED):
            after(Part(part.state), Move.FILE_PROGRESS)
        part.handler_id = handler_id
        save_columns(part, "handler")
        record(request, "part_assigned", now=now, actor=actor, part=part, facts={"handler": handler_id})
        settle(request, now=now)


def file_progress(
    part_id: int,
    *,
    note: str,
    evidence: Sequence[str] = (),
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> None:
    """Record how far the agency is. `evidence` are keys of loose attachments."""
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        part.state = after(Part(part.state), Move.FILE_PROGRESS)
        held = attach(request, evidence, part=part)
        words = clean(note, limit=RESULT_LETTERS)
        record(request, "progress_filed", now=now, actor=actor, part=part, note=words, facts=_count(evidence, held))
        settle(request, now=now)


def file_result(
    part_id: int,
    *,
    note: str,
    evidence: Sequence[str],
    figures: Figures = NO_FIGURES,
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> None:
    """Record that one agency says its part is done. The citizen hears nothing yet: the desk answers.

    Of a part that was handed down it is the agency above that learns of it. Raises MoveNotAllowed if the part is not in
    the agency's hands, PartsUnderOpen while a unit under it works, EvidenceMissing without a photo of the result,
    EvidenceRefused when the service's rule refuses one.
    """
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        part.state = after(Part(part.state), Move.FILE_RESULT)
        require_none_under(part)
        held = attach(request, evidence, part=part)
        require_proof(request, part, evidence)
        part.result = clean(note, limit=RESULT_LETTERS)
        part.result_at = now
        part.fine, part.counted = figures.fine, figures.counted
        save_columns(part, "state", "result", "result_at", "fine", "counted")
        facts = _count(evidence, held) | {"attachments": ids_of(evidence)} | figures.facts
        event = record(request, "result_filed", now=now, actor=actor, part=part, facts=facts)
        clocks.end_part(part, stopped_by=StoppedBy.RESULT_FILED, now=now)
        tell_above(request, part, now=now, event=event)
        settle(request, now=now)


def accept_result(part_id: int, *, despite: str = "", now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record that the desk takes the agency's result. Raises UnderAnother: the agency above checks what it handed down."""
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        require_the_desks(part)
        part.state = after(Part(part.state), Move.ACCEPT_RESULT)
        despite = clean(despite, limit=RESULT_LETTERS)
        require_looked_at(part, despite=despite)
        part.closed_at = now
        save_columns(part, "state", "closed_at")
        record(request, "result_accepted", now=now, actor=actor, part=part, note=despite)
        # What counts for the agency is the moment it filed, not the moment somebody read it.
        clocks.end_part(part, stopped_by=StoppedBy.RESULT_ACCEPTED, now=part.result_at or now)
        settle(request, now=now)


def return_result(part_id: int, *, reason: str, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Send the result back to the agency with what is missing; the clock that filing stopped runs on. Raises UnderAnother."""
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        require_the_desks(part)
        part.state = after(Part(part.state), Move.RETURN_RESULT)
        save_columns(part, "state")
        clocks.run_on(part, stopped_by=StoppedBy.RESULT_FILED)
        words = clean(note, limit=RESULT_LETTERS)
        event = record(request, "result_returned", now=now, actor=actor, part=part, reason=reason, note=words)
        tell_agency(request, part, "returned_to_agency", now=now, once=f"e{event}", facts={"event": event})
        settle(request, now=now)


def reopen_locked(request: ServiceRequest, part: Assignment, *, note: str, now: datetime, actor: Actor) -> None:
    """Put a finished part back into its agency's hands, with clocks of its own for the new round.

    `note` is why, in words that do not tell who reports.
    """
    part.state = after(Part(part.state), Move.REOPEN)
    part.forwarded_at, part.accepted_at, part.result_at, part.closed_at = now, None, None, None
    part.result = ""
    part.rating, part.rated_at, part.fine, part.counted = None, None, None, None
    part.save(
        update_fields=[
            "state", "forwarded_at", "accepted_at", "result_at", "closed_at", "result", "rating", "rated_at", "fine", "counted"
        ]
    )  # fmt: skip
    event = record(request, "part_reopened", now=now, actor=actor, part=part, note=note)
    clocks.start_part(request, part, StartedBy.FORWARDED, now=now)
    tell_agency(request, part, "reopened", now=now, once=f"n{request.round}", facts={"event": event})


def _forward(request: ServiceRequest, part: Assignment, *, now: datetime, actor: Actor) -> None:
    part.state = after(Part(part.state), Move.FORWARD)
    part.forwarded_at = max(now, part.proposed_at)  # whichever way the wall clock was set meanwhile
    save_columns(part, "state", "forwarded_at")
    record(request, "forwarded", now=now, actor=actor, part=part, facts={"unit": part.unit_id, "rule": part.rule})
    clocks.start_part(request, part, StartedBy.FORWARDED, now=now)
    tell_agency(request, part, "focal_forwarded", now=now, once=f"n{request.round}")


def _count(evidence: Sequence[str], held: int) -> dict[str, int]:
    return {name: count for name, count in (("photos", len(evidence)), ("held", held)) if count}
