"""Deadlines that a commitment overruns lawfully: whether one may end so, and the clock that counts towards the promise.

Every function works on a request that the caller has locked.
"""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from hotline.casefile.models import Assignment, Clock, Commitment, Event, ServiceRequest
from hotline.casefile.models.clocks import Outcome
from hotline.core.clockrules import StoppedBy
from hotline.core.commitments import COMMITMENT, FINISHING, CommitmentState, Promise, makes_lawful
from hotline.core.derivation import StartedBy, promised
from hotline.core.facts import PartRole
from hotline.core.status import CLOSED_PARTS
from hotline.directory import queries as directory

_WHERE_IT_LIES = ("result_filed", "result_returned")


def is_overrun_lawful(clock: Clock) -> bool:
    """Return whether a deadline that has passed was overrun lawfully: its rule allows it, and a commitment covers it.

    An agency's commitment covers the deadline of its part, and that of the one answer while that waits for the agency.
    """
    return clock.due_at is not None and rule_allows(clock) and makes_lawful(promises_for(clock), due_at=clock.due_at)


def rule_allows(clock: Clock) -> bool:
    """Return whether the clock's rule knows lawful overruns. A promised date does: a further commitment was approved."""
    if clock.purpose == COMMITMENT:
        return True
    rules = directory.snapshot().clock_rules
    return any(rule.overrun_lawful for rule in rules if rule.code == clock.rule and rule.valid_from == clock.rule_from)


def promises_for(clock: Clock) -> list[Promise]:
    """Return the commitments that stand and bear upon the clock, earliest end first."""
    rows = _of_part(clock.part_id) if clock.part_id else _of_answer(clock)
    return [Promise(filed_at, until) for filed_at, until in rows.order_by("due_at").values_list("filed_at", "due_at")]


def deadline_of(part: Assignment) -> Clock | None:
    """Return the deadline that a commitment of this part would overrun: the last promise, else the one it was given.

    None where no rule gives the part's agency a time to finish in.
    """
    clocks = Clock.objects.filter(part_id=part.pk, stops__in=FINISHING)
    standing = clocks.exclude(outcome=Outcome.VOID).exclude(ended_at__lt=part.forwarded_at).order_by("id")
    rows = list(standing)
    promises = [clock for clock in rows if clock.purpose == COMMITMENT]
    return next(reversed(promises or rows), None)


def count_towards(
    promise: Promise, overrun: Clock, *, part: Assignment | None = None, request: ServiceRequest | None = None
) -> Clock:
    """Start the clock of a promise in the place of `overrun`: by the same rule, paper and calendar, and ended by the same."""
    derivation = promised(
        rule=overrun.rule,
        rule_version=overrun.rule_from,
        source=str(overrun.derivation["source"]),
        started_by=StartedBy.COMMITTED,
        started_at=promise.filed_at,
        due_at=promise.until,
        calendar=directory.snapshot().calendars[overrun.calendar],
    )
    return Clock.objects.create(
        request=request,
        part=part,
        rule=overrun.rule,
        purpose=COMMITMENT,
        stops=overrun.stops,
        rule_from=overrun.rule_from,
        calendar=overrun.calendar,
        started_by=StartedBy.COMMITTED.value,
        started_at=promise.filed_at,
        due_at=promise.until,
        derivation=derivation.as_json(),
    )


def of_this_round(part: Assignment, *, round_now: int) -> QuerySet[Commitment]:
    """Return what the part's agency has committed to since it was given the part: all that may still bind it.

    An agency that works on while the case is reopened stays bound; one whose part was reopened begins anew.
    """
    rows = Commitment.objects.filter(part_id=part.pk)
    return rows.filter(Q(round=round_now) | Q(filed_at__gte=part.forwarded_at)) if part.forwarded_at else rows


def _of_part(part_id: int) -> QuerySet[Commitment]:
    part = Assignment.objects.get(pk=part_id)
    round_now = ServiceRequest.objects.values_list("round", flat=True).get(pk=part.request_id)
    return of_this_round(part, round_now=round_now).filter(state=CommitmentState.STANDING)


def _of_answer(clock: Clock) -> QuerySet[Commitment]:
    """Return the commitments of agencies that the answer still waited for when it was due.

    An agency whose result lay at the desk excuses nobody's lateness, and of what was handed down the agency above it speaks.
    """
    if clock.stops != StoppedBy.ANSWERED or clock.request_id is None or clock.due_at is None:
        return Commitment.objects.none()
    bound = Assignment.objects.filter(request_id=clock.request_id, forwarded_at__isnull=False)
    bound = bound.exclude(role=PartRole.UNDER).exclude(state__in=CLOSED_PARTS)
    waited_for = [part.pk for part in bound if _had_it(part, at=clock.due_at)]
    rows = Commitment.objects.filter(part_id__in=waited_for, state=CommitmentState.STANDING)
    current = ServiceRequest.objects.filter(pk=clock.request_id).values("round")[:1]
    return rows.filter(Q(round=current) | Q(filed_at__gte=F("part__forwarded_at")))


def _had_it(part: Assignment, *, at: datetime) -> bool:
    """Return whether the part was in its agency's hands at a moment, with no result of it at the desk."""
    said = Event.objects.filter(
        request_id=part.request_id, name__in=_WHERE_IT_LIES, facts__part=part.pk, at__gte=part.forwarded_at, at__lte=at
    )
    return said.order_by("-id").values_list("name", flat=True).first() != "result_filed"
