"""Clocks of a case that has changed: another service, another level, another number of agencies.

Every function works on a request that the caller has locked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, Q

from hotline.casefile.models import Assignment, Clock, ServiceRequest
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.core.clockrules import ClockOn, ClockRule
from hotline.core.commitments import COMMITMENT
from hotline.core.deadlines import NothingLeft
from hotline.core.derivation import Derivation, StartedBy, rederive
from hotline.core.status import Part
from hotline.directory import queries as directory
from hotline.rows.questions import Question

from .clocks import clock_columns, end_clock, open_of_part, open_of_request, request_rules

_IN_HAND = Question(
    lambda request: Assignment.objects.filter(request_id=request, state__in=[Part.FORWARDED, Part.ACCEPTED]).values_list(
        "id", flat=True
    ),
    int,
)
_CLOCKS = Question(
    lambda request: (
        Clock.objects.filter(Q(request_id=request) | Q(part__request_id=request))
        .exclude(outcome=Outcome.VOID)
        .exclude(purpose=COMMITMENT)
        .order_by("id")
        .values_list("part_id", "purpose", "rule", "state")
    ),
    int,
)


@dataclass(frozen=True, slots=True)
class Care:
    """What a change leaves alone: a deadline that is missed already, and one that would be past by its new rule."""

    missed_stays: bool
    never_late_at_once: bool


@dataclass(frozen=True, slots=True)
class _Start:
    by: StartedBy
    at: datetime


def restart(request: ServiceRequest, *, care: Care, now: datetime) -> None:
    """Replace clocks whose rule is no longer the case's: void the old, reckon the new from its start, with its pauses.

    So too for the parts that agencies have in hand. A new rule whose start lies in the past counts from there, so a clock
    may be late the moment it appears, unless `care` forbids it.
    """
    case_rules = request_rules(request)
    rules, parts_rules = _by_purpose(case_rules, ClockOn.REQUEST), _by_purpose(case_rules, ClockOn.ASSIGNMENT)
    for part in Assignment.objects.filter(request_id=request.pk, state__in=[Part.FORWARDED, Part.ACCEPTED]):
        _restart_part(request, part, parts_rules, care=care, now=now)
    old_ones = _by_their_purpose(open_of_request(request))
    begun = {
        StartedBy.RECEIVED: request.received_at,
        StartedBy.INFORMATION_COMPLETE: request.complete_at,
        StartedBy.FORWARDED: _first_forwarded(request),
    }
    done = set(
        Clock.objects.filter(request_id=request.pk, state=ClockState.ENDED)
        .exclude(outcome=Outcome.VOID)
        .values_list("purpose", flat=True)
    )
    for purpose in dict.fromkeys([*old_ones, *rules]):
        old, rule = old_ones.get(purpose), rules.get(purpose)
        start = None
        if rule is not None and old is not None and old.started_by in (StartedBy.REOPENED, rule.starts):
            start = _Start(StartedBy(old.started_by), old.started_at)
        elif rule is not None and purpose not in done and (began := begun.get(rule.starts)) is not None:
            start = _Start(rule.starts, began)
        _replace(old, rule, start, care=care, now=now, request=request)


def is_by_its_rules(request: ServiceRequest) -> bool:
    """Return whether each rule that the case has now has its clock, and each open clock is by one: `restart` changes nothing.

    False is no promise that it does: rules whose start has not come have no clock.
    """
    rules = request_rules(request)
    wanted: dict[tuple[int | None, str], str] = {(None, rule.purpose): rule.code for rule in rules if rule.on is ClockOn.REQUEST}
    of_parts = {rule.purpose: rule.code for rule in rules if rule.on is ClockOn.ASSIGNMENT}
    for part_id in _IN_HAND.rows(request.pk):
        wanted |= {(part_id, purpose): code for purpose, code in of_parts.items()}
    rows: Sequence[tuple[int | None, str, str, str]] = _CLOCKS.rows(request.pk)
    running = {(part, purpose): rule for part, purpose, rule, state in rows if state != ClockState.ENDED}
    over = {(part, purpose) for part, purpose, _rule, state in rows if part is None and state == ClockState.ENDED}
    lacking = wanted.keys() - running.keys() - over
    return not lacking and all(wanted.get(key) == rule for key, rule in running.items())


def _restart_part(
    request: ServiceRequest, part: Assignment, rules: Mapping[str, ClockRule], *, care: Care, now: datetime
) -> None:
    """Do for a part in an agency's hands what `restart` does for its request; what it ended in this round stays ended."""
    old_ones = _by_their_purpose(open_of_part(part))
    ended = Clock.objects.filter(part_id=part.pk, state=ClockState.ENDED, ended_at__gte=part.forwarded_at)
    done = set(ended.exclude(outcome=Outcome.VOID).values_list("purpose", flat=True))
    begun = {
        StartedBy.RECEIVED: request.received_at if request.round == 1 else part.forwarded_at,
        StartedBy.FORWARDED: part.forwarded_at,
        StartedBy.ACCEPTED: part.accepted_at,
        StartedBy.INFORMATION_COMPLETE: request.complete_at if request.round == 1 else part.forwarded_at,
    }
    for purpose in dict.fromkeys([*old_ones, *rules]):
        rule = rules.get(purpose)
        began = begun.get(rule.starts) if rule is not None and purpose not in done else None
        start = _Start(rule.starts, began) if rule is not None and began is not None else None
        _replace(old_ones.get(purpose), rule, start, care=care, now=now, part=part)


