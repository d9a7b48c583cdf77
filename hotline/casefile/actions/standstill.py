"""What agencies and deadlines of a report do while it stands merged under another, and how they come back.

Every function works on a request that the caller has locked and will settle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from hotline.casefile.models import Assignment, Clock, ServiceRequest
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.core.derivation import Derivation, Pause, rederive
from hotline.core.facts import Actor, PartRole
from hotline.core.status import CLOSED_PARTS, OPEN_PARTS, Part, Screening
from hotline.directory import queries as directory

from .clocks import CITIZEN_ASKED
from .messages import tell_agency
from .recording import record
from .struck import for_agencies
from .withdrawing import withdraw_locked

MERGED = "merged"
"""Why a deadline stood still, in its derivation: not one of the profile's reasons, for no rule has to allow it."""


def set_parts_aside(request: ServiceRequest, *, note: str, now: datetime, actor: Actor) -> dict[str, str]:
    """Take every part back from its agency, which is told; return the states in which they were, by number.

    Of `note` agencies read what does not tell who reports.
    """
    struck = for_agencies(request.pk, note)
    standing = list(Assignment.objects.filter(request_id=request.pk).exclude(state__in=[Part.DONE, *CLOSED_PARTS]).order_by("id"))
    before = {str(part.pk): part.state for part in standing}
    for part in standing:
        if part.role != PartRole.UNDER:  # what was handed down goes with the part above it
            withdraw_locked(request, part, note=struck, now=now, actor=actor)
    return before


def put_parts_back(request: ServiceRequest, before: Mapping[str, str], *, now: datetime, actor: Actor) -> None:
    """Give parts back to the agencies that had them, in the states in which they were; agencies are told."""
    for part in Assignment.objects.filter(pk__in=[int(number) for number in before]).order_by("id"):
        part.state, part.closed_at = before[str(part.pk)], None
        part.save(update_fields=["state", "closed_at"])
        event = record(request, "part_put_back", now=now, actor=actor, part=part)
        if part.state in OPEN_PARTS:
            tell_agency(request, part, "focal_forwarded", now=now, once=f"e{event}")


def set_clocks_aside(request: ServiceRequest, *, now: datetime) -> list[int]:
    """End every open clock of the request and its parts as one that no longer counts; return their numbers."""
    open_ones = _clocks_of(request).exclude(state=ClockState.ENDED)
    numbers = list(open_ones.order_by("id").values_list("id", flat=True))
    ended = Greatest(F("started_at"), Value(now))
    Clock.objects.filter(pk__in=numbers).update(state=ClockState.ENDED, outcome=Outcome.VOID, left=None, ended_at=ended)
    return numbers


def put_clocks_back(request: ServiceRequest, numbers: Sequence[int], *, since: datetime, now: datetime, actor: Actor) -> None:
    """Let clocks go on that were set aside at `since`, with the length that they had left then.

    One that stood still before goes on doing so, unless what it waited for has come. One that was overdue is overdue.
    """
    for clock in Clock.objects.filter(pk__in=numbers).order_by("id"):
        was_due = clock.due_at
        _put_clock_back(request, clock, since=since, now=now)
        if clock.due_at != was_due:
            moved = {"from": was_due.isoformat() if was_due else None, "to": clock.due_at.isoformat() if clock.due_at else None}
            facts = {"clock": clock.pk, "rule": clock.rule, **moved}
            record(request, "clock_resumed", now=now, actor=actor, reason=MERGED, facts=facts)


def _put_clock_back(request: ServiceRequest, clock: Clock, *, since: datetime, now: datetime) -> None:
    before = Derivation.from_json(clock.derivation)
    after = rederive(
        before, directory.snapshot().calendars[clock.calendar], pauses=_pauses(request, before, since=since, now=now)
    )
    stands = after.left is not None
    clock.state = ClockState.PAUSED if stands else ClockState.RUNNING
    clock.due_at, clock.left = after.due_at, after.left.as_json() if after.left else None
    clock.paused_at = after.pauses[-1].paused_at if stands else None
    clock.pause_reason = after.pauses[-1].reason if stands else ""
    clock.outcome, clock.ended_at, clock.derivation = "", None, after.as_json()
    clock.save(
        update_fields=["state", "due_at", "left", "paused_at", "pause_reason", "outcome", "ended_at", "derivation"]
    )  # fmt: skip


def _pauses(request: ServiceRequest, before: Derivation, *, since: datetime, now: datetime) -> tuple[Pause, ...]:
    """Return the stretches in which a clock stood still, that of the merge among them."""
    if not before.pauses or before.pauses[-1].resumed_at is not None:
        return (*before.pauses, Pause(since, now, MERGED))
    *earlier, last = before.pauses
    if last.reason == CITIZEN_ASKED and request.screening != Screening.ASKED:
        return (*earlier, replace(last, resumed_at=now))
    return before.pauses


def _clocks_of(request: ServiceRequest) -> QuerySet[Clock]:
    return Clock.objects.filter(Q(request_id=request.pk) | Q(part__request_id=request.pk))
