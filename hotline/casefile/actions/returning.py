"""A part sent back as not theirs, what the centre does about it, and the supervisor's decision that binds."""

from datetime import datetime

from django.db import transaction

from hotline.casefile.models import Assignment, ServiceRequest
from hotline.casefile.models.clocks import Outcome
from hotline.core.facts import Actor, PartRole
from hotline.core.returning import BindingDecision, minutes_held
from hotline.core.status import CLOSED_PARTS, Move, MoveNotAllowed, Part, after
from hotline.core.text import clean

from . import clocks, moved
from .answers import WordsMissing
from .parts import RESULT_LETTERS, AlreadyOnIt, LeadTaken, forward_locked
from .proposing import refuse_the_one_named
from .recording import locked_part, locked_request, record, require_open, settle
from .ruling import may_rule
from .underneath import require_none_under, tell_above
from .withdrawing import withdraw_locked

SCOPE_LETTERS = 500


class NotSupervisorsYet(Exception):
    """Too few agencies sent the case back for a binding decision: the operators find whose it is."""


def return_part(
    part_id: int,
    *,
    reason: str,
    note: str,
    to_unit_id: int | None = None,
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> None:
    """Record that the agency sends the part back, why, whose it is as far as it knows, and how long it lay there.

    The centre proposes another; a part that was handed down goes back to the agency above.
    Raises BindingDecision after the supervisor's ruling, AgencyNamed where it would send a complaint to the agency that it is
    about, PartsUnderOpen, and MoveNotAllowed once a result is filed.
    """
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        if part.binding:
            raise BindingDecision(part_id)
        if to_unit_id:
            refuse_the_one_named(request, to_unit_id)
        part.state = after(Part(part.state), Move.RETURN)
        require_none_under(part)
        part.closed_at, part.return_reason, part.returned_to_id = now, reason, to_unit_id
        part.save(update_fields=["state", "closed_at", "return_reason", "returned_to"])
        facts = {"minutes": minutes_held(part.forwarded_at or now, now)} | ({"to": to_unit_id} if to_unit_id else {})
        words = clean(note, limit=RESULT_LETTERS)
        event = record(request, "part_returned", now=now, actor=actor, part=part, reason=reason, note=words, facts=facts)
        clocks.end_all_of_part(part, now=now, outcome=Outcome.VOID)
        tell_above(request, part, now=now, event=event)
        settle(request, now=now)


def settle_return(part_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record that what a co-handler sent back needs nobody else, and why.

    Raises WordsMissing without why; MoveNotAllowed for a part that did not come back, that somebody dealt with already,
    or of a lead, which a case needs.
    """
    words = clean(note, limit=RESULT_LETTERS)
    if not words:
        raise WordsMissing(part_id)
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        if part.state != Part.RETURNED or part.return_settled_at is not None or part.role != PartRole.CO_HANDLER:
            raise MoveNotAllowed(Part(part.state), Move.WITHDRAW)
        part.return_settled_at = now
        part.save(update_fields=["return_settled_at"])
        record(request, "return_settled", now=now, actor=actor, part=part, note=words)
        moved.restart_for_agencies(request, now=now, actor=actor)
        settle(request, now=now)


def decide_whose(
    request_id: int,
    *,
    unit_id: int,
    role: PartRole,
    scope: str = "",
    why: str,
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> int:
    """Give a case that agencies sent back to one of them, who cannot send it back again; return its part's id.

    The supervisor's decision: what was only proposed gives way, and the part is forwarded at once.
    Raises NotSupervisorsYet, WordsMissing without why, AgencyNamed, AlreadyOnIt, LeadTaken, NoLead, MoveNotAllowed.
    """
    words = clean(why, limit=RESULT_LETTERS)
    if not words:
        raise WordsMissing(request_id)
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_open(request)
        if not may_rule(request):
            raise NotSupervisorsYet(request_id)
        refuse_the_one_named(request, unit_id)
        _make_room(request, unit_id, role, now=now, actor=actor)
        part = Assignment.objects.create(
            request_id=request.pk,
            unit_id=unit_id,
            role=role,
            scope=clean(scope, limit=SCOPE_LETTERS),
            binding=True,
            proposed_at=now,
        )
        record(request, "whose_decided", now=now, actor=actor, part=part, note=words, facts={"unit": unit_id})
        forward_locked(request, [part], now=now, actor=actor)
        settle(request, now=now, fields=("screening", "complete_at"))
        return part.pk


def _make_room(request: ServiceRequest, unit_id: int, role: PartRole, *, now: datetime, actor: Actor) -> None:
    """Withdraw what was only proposed; raise where an agency in hand stands in the way."""
    for part in Assignment.objects.filter(request_id=request.pk).exclude(state__in=CLOSED_PARTS):
        if part.state == Part.PROPOSED:
            withdraw_locked(request, part, note="", now=now, actor=actor)
        elif part.unit_id == unit_id:
            raise AlreadyOnIt(unit_id)
        elif role is PartRole.LEAD and part.role == PartRole.LEAD:
            raise LeadTaken(request.pk)
