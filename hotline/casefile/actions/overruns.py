"""Deadlines that a commitment overruns lawfully: whether one may end so, and the clock that counts towards the promise.

Every function works on a request that the caller has locked.
"""

from django.db.models import QuerySet

from hotline.casefile.models import Assignment, Clock, Commitment, ServiceRequest
from hotline.casefile.models.clocks import Outcome
from hotline.core.clockrules import StoppedBy
from hotline.core.commitments import COMMITMENT, FINISHING, CommitmentState, Promise, makes_lawful
from hotline.core.derivation import StartedBy, promised
from hotline.core.status import CLOSED_PARTS
from hotline.directory import queries as directory


def is_overrun_lawful(clock: Clock) -> bool:
    """Return whether a deadline that has passed was overrun lawfully: its rule allows it, and a commitment covers it.

    An agency's commitment covers the deadline of its part, and that of the one answer, which cannot come before it.
    """
    return clock.due_at is not None and rule_allows(clock) and makes_lawful(promises_for(clock), due_at=clock.due_at)


def rule_allows(clock: Clock) -> bool:
    """Return whether the clock's rule knows lawful overruns. A promised date does: a further commitment was approved."""
    if clock.purpose == COMMITMENT:
        return True
    rules = directory.snapshot().clock_rules
    return any(rule.overrun_lawful for rule in rules if rule.code == clock.rule and rule.valid_from == clock.rule_from)


def promises_for(clock: Clock) -> list[Promise]:
    """Return the commitments of this round that stand and bear upon the clock, earliest end first."""
    rows = _of_part(clock) if clock.part_id else _of_answer(clock)
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


def _of_part(clock: Clock) -> "QuerySet[Commitment]":
    rows = Commitment.objects.filter(part_id=clock.part_id, state=CommitmentState.STANDING)
    return rows.filter(round=ServiceRequest.objects.filter(parts=clock.part_id).values("round")[:1])


def _of_answer(clock: Clock) -> "QuerySet[Commitment]":
    if clock.stops != StoppedBy.ANSWERED or clock.request_id is None:
        return Commitment.objects.none()
    rows = Commitment.objects.filter(part__request_id=clock.request_id, state=CommitmentState.STANDING)
    current = ServiceRequest.objects.filter(pk=clock.request_id).values("round")[:1]
    return rows.exclude(part__state__in=CLOSED_PARTS).filter(round=current)
