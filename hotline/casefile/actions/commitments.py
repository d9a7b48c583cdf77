"""Committed final dates: filed by an agency, a further one approved or declined by the supervisor, and what they overrun.

The first commitment of a round stands at once. Where one stands already, another waits for the supervisor's word.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hotline.casefile.models import Assignment, Clock, Commitment, ServiceRequest
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.casefile.refusals import NoSuchCase
from hotline.core.commitments import CommitmentRefused, CommitmentState, Promise, WhyNot, promised_until
from hotline.core.derivation import StartedBy
from hotline.core.facts import SYSTEM, Actor
from hotline.core.status import Move, Part, after
from hotline.core.text import clean
from hotline.directory import queries as directory

from . import clocks
from .attaching import attach
from .contacts import ReasonMissing
from .messages import tell_agency, tell_reporters
from .overruns import count_towards, deadline_of, is_overrun_lawful, promises_for, rule_allows
from .recording import locked_part, locked_request, record, settle

WORDS_LETTERS = 8000


class NotWaiting(Exception):
    """The commitment was decided already, or a new round has made it pointless."""


def file_commitment(
    part_id: int,
    *,
    note: str,
    evidence: Sequence[str],
    due_on: date,
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> CommitmentState:
    """Record progress, photos and the final date to which an agency commits, and return whether it stands or waits.

    A first commitment starts its own clock, and whoever reported is told. Filed before the deadline it lets that end as
    overrun lawfully; filed later it counts all the same. Raises CommitmentRefused, NoSuchAttachment, and MoveNotAllowed
    if the part is not being worked on.
    """
    words = clean(note, limit=WORDS_LETTERS)
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        after(Part(part.state), Move.FILE_PROGRESS)
        overrun = _checked(request, part, words, evidence)
        calendar = directory.snapshot().calendars[overrun.calendar]
        until = promised_until(due_on, now=now, due_at=overrun.due_at, calendar=calendar)
        attach(request, evidence, part=part)
        row = _filed(request, part, Promise(now, until), overrun, due_on=due_on)
        facts = {"commitment": row.pk, "due_on": due_on.isoformat(), "photos": len(evidence), "in_time": row.in_time}
        stands = row.state == CommitmentState.STANDING
        record(request, "committed" if stands else "commitment_asked", now=now, actor=actor, part=part, note=words, facts=facts)
        if stands:
            clocks.start_part(request, part, StartedBy.COMMITTED, now=now)
            _tell_reporters(request, part, row, now=now)
        settle(request, now=now)
        return CommitmentState(row.state)


def approve_commitment(commitment_id: int, *, note: str = "", now: datetime, actor: Actor, version: int | None = None) -> None:
    """Let a further commitment stand: its clock starts, the one before may end lawfully, everybody is told.

    Raises NotWaiting, MoveNotAllowed if the part is no longer being worked on, and CommitmentRefused once its date is over.
    """
    with transaction.atomic():
        request, part, row = _waiting(commitment_id, version=version)
        if row.due_at <= now:
            raise CommitmentRefused(WhyNot.BEFORE_TODAY)
        overrun = deadline_of(part)
        if overrun is None:
            raise CommitmentRefused(WhyNot.NO_DEADLINE)
        row.clock = count_towards(Promise(row.filed_at, row.due_at), overrun, part=part)
        row.state, row.decided_at = CommitmentState.STANDING, now
        row.save(update_fields=["clock", "state", "decided_at"])
        facts = {"commitment": row.pk, "due_on": row.due_on.isoformat()}
        words = clean(note, limit=WORDS_LETTERS)
        record(request, "commitment_approved", now=now, actor=actor, part=part, note=words, facts=facts)
        told = {"commitment": row.pk, "due_at": row.due_at.isoformat()}
        tell_agency(request, part, "commitment_approved", now=now, once=f"c{row.pk}", facts=told)
        _tell_reporters(request, part, row, now=now)
        settle(request, now=now)


def decline_commitment(commitment_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Refuse a further commitment, with why: the agency stays bound to the one before.

    Raises NotWaiting, ReasonMissing without words, and MoveNotAllowed if the part is no longer being worked on.
    """
    words = clean(note, limit=WORDS_LETTERS)
    if not words:
        raise ReasonMissing(commitment_id)
    with transaction.atomic():
        request, part, row = _waiting(commitment_id, version=version)
        row.state, row.decided_at = CommitmentState.DECLINED, now
        row.save(update_fields=["state", "decided_at"])
        facts = {"commitment": row.pk, "due_on": row.due_on.isoformat()}
        event = record(request, "commitment_declined", now=now, actor=actor, part=part, note=words, facts=facts)
        tell_agency(request, part, "commitment_declined", now=now, once=f"c{row.pk}", facts={"event": event})
        settle(request, now=now)


