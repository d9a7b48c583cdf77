"""Clocks of a case: started by the profile's rules, paused with the length that is left, ended with an outcome.

Every function works on a request that the caller has locked.
"""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hotline.casefile.models import Assignment, Clock, ServiceRequest
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.casefile.refusals import NoSuchCase
from hotline.core.calendar import WorkingCalendar
from hotline.core.clockrules import ClockOn, ClockRule, StoppedBy, rules_for
from hotline.core.deadlines import NothingLeft
from hotline.core.derivation import Derivation, Pause, StartedBy, derive, promised, rederive
from hotline.core.facts import Actor, Kind, Level
from hotline.core.status import CLOSED_PARTS
from hotline.directory import queries as directory
from hotline.rows.questions import Question

from .overruns import is_overrun_lawful
from .recording import locked_request, part_states, record, settle
from .saving import insert_row, save_columns

CITIZEN_ASKED = "asked-citizen"
"""The profile's reason to pause while the citizen is asked for more."""


BEFORE_AN_ANSWER = frozenset({StartedBy.RECEIVED, StartedBy.INFORMATION_COMPLETE, StartedBy.FORWARDED})
"""What has happened to every case that can be reopened, and does not happen again."""


_RUNNING = Question(lambda request: open_of(request_id=request).values_list("purpose", flat=True), int)
_ENDED_WITH = Question(lambda request, by, also: open_of(request_id=request).filter(stops__in=[by, also]), int, str, str)
_PART_ENDED_WITH = Question(lambda part, by, also: open_of(part_id=part).filter(stops__in=[by, also]), int, str, str)


class MayNotPause(Exception):
    """The rule does not let its clock stand still for this reason, or nothing is left of it."""


def start(request: ServiceRequest, started_by: StartedBy, *, now: datetime) -> None:
    """Start the request's own clocks that begin with `started_by`; one that runs already is left alone.

    A reopened case is received anew: its clocks of reception, complete information and forwarding start again, with
    reopening as what started them, for none of these happens a second time.
    """
    began = {started_by, *(BEFORE_AN_ANSWER if started_by is StartedBy.REOPENED else ())}
    if not _any_begins(began, on=ClockOn.REQUEST):
        return
    running = set(_RUNNING.rows(request.pk))
    for rule in request_rules(request):
        if rule.on is ClockOn.REQUEST and rule.starts in began and rule.purpose not in running:
            _create(rule, started_by, now, request=request)


def start_part(request: ServiceRequest, part: Assignment, started_by: StartedBy, *, now: datetime) -> None:
    """Start the clocks of one agency's part that begin with `started_by`.

    Being forwarded also starts those that count from reception, or from complete information, which was complete before:
    from then. A new round counts from its own beginning: all that was long ago.
    """
    began = {started_by: now}
    if started_by is StartedBy.FORWARDED:
        first = request.round == 1
        began[StartedBy.RECEIVED] = request.received_at if first else now
        if request.complete_at is not None:
            began[StartedBy.INFORMATION_COMPLETE] = request.complete_at if first else now
    if not _any_begins(began, on=ClockOn.ASSIGNMENT):
        return
    for rule in request_rules(request):
        if rule.on is ClockOn.ASSIGNMENT and rule.starts in began:
            _create(rule, rule.starts, began[rule.starts], part=part)


def end(request: ServiceRequest, *, stopped_by: StoppedBy, now: datetime) -> None:
    """End the request's clocks that `stopped_by` stops: kept if in time, missed if not."""
    _end_each(_ENDED_WITH.rows(request.pk, *_ended_by(stopped_by)), now=now)


def end_part(part: Assignment, *, stopped_by: StoppedBy, now: datetime) -> None:
    """End the part's clocks that `stopped_by` stops: kept if in time, missed if not."""
    _end_each(_PART_ENDED_WITH.rows(part.pk, *_ended_by(stopped_by)), now=now)


def end_all_of_part(part: Assignment, *, now: datetime, outcome: Outcome) -> None:
    """End every clock of a part that no longer binds its agency."""
    _end_each(open_of_part(part), now=now, outcome=outcome)


def end_all(request: ServiceRequest, *, now: datetime) -> None:
    """End every clock of a refused report: the forwarding one is kept if it was in time, the others are void."""
    _end_each(open_of_request(request).filter(stops=StoppedBy.FORWARDED), now=now)
    _end_each(open_of_request(request), now=now, outcome=Outcome.VOID)


