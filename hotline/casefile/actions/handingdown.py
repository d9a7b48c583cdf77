"""Passing a part down to a unit under the agency, which stays accountable: its own part and clock run on."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hotline.casefile.models import Assignment, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.core.clockrules import StoppedBy
from hotline.core.derivation import StartedBy
from hotline.core.facts import Actor, PartRole
from hotline.core.handingdown import require_below
from hotline.core.status import Move, MoveNotAllowed, Part, after
from hotline.core.text import clean
from hotline.directory import queries as directory

from . import clocks
from .messages import tell_agency
from .parts import RESULT_LETTERS, AlreadyOnIt
from .proposing import refuse_the_one_named
from .recording import locked_part, record, settle
from .returning import SCOPE_LETTERS
from .withdrawing import take_back_locked


def hand_down(part_id: int, *, unit_id: int, scope: str = "", now: datetime, actor: Actor, version: int | None = None) -> int:
    """Pass the part down to a unit under its agency, at once, and return the id of the unit's own part.

    The unit has a state, clocks and evidence of its own, and the agency above takes its result. The agency's own part
    stays in its hands and its clock runs on: no time is won by passing work down.
    Raises MoveNotAllowed unless the agency has taken the part on, PassedInCircle, NotUnderIt, AgencyNamed, AlreadyOnIt.
    """
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        after(Part(part.state), Move.HAND_DOWN)
        units = directory.snapshot().units.values()
        above = {unit.id: unit.parent_id for unit in units}
        require_below(part.unit_id, unit_id, above=above)
        refuse_the_one_named(request, unit_id)
        under = _part_under(request, part, unit_id, scope=clean(scope, limit=SCOPE_LETTERS), now=now)
        record(request, "handed_down", now=now, actor=actor, part=under, facts={"unit": unit_id, "from": part.pk})
        clocks.start_part(request, under, StartedBy.FORWARDED, now=now)
        tell_agency(request, under, "focal_forwarded", now=now, once=f"n{request.round}")
        settle(request, now=now)
        return under.pk


def accept_under(part_id: int, under_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record that the agency takes the result of a unit under it; the citizen and the desk hear of it in the agency's own.

    Raises NoSuchCase for a part that was not handed down from this one, MoveNotAllowed without a result.
    """
    with transaction.atomic():
        request, _part, under = _locked_under(part_id, under_id, version=version)
        under.state = after(Part(under.state), Move.ACCEPT_RESULT)
        under.closed_at = now
        under.save(update_fields=["state", "closed_at"])
        record(request, "under_accepted", now=now, actor=actor, part=under)
        clocks.end_part(under, stopped_by=StoppedBy.RESULT_ACCEPTED, now=under.result_at or now)
        settle(request, now=now)


def return_under(part_id: int, under_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Send the result of a unit under the agency back with what is missing, also one that was taken before.

    The clocks that filing, and taking, stopped run on. Raises NoSuchCase, MoveNotAllowed without a result.
    """
    with transaction.atomic():
        request, part, under = _locked_under(part_id, under_id, version=version)
        if under.state == Part.DONE:
            after(Part(part.state), Move.HAND_DOWN)  # once the agency has filed its own result, what it took is part of that
            under.state = after(after(Part(under.state), Move.REOPEN), Move.ACCEPT)
            clocks.run_on(under, stopped_by=StoppedBy.RESULT_ACCEPTED)
        else:
            under.state = after(Part(under.state), Move.RETURN_RESULT)
        under.closed_at = None
        under.save(update_fields=["state", "closed_at"])
        clocks.run_on(under, stopped_by=StoppedBy.RESULT_FILED)
        words = clean(note, limit=RESULT_LETTERS)
        event = record(request, "under_sent_back", now=now, actor=actor, part=under, note=words)
        tell_agency(request, under, "above_returned", now=now, once=f"e{event}", facts={"event": event})
        settle(request, now=now)


def take_back(part_id: int, under_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take the work back from a unit under the agency, which has to do it or pass it to another. Raises NoSuchCase."""
    with transaction.atomic():
        request, _part, under = _locked_under(part_id, under_id, version=version)
        if under.state == Part.DONE:
            raise MoveNotAllowed(Part.DONE, Move.WITHDRAW)
        take_back_locked(request, under, note=note, now=now, actor=actor)
        settle(request, now=now)


def _part_under(request: ServiceRequest, part: Assignment, unit_id: int, *, scope: str, now: datetime) -> Assignment:
    """Make the unit's part. An agency's role cannot see whether the unit has one already: the database says so."""
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                request_id=request.pk,
                unit_id=unit_id,
                handed_down_from_id=part.pk,
                role=PartRole.UNDER,
                scope=scope or part.scope,
                state=Part.FORWARDED,
                proposed_at=now,
                forwarded_at=now,
            )
    except IntegrityError as error:
        if "part_once_per_unit" in str(error):
            raise AlreadyOnIt(unit_id) from None
        raise


def _locked_under(part_id: int, under_id: int, *, version: int | None) -> tuple[ServiceRequest, Assignment, Assignment]:
    """Return the request, locked, the agency's part and the one that it handed down. Raises NoSuchCase."""
    request, part = locked_part(part_id, version=version)
    under = Assignment.objects.filter(pk=under_id, handed_down_from_id=part.pk).first()
    if under is None:
        raise NoSuchCase(under_id)
    return request, part, under
