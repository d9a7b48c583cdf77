"""Committed final dates: filed by an agency, a further one approved or declined by the supervisor, and what they overrun.

The first commitment of a round stands at once. Where one stands already, or something speaks against a photo, it waits for
the supervisor's word.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from hotline.casefile.models import Assignment, Attachment, Clock, Commitment, ServiceRequest
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.casefile.refusals import NoSuchCase
from hotline.core.commitments import CommitmentRefused, CommitmentState, Promise, WhyNot, promised_until
from hotline.core.derivation import StartedBy
from hotline.core.facts import SYSTEM, Actor, AttachmentKind, PartRole
from hotline.core.status import Move, Part, after
from hotline.core.text import clean
from hotline.directory import queries as directory

from . import clocks
from .attaching import attach
from .contacts import ReasonMissing
from .messages import tell_agency, tell_reporters
from .overruns import count_towards, deadline_of, is_overrun_lawful, of_this_round, promises_for, rule_allows
from .recording import locked_part, locked_request, record, settle
from .underneath import tell_above

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

    A first commitment, unless one of its photos is held, starts its own clock, and whoever reported is told; of a part that was
    handed down, the agency above. Filed before the deadline it lets that end as overrun lawfully; filed later it counts all
    the same. Raises CommitmentRefused, NoSuchAttachment, and MoveNotAllowed if the part is not being worked on.
    """
    words = clean(note, limit=WORDS_LETTERS)
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        after(Part(part.state), Move.FILE_PROGRESS)
        overrun = _checked(request, part, words, evidence)
        calendar = directory.snapshot().calendars[overrun.calendar]
        until = promised_until(due_on, now=now, due_at=overrun.due_at, calendar=calendar)
        held = attach(request, evidence, part=part)
        row = _filed(request, part, Promise(now, until), overrun, due_on=due_on, is_held=held > 0)
        stands = row.state == CommitmentState.STANDING
        facts = {"commitment": row.pk, "due_on": due_on.isoformat(), "photos": len(evidence), "in_time": row.in_time}
        facts |= {"held": held} if held else {}
        name = "committed" if stands else "commitment_asked"
        event = record(request, name, now=now, actor=actor, part=part, note=words, facts=facts)
        if stands:
            clocks.start_part(request, part, StartedBy.COMMITTED, now=now)
            _tell_whom_it_is_owed(request, part, row, now=now, event=event)
        settle(request, now=now)
        return CommitmentState(row.state)


def approve_commitment(commitment_id: int, *, note: str = "", now: datetime, actor: Actor, version: int | None = None) -> None:
    """Let a commitment that waits stand: its clock starts, the deadline before may end lawfully, everybody is told.

    Raises NotWaiting, MoveNotAllowed if the part is no longer being worked on, and CommitmentRefused once its date is over.
    """
    with transaction.atomic():
        request, part, row = _waiting(commitment_id, version=version)
        if row.due_at <= now:
            raise CommitmentRefused(WhyNot.BEFORE_TODAY)
        overrun = deadline_of(part)
        if overrun is None:
            raise CommitmentRefused(WhyNot.NO_DEADLINE)
        if not _standing(request, part).exists():  # the first, that waited because of a photo
            clocks.start_part(request, part, StartedBy.COMMITTED, now=now)
        row.clock = count_towards(Promise(row.filed_at, row.due_at), overrun, part=part)
        row.state, row.decided_at = CommitmentState.STANDING, now
        row.save(update_fields=["clock", "state", "decided_at"])
        facts = {"commitment": row.pk, "due_on": row.due_on.isoformat()}
        words = clean(note, limit=WORDS_LETTERS)
        event = record(request, "commitment_approved", now=now, actor=actor, part=part, note=words, facts=facts)
        told = {"commitment": row.pk, "due_at": row.due_at.isoformat()}
        tell_agency(request, part, "commitment_approved", now=now, once=f"c{row.pk}", facts=told)
        _tell_whom_it_is_owed(request, part, row, now=now, event=event)
        settle(request, now=now)


def decline_commitment(commitment_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Refuse a commitment that waits, with why: the agency stays bound to the deadline or the commitment before.

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
    if not Attachment.objects.filter(key__in=evidence, kind=AttachmentKind.EVIDENCE).exists():
        raise CommitmentRefused(WhyNot.NO_PHOTO)
    if of_this_round(part, round_now=request.round).filter(state=CommitmentState.WAITING).exists():
        raise CommitmentRefused(WhyNot.ANOTHER_WAITS)
    overrun = deadline_of(part)
    if overrun is None:
        raise CommitmentRefused(WhyNot.NO_DEADLINE)
    return overrun


def _standing(request: ServiceRequest, part: Assignment) -> QuerySet[Commitment]:
    return of_this_round(part, round_now=request.round).filter(state=CommitmentState.STANDING)


def _filed(
    request: ServiceRequest, part: Assignment, promise: Promise, overrun: Clock, *, due_on: date, is_held: bool
) -> Commitment:
    """Write the commitment, with its clock if it is the first of the round and nothing speaks against its photos."""
    number = of_this_round(part, round_now=request.round).count() + 1
    stands = not is_held and not _standing(request, part).exists()
    in_time = overrun.due_at is None or promise.filed_at <= overrun.due_at
    return Commitment.objects.create(
        part=part,
        round=request.round,
        number=number,
        state=CommitmentState.STANDING if stands else CommitmentState.WAITING,
        filed_at=promise.filed_at,
        in_time=in_time and rule_allows(overrun),
        due_on=due_on,
        due_at=promise.until,
        clock=count_towards(promise, overrun, part=part) if stands else None,
    )


def _tell_whom_it_is_owed(request: ServiceRequest, part: Assignment, row: Commitment, *, now: datetime, event: int) -> None:
    """Tell whoever reported; of a part that was handed down the agency above, which promised the citizen nothing."""
    if part.role == PartRole.UNDER:
        tell_above(request, part, now=now, event=event)
        return
    facts = {"part": part.pk, "commitment": row.pk, "due_at": row.due_at.isoformat()}
    tell_reporters(request, "committed", now=now, once=f"c{row.pk}", facts=facts)


def _waiting(commitment_id: int, *, version: int | None) -> tuple[ServiceRequest, Assignment, Commitment]:
    part_id = Commitment.objects.filter(pk=commitment_id).values_list("part_id", flat=True).first()
    if part_id is None:
        raise NoSuchCase(commitment_id)
    request, part = locked_part(part_id, version=version)
    row = Commitment.objects.get(pk=commitment_id)
    is_of_now = of_this_round(part, round_now=request.round).filter(pk=row.pk).exists()
    if row.state != CommitmentState.WAITING or not is_of_now:
        raise NotWaiting(commitment_id)
    after(Part(part.state), Move.FILE_PROGRESS)
    return request, part, row


def _clock_of(clock_id: int) -> tuple[ServiceRequest, Clock]:
    found = Clock.objects.filter(pk=clock_id).values_list("request_id", "part__request_id").first()
    if found is None:
        raise NoSuchCase(clock_id)
    request = locked_request(found[0] or found[1])
    return request, Clock.objects.select_related("part").get(pk=clock_id)
