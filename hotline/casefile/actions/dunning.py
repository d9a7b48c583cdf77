"""What is said to an agency about a deadline that nears or has passed: messages and events of the case.

Which step is due, and that it is taken once, is the business of whoever calls; the messages are unique by themselves too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from hotline.casefile.models import Assignment, Clock, Event, Explanation, Message, ServiceRequest
from hotline.casefile.models.clocks import ClockState
from hotline.core.directives import DirectiveState
from hotline.core.dunning import Period, Rung, Side, Step
from hotline.core.facts import MESSAGE_ORDER, SYSTEM, Actor, Priority
from hotline.core.status import Part
from hotline.directory.facts import FocalFacts

from .messages import channels_of, queue
from .recording import event_row, locked_request, record

IN_HAND = (Part.FORWARDED, Part.ACCEPTED)


class DeadlineMoved(Exception):
    """The clock ended, stands still or is due at another moment, or its part left the agency: there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one agency got in a period: `received` in it, of these `open` still, of these `late`."""

    unit_id: int
    received: int
    open: int
    late: int


def hold_deadline(clock_id: int, *, due_at: datetime) -> None:
    """Lock the case of an agency's clock for the rest of the transaction. Raises DeadlineMoved if it is not due at `due_at`."""
    found = Clock.objects.filter(pk=clock_id).values_list(*_CASES).first()
    request_id = next((one for one in found or () if one), None)
    if request_id is None:
        raise DeadlineMoved(clock_id)
    locked_request(request_id, merged_too=True)
    standing = Clock.objects.filter(pk=clock_id, state=ClockState.RUNNING, due_at=due_at)
    in_hand = Q(part__state__in=IN_HAND) | Q(directive__state=DirectiveState.GIVEN) | Q(explanation__isnull=False)
    if not standing.filter(in_hand).exists():
        raise DeadlineMoved(clock_id)


def tell_of_deadline(clock_id: int, *, step: Step, due_at: datetime, people: Sequence[FocalFacts], now: datetime) -> None:
    """Queue the words of a step to `people` and record it with the case. The case is held by `hold_deadline`."""
    clock = _clock(clock_id)
    request, part, asked = _case(clock)
    facts = {**_whose(part, asked), "clock": clock.pk, "due_at": due_at.isoformat(), "step": step.code}
    event = (_TEXTS_TO_THE_NAMED if asked else _TEXTS)[step.side, step.to]
    once = f"{event}:{clock.pk}:{due_at:%Y%m%dT%H%M%S}:{step.code}"
    priority = MESSAGE_ORDER[Priority.EMERGENCY if request.urgent else Priority.AGENCY]
    queue(_messages(people, event, once, facts, now=now, priority=priority, request_id=request.pk))
    name = "agency_warned" if step.side is Side.BEFORE else "agency_dunned"
    told = {**facts, "to": step.to.value, "told": len(people)}
    record(request, name, now=now, actor=SYSTEM, part=part, facts=told)


def ask_for_call(clock_id: int, *, step: Step, due_at: datetime, why: str, now: datetime) -> None:
    """Record that somebody is to call the agency about a deadline. The case is held by `hold_deadline`."""
    clock = _clock(clock_id)
    request, part, asked = _case(clock)
    facts = {
        **_whose(part, asked), "clock": clock.pk, "due_at": due_at.isoformat(), "step": step.code, "to": step.to.value,
        "why": why,
    }  # fmt: skip
    record(request, "call_asked", now=now, actor=SYSTEM, part=part, facts=facts)


def log_call(clock_id: int, *, call: int, reached: bool, note: str, now: datetime, actor: Actor) -> None:
    """Record that somebody called the agency that a clock binds, and what was said. Raises DeadlineMoved.

    The case itself does not change by it: nobody's open form becomes out of date.
    """
    request, part, asked = _case(_clock(clock_id))
    locked_request(request.pk, merged_too=True)
    name = "agency_called" if reached else "agency_not_reached"
    record(request, name, now=now, actor=actor, note=note, part=part, facts={**_whose(part, asked), "call": call})


def remind_of_period(period: Period, *, owed: Sequence[tuple[Owed, Sequence[FocalFacts]]], now: datetime) -> None:
    """Queue the reminder of a period to the agencies that owe work of it, and record that it went out."""
    key = f"{period.ends_at:%Y%m%dT%H%M}"
    messages: list[Message] = []
    for one, people in owed:
        facts = {
            "unit": one.unit_id, "begins_at": period.begins_at.isoformat(), "ends_at": period.ends_at.isoformat(),
            "received": one.received, "open": one.open, "late": one.late,
        }  # fmt: skip
        once = f"monthly_reminder:{key}:u{one.unit_id}"
        messages += _messages(people, "monthly_reminder", once, facts, now=now, priority=MESSAGE_ORDER[Priority.DIGEST])
    queue(messages)
    sent = {"period": key, "units": [one.unit_id for one, _people in owed]}
    Event.objects.create(**event_row(None, "agencies_reminded", now=now, actor=SYSTEM, facts=sent))


_TEXTS = {
    (Side.BEFORE, Rung.FOCAL_POINT): "due_soon",
    (Side.BEFORE, Rung.HEAD): "due_soon",
    (Side.AFTER, Rung.FOCAL_POINT): "overdue",
    (Side.AFTER, Rung.HEAD): "overdue_head",
    (Side.AFTER, Rung.LEADER): "overdue_leader",
}


_TEXTS_TO_THE_NAMED = {
    (side, rung): f"explanation_{'due_soon' if side is Side.BEFORE else 'overdue'}" for side, rung in _TEXTS
} | {(Side.AFTER, Rung.LEADER): "explanation_overdue_leader"}
"""The agency complained of reads neither which case it is nor where, and its leaders need not."""

_CASES = ("part__request_id", "directive__part__request_id", "explanation__request_id")


def _clock(clock_id: int) -> Clock:
    return Clock.objects.select_related("part", "directive__part", "explanation").get(pk=clock_id)


def _case(clock: Clock) -> tuple[ServiceRequest, Assignment | None, Explanation | None]:
    """Return the case, and of the agency that the clock binds its part (its own, or a directive's) or what it has to explain."""
    part = clock.part or (clock.directive.part if clock.directive else None)
    owner = part or clock.explanation
    if owner is None:
        raise DeadlineMoved(clock.pk)
    request = ServiceRequest.objects.only("id", "urgent").get(pk=owner.request_id)
    return request, part, clock.explanation


def _whose(part: Assignment | None, asked: Explanation | None) -> dict[str, int]:
    if asked is not None:
        return {"explanation": asked.pk, "unit": asked.unit_id}
    return {"part": part.pk} if part else {}


def _messages(
    people: Sequence[FocalFacts],
    event: str,
    once: str,
    facts: dict[str, Any],
    *,
    now: datetime,
    priority: int,
    request_id: int | None = None,
) -> list[Message]:
    """Return one message for each way to reach each person; `once` names what is said, whoever hears it."""
    return [
        Message(
            request_id=request_id,
            event=event,
            facts=facts,
            once=f"{once}:f{person.id}:{channel}",
            priority=priority,
            channel=channel,
            focal_point_id=person.id,
            created_at=now,
            try_at=now,
        )
        for person in people
        for channel in channels_of(person)
    ]
