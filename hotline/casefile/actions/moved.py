"""Saying on the case that a deadline moved: from when, to when, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from hotline.casefile.models import Clock, ServiceRequest
from hotline.casefile.models.clocks import ClockState
from hotline.core.facts import Actor
from hotline.directory import queries as directory

from . import restarting
from .recording import event_row, record

BY_SERVICE, BY_LEVEL, BY_AGENCIES, BY_CALENDAR = "service", "level", "agencies", "calendar"
"""Why a deadline moved: the reason of the event."""


@dataclass(frozen=True, slots=True)
class _Deadline:
    """An open clock as it stands before or after: `due_at` is None while it stands still."""

    clock: int
    rule: str
    stops: str
    due_at: datetime | None


def restart(request: ServiceRequest, *, because: str, now: datetime, actor: Actor) -> None:
    """Restart the clocks of a case that has changed, and write down each deadline that came, went or moved by it.

    A deadline that was missed stays missed, but for one of a service that was never the case's. Another number of agencies
    makes nobody late at once: it is no doing of those who work on.
    """
    before = _deadlines(request)
    care = restarting.Care(missed_stays=because != BY_SERVICE, never_late_at_once=because == BY_AGENCIES)
    restarting.restart(request, care=care, now=now)
    after = _deadlines(request)
    for key in sorted(before.keys() | after.keys(), key=str):
        was, is_now = before.get(key), after.get(key)
        if _same(was, is_now):
            continue
        facts = moved_facts(is_now or was, was.due_at if was else None, is_now.due_at if is_now else None)  # type: ignore[arg-type]
        part_id, _purpose = key
        record(request, "deadline_moved", now=now, actor=actor, reason=because, facts={**facts, **_part(part_id)})


def restart_for_agencies(request: ServiceRequest, *, now: datetime, actor: Actor) -> None:
    """Restart the clocks where a rule of the city asks how many agencies a case has: another number may mean another length.

    Mostly the number is that of its proposal still, and nothing is restarted.
    """
    asks = any(rule.agencies_from > 1 for rule in directory.snapshot().clock_rules)
    if asks and not restarting.is_by_its_rules(request):
        restart(request, because=BY_AGENCIES, now=now, actor=actor)


def moved_facts(deadline: _Deadline, before: datetime | None, after: datetime | None) -> dict[str, Any]:
    """Return the facts of the event: which clock, by which rule, due when before and due when now."""
    return {
        "clock": deadline.clock,
        "rule": deadline.rule,
        "stops": deadline.stops,
        "from": before.isoformat() if before else None,
        "to": after.isoformat() if after else None,
    }


def calendar_event(
    request_id: int,
    *,
    clock: int,
    rule: str,
    stops: str,
    part_id: int | None,
    before: datetime | None,
    after: datetime | None,
    decision: int | None,
    now: datetime,
    actor: Actor,
) -> dict[str, Any]:
    """Return the columns of the event that a calendar moved one deadline; `decision` is the administrator's, if it was one."""
    facts = {**moved_facts(_Deadline(clock, rule, stops, after), before, after), **_part(part_id)}
    if decision is not None:
        facts["decision"] = decision
    return event_row(request_id, "deadline_moved", now=now, actor=actor, reason=BY_CALENDAR, facts=facts)


def _deadlines(request: ServiceRequest) -> Mapping[tuple[int | None, str], _Deadline]:
    rows = Clock.objects.filter(Q(request_id=request.pk) | Q(part__request_id=request.pk)).exclude(state=ClockState.ENDED)
    found = rows.order_by("id").values_list("part_id", "purpose", "id", "rule", "stops", "due_at")
    return {(part_id, purpose): _Deadline(clock, rule, stops, due_at) for part_id, purpose, clock, rule, stops, due_at in found}


def _same(was: _Deadline | None, is_now: _Deadline | None) -> bool:
    return was is not None and is_now is not None and was.due_at == is_now.due_at


def _part(part_id: int | None) -> dict[str, int]:
    return {} if part_id is None else {"part": part_id}