def end_overrun(clock_id: int, *, now: datetime) -> bool:
    """End a deadline that has passed and that a commitment overruns lawfully, at its due moment; return whether it was one.

    Where it is the answer's, the citizen is owed that by the day to which the agencies committed, by a clock of its own.
    Once only, whoever calls it again.
    """
    with transaction.atomic():
        request, clock = _clock_of(clock_id)
        if clock.state != ClockState.RUNNING or clock.due_at is None or clock.due_at >= now or not is_overrun_lawful(clock):
            return False
        promises = promises_for(clock)
        clock.outcome, clock.state, clock.ended_at = Outcome.OVERRUN_LAWFULLY, ClockState.ENDED, clock.due_at
        clock.save(update_fields=["outcome", "state", "ended_at"])
        facts = {"clock": clock.pk, "rule": clock.rule, "purpose": clock.purpose, "due_at": clock.due_at.isoformat()}
        record(request, "overrun_lawfully", now=now, actor=SYSTEM, part=clock.part, facts=facts)
        if clock.part_id is None:
            count_towards(promises[-1], clock, request=request)
        settle(request, now=now)
        return True


def _checked(request: ServiceRequest, part: Assignment, words: str, evidence: Sequence[str]) -> Clock:
    """Return the deadline that would be overrun. Raises CommitmentRefused for what is missing."""
    if not words:
        raise CommitmentRefused(WhyNot.NO_PROGRESS)
    if not evidence:
        raise CommitmentRefused(WhyNot.NO_PHOTO)
    if Commitment.objects.filter(part_id=part.pk, round=request.round, state=CommitmentState.WAITING).exists():
        raise CommitmentRefused(WhyNot.ANOTHER_WAITS)
    overrun = deadline_of(part)
    if overrun is None:
        raise CommitmentRefused(WhyNot.NO_DEADLINE)
    return overrun


def _filed(request: ServiceRequest, part: Assignment, promise: Promise, overrun: Clock, *, due_on: date) -> Commitment:
    """Write the commitment, with its clock if it is the first of the round."""
    states = list(Commitment.objects.filter(part_id=part.pk, round=request.round).values_list("state", flat=True))
    is_first = CommitmentState.STANDING not in states
    in_time = overrun.due_at is None or promise.filed_at <= overrun.due_at
    return Commitment.objects.create(
        part=part,
        round=request.round,
        number=len(states) + 1,
        state=CommitmentState.STANDING if is_first else CommitmentState.WAITING,
        filed_at=promise.filed_at,
        in_time=in_time and rule_allows(overrun),
        due_on=due_on,
        due_at=promise.until,
        clock=count_towards(promise, overrun, part=part) if is_first else None,
    )


def _tell_reporters(request: ServiceRequest, part: Assignment, row: Commitment, *, now: datetime) -> None:
    facts = {"part": part.pk, "commitment": row.pk, "due_at": row.due_at.isoformat()}
    tell_reporters(request, "committed", now=now, once=f"c{row.pk}", facts=facts)


def _waiting(commitment_id: int, *, version: int | None) -> tuple[ServiceRequest, Assignment, Commitment]:
    part_id = Commitment.objects.filter(pk=commitment_id).values_list("part_id", flat=True).first()
    if part_id is None:
        raise NoSuchCase(commitment_id)
    request, part = locked_part(part_id, version=version)
    row = Commitment.objects.get(pk=commitment_id)
    if row.state != CommitmentState.WAITING or row.round != request.round:
        raise NotWaiting(commitment_id)
    after(Part(part.state), Move.FILE_PROGRESS)
    return request, part, row


def _clock_of(clock_id: int) -> tuple[ServiceRequest, Clock]:
    found = Clock.objects.filter(pk=clock_id).values_list("request_id", "part__request_id").first()
    if found is None:
        raise NoSuchCase(clock_id)
    request = locked_request(found[0] or found[1])
    return request, Clock.objects.select_related("part").get(pk=clock_id)
