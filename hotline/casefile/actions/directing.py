"""What a decision of the People's Committee does to the record: agencies' parts become binding, a directive's clock begins.

Every function works on a request that the caller has locked and will settle.
"""

from collections.abc import Sequence
from datetime import datetime

from hotline.casefile.models import Answer, Assignment, Clock, Directive, Dossier, ServiceRequest
from hotline.core.calendar import WorkingCalendar
from hotline.core.clockrules import StoppedBy
from hotline.core.derivation import StartedBy
from hotline.core.directives import ANSWERED, DIRECTIVE
from hotline.core.facts import Actor, PartRole
from hotline.core.status import CLOSED_PARTS, REPLIED, AnswerState, Part
from hotline.directory import queries as directory
from hotline.directory.officehours import answering_calendar

from . import clocks
from .parts import forward_locked, reopen_locked
from .recording import record
from .ruling import settle_returns
from .withdrawing import withdraw_locked

UNVERIFIED = "chua-kiem-chung"
"""The profiles' source of what no paper confirms."""


def calendar_of(request: ServiceRequest) -> WorkingCalendar:
    """Return the calendar by which the case is answered: offices close by it on the day that a directive names."""
    return answering_calendar(clocks.request_rules(request), directory.snapshot())


def parts_directed(request: ServiceRequest, units: Sequence[int], *, note: str, now: datetime, actor: Actor) -> list[Assignment]:
    """Return each agency's part, made binding: the one it has, its finished one opened again, or a new one, forwarded.

    What was only proposed to others gives way. The first agency named leads where nobody does.
    """
    _reopen_if_answered(request, now=now, actor=actor)
    kept: dict[int, Assignment] = {}
    for part in Assignment.objects.filter(request_id=request.pk).exclude(state__in=CLOSED_PARTS).order_by("id"):
        if part.state == Part.PROPOSED and part.unit_id not in units:
            withdraw_locked(request, part, note="", now=now, actor=actor)
        else:
            kept[part.unit_id] = part
    has_lead = any(part.role == PartRole.LEAD for part in kept.values())
    for unit_id in units:
        if unit_id not in kept:
            role = PartRole.CO_HANDLER if has_lead else PartRole.LEAD
            kept[unit_id] = Assignment.objects.create(request_id=request.pk, unit_id=unit_id, role=role, proposed_at=now)
            has_lead = True
    directed = [kept[unit_id] for unit_id in units]
    for part in directed:
        part.binding = True
        if not has_lead and part.role == PartRole.CO_HANDLER:
            part.role, has_lead = PartRole.LEAD, True
        part.save(update_fields=["binding", "role"])
        if part.state == Part.DONE:
            reopen_locked(request, part, note=note, now=now, actor=actor)
    _hand_over(request, [part for part in directed if part.state == Part.PROPOSED], now=now, actor=actor)
    return directed


def start_clock(request: ServiceRequest, row: Directive, dossier: Dossier, *, due_at: datetime, now: datetime) -> None:
    """Start the clock of a directive: due when its day closes, by the paper that the decision is."""
    calendar = calendar_of(request)
    signed_on = dossier.signed_on or calendar.local(now).date()
    columns = clocks.given_columns(
        rule=DIRECTIVE,
        purpose=DIRECTIVE,
        stops=ANSWERED,
        rule_from=signed_on,
        source=dossier.paper or UNVERIFIED,
        calendar=calendar,
        started_by=StartedBy.DIRECTED,
        started_at=now,
        due_at=due_at,
    )
    Clock.objects.create(directive=row, **columns)


def _hand_over(request: ServiceRequest, parts: Sequence[Assignment], *, now: datetime, actor: Actor) -> None:
    if parts:
        forward_locked(request, parts, now=now, actor=actor)
        return
    settle_returns(request, now=now)
    clocks.end(request, stopped_by=StoppedBy.FORWARDED, now=now)


def _reopen_if_answered(request: ServiceRequest, *, now: datetime, actor: Actor) -> None:
    """Begin a new round of a case that was answered: its old answer stays what it was."""
    state = Answer.objects.filter(request_id=request.pk, round=request.round).values_list("state", flat=True).first()
    if state is None or AnswerState(state) not in REPLIED:
        return
    request.round += 1
    record(request, "reopened_by_decision", now=now, actor=actor, facts={"round": request.round})
    clocks.start(request, StartedBy.REOPENED, now=now)