def _replace(old: Clock | None, rule: ClockRule | None, start: _Start | None, *, care: Care, now: datetime, **whose: Any) -> None:
    """Put a clock by `rule` in the place of `old`, or void that alone where none begins; leave what `care` leaves alone."""
    if old is not None and rule is not None and old.rule == rule.code:
        return
    if old is not None and care.missed_stays and old.due_at is not None and old.due_at < now:
        return
    columns = None if rule is None or start is None else _columns(rule, start, old)
    due_at = columns["due_at"] if columns else None
    if old is not None and care.never_late_at_once and due_at is not None and due_at < now:
        return
    if old is not None:
        end_clock(old, now=now, outcome=Outcome.VOID)
    if columns is not None:
        Clock.objects.create(**columns, **whose)


def _columns(rule: ClockRule, start: _Start, old: Clock | None) -> dict[str, Any]:
    """Return the columns of a new clock, which stood still when the one before it did and stands still if that does.

    Where the new rule does not know the reason for which the old one stands still, the new one runs.
    """
    columns = clock_columns(rule, start.by, start.at)
    if old is None or not old.derivation["pauses"]:
        return columns
    after = _paused_alike(Derivation.from_json(columns["derivation"]), old, rule)
    columns |= {"due_at": after.due_at, "derivation": after.as_json()}
    if after.left is not None:
        standing = {"state": ClockState.PAUSED, "pause_reason": old.pause_reason, "paused_at": old.paused_at}
        columns |= {**standing, "left": after.left.as_json()}
    return columns


def _paused_alike(fresh: Derivation, old: Clock, rule: ClockRule) -> Derivation:
    pauses = Derivation.from_json(old.derivation).pauses
    if not rule.may_pause(old.pause_reason):
        pauses = tuple(pause for pause in pauses if pause.resumed_at is not None)
    try:
        return rederive(fresh, directory.snapshot().calendars[rule.calendar], pauses=pauses)
    except NothingLeft:
        return fresh


def _first_forwarded(request: ServiceRequest) -> datetime | None:
    """Return when the first agency was given its part, None while none is."""
    first: datetime | None = Assignment.objects.filter(request_id=request.pk).aggregate(first=Min("forwarded_at"))["first"]
    return first


def _by_purpose(rules: Iterable[ClockRule], on: ClockOn) -> dict[str, ClockRule]:
    return {rule.purpose: rule for rule in rules if rule.on is on}


def _by_their_purpose(clocks: Iterable[Clock]) -> dict[str, Clock]:
    """Return open clocks by purpose; a promise stays one whatever the case becomes."""
    return {clock.purpose: clock for clock in clocks if clock.purpose != COMMITMENT}