def run_on(part: Assignment, *, stopped_by: StoppedBy) -> None:
    """Let the clocks that `stopped_by` ended run on to their old due moment: what ended them was not enough."""
    Clock.objects.filter(
        part=part, stops__in=_ended_by(stopped_by), state=ClockState.ENDED, ended_at__gte=part.forwarded_at, due_at__isnull=False
    ).exclude(outcome__in=[Outcome.VOID, Outcome.OVERRUN_LAWFULLY]).update(state=ClockState.RUNNING, outcome="", ended_at=None)


def pause_all(request: ServiceRequest, reason: str, *, now: datetime, actor: Actor) -> None:
    """Pause every clock of the request that may stand still for `reason`. One that is overdue is overdue."""
    for clock in open_of_request(request).filter(state=ClockState.RUNNING):
        try:
            _pause(request, clock, reason, now=now, actor=actor)
        except MayNotPause:
            continue


def resume_all(request: ServiceRequest, reason: str, *, now: datetime, actor: Actor) -> None:
    """Let every clock of the request that stands still for `reason` go on with the length that it kept."""
    for clock in open_of_request(request).filter(state=ClockState.PAUSED, pause_reason=reason):
        _resume(request, clock, now=now, actor=actor)


def pause_clock(clock_id: int, *, reason: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Pause one clock of a request, with a reason that its rule allows. Raises MayNotPause, NoSuchCase."""
    with transaction.atomic():
        request, clock = _locked(clock_id, version=version)
        if clock.state != ClockState.RUNNING:
            raise MayNotPause(reason)
        _pause(request, clock, reason, now=now, actor=actor)
        settle(request, now=now)


def resume_clock(clock_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Let one paused clock go on. Raises MayNotPause if it does not stand still, NoSuchCase."""
    with transaction.atomic():
        request, clock = _locked(clock_id, version=version)
        if clock.state != ClockState.PAUSED:
            raise MayNotPause(clock.state)
        _resume(request, clock, now=now, actor=actor)
        settle(request, now=now)


def request_rules(request: ServiceRequest) -> tuple[ClockRule, ...]:
    """Return the profile's rules for this case as it stands."""
    return rules_with(request, agencies=sum(1 for state in part_states(request.pk) if state not in CLOSED_PARTS))


def rules_with(request: ServiceRequest, *, agencies: int) -> tuple[ClockRule, ...]:
    """Return the profile's rules for this case if so many agencies have a part in it."""
    snapshot = directory.snapshot()
    return rules_for(
        snapshot.clock_rules,
        service=snapshot.services_by_id[request.service_id].code,
        kind=Kind(request.kind),
        received_at=request.received_at,
        agencies=agencies,
        level=Level(request.level),
    )


def clock_columns(rule: ClockRule, started_by: StartedBy, started_at: datetime) -> dict[str, Any]:
    """Return the columns of a new clock but for whose it is. Raises CalendarNeverWorks."""
    derivation = derive(
        rule=rule.code,
        rule_version=rule.valid_from,
        source=rule.source,
        started_by=started_by,
        started_at=started_at,
        length=rule.length,
        calendar=directory.snapshot().calendars[rule.calendar],
    )
    return {
        "rule": rule.code,
        "purpose": rule.purpose,
        "stops": rule.stops.value,
        "rule_from": rule.valid_from,
        "calendar": rule.calendar,
        "started_by": started_by.value,
        "started_at": started_at,
        "due_at": derivation.due_at,
        "derivation": derivation.as_json(),
    }


def given_columns(
    *,
    rule: str,
    purpose: str,
    stops: str,
    rule_from: date,
    source: str,
    calendar: WorkingCalendar,
    started_by: StartedBy,
    started_at: datetime,
    due_at: datetime,
) -> dict[str, Any]:
    """Return the columns of a new clock whose due moment somebody gave, but for whose it is."""
    derivation = promised(
        rule=rule,
        rule_version=rule_from,
        source=source,
        started_by=started_by,
        started_at=started_at,
        due_at=due_at,
        calendar=calendar,
    )
    return {
        "rule": rule,
        "purpose": purpose,
        "stops": stops,
        "rule_from": rule_from,
        "calendar": calendar.code,
        "started_by": started_by.value,
        "started_at": started_at,
        "due_at": due_at,
        "derivation": derivation.as_json(),
    }


def end_clock(clock: Clock, *, now: datetime, outcome: Outcome | None = None) -> None:
    """End one clock. A paused one was not yet late when it was paused, so it was kept."""
    late = clock.due_at is not None and now > clock.due_at
    lawful = outcome is None and late and is_overrun_lawful(clock)
    clock.outcome = outcome or (Outcome.OVERRUN_LAWFULLY if lawful else Outcome.MISSED if late else Outcome.KEPT)
    clock.state, clock.ended_at, clock.left = ClockState.ENDED, clock.due_at if lawful else max(now, clock.started_at), None
    save_columns(clock, "outcome", "state", "ended_at", "left")


def open_of_request(request: ServiceRequest) -> QuerySet[Clock]:
    """Return the request's own clocks that have not ended."""
    return open_of(request_id=request.pk)


def open_of_part(part: Assignment) -> QuerySet[Clock]:
    """Return the clocks of one part that have not ended."""
    return open_of(part_id=part.pk)


def open_of(**whose: int) -> QuerySet[Clock]:
    """Return the clocks of a request, or of a part, that have not ended."""
    return Clock.objects.filter(**whose).exclude(state=ClockState.ENDED).order_by("id")


def _any_begins(began: Container[StartedBy], *, on: ClockOn) -> bool:
    """Return whether any rule of the city begins so, whatever the case: mostly none does, and nothing is asked for it."""
    return any(rule.on is on and rule.starts in began for rule in directory.snapshot().clock_rules)


def _create(
    rule: ClockRule,
    started_by: StartedBy,
    started_at: datetime,
    *,
    request: ServiceRequest | None = None,
    part: Assignment | None = None,
) -> None:
    insert_row(Clock(request=request, part=part, **clock_columns(rule, started_by, started_at)))


def _pause(request: ServiceRequest, clock: Clock, reason: str, *, now: datetime, actor: Actor) -> None:
    rule = _rule_of(clock)
    before = Derivation.from_json(clock.derivation)
    if rule is None or not rule.may_pause(reason) or clock.due_at is None:
        raise MayNotPause(reason)
    pauses = (*before.pauses, Pause(now, None, reason))
    try:
        after = rederive(before, directory.snapshot().calendars[clock.calendar], pauses=pauses)
    except NothingLeft:
        raise MayNotPause(reason) from None
    if after.left is None:
        raise MayNotPause(reason)
    clock.state, clock.due_at, clock.left = ClockState.PAUSED, None, after.left.as_json()
    clock.pause_reason, clock.paused_at = reason, now
    clock.derivation = after.as_json()
    clock.save(update_fields=["state", "due_at", "left", "pause_reason", "paused_at", "derivation"])
    record(request, "clock_paused", now=now, actor=actor, reason=reason, facts={"clock": clock.pk, "rule": clock.rule})


def _resume(request: ServiceRequest, clock: Clock, *, now: datetime, actor: Actor) -> None:
    before = Derivation.from_json(clock.derivation)
    *earlier, last = before.pauses
    pauses = (*earlier, replace(last, resumed_at=now))
    calendar = directory.snapshot().calendars[clock.calendar]
    unpaused, after = rederive(before, calendar, pauses=earlier), rederive(before, calendar, pauses=pauses)
    clock.state, clock.due_at, clock.left = ClockState.RUNNING, after.due_at, None
    clock.pause_reason, clock.paused_at = "", None
    clock.derivation = after.as_json()
    clock.save(update_fields=["state", "due_at", "left", "pause_reason", "paused_at", "derivation"])
    moved = {"from": _as_text(unpaused.due_at), "to": _as_text(after.due_at)}
    record(request, "clock_resumed", now=now, actor=actor, facts={"clock": clock.pk, "rule": clock.rule, **moved})


def _as_text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _end_each(clocks: Iterable[Clock], *, now: datetime, outcome: Outcome | None = None) -> None:
    for clock in clocks:
        end_clock(clock, now=now, outcome=outcome)


def _ended_by(stopped_by: StoppedBy) -> tuple[StoppedBy, StoppedBy]:
    """Return what ends with `stopped_by`: a commitment is kept by the result, and by the answer that it was made for."""
    keeps = stopped_by in (StoppedBy.RESULT_FILED, StoppedBy.ANSWERED)
    return stopped_by, StoppedBy.COMMITMENT_KEPT if keeps else stopped_by


def _rule_of(clock: Clock) -> ClockRule | None:
    rules = directory.snapshot().clock_rules
    return next((rule for rule in rules if rule.code == clock.rule and rule.valid_from == clock.rule_from), None)


def _locked(clock_id: int, *, version: int | None) -> tuple[ServiceRequest, Clock]:
    request_id = Clock.objects.filter(pk=clock_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NoSuchCase(clock_id)
    return locked_request(request_id, version=version), Clock.objects.get(pk=clock_id)
