"""The decision of the People's Committee comes back as directives: what each agency named has to do, by when, with its own clock.

The agency's part is binding from then on, whoever had it before. It answers the directive; the centre accepts that for the
People's Committee, or sends it back, and the clock runs on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from hotline.casefile.models import Assignment, Clock, Directive, Dossier, ServiceRequest
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.casefile.refusals import NoSuchCase
from hotline.core.derivation import StartedBy
from hotline.core.directives import (
    OPEN_DIRECTIVES,
    DirectiveMove,
    DirectiveRefused,
    DirectiveState,
    DossierMove,
    DossierState,
    WhyNot,
    directed_until,
    directive_after,
    dossier_after,
    require_signed,
)
from hotline.core.facts import Actor
from hotline.core.text import clean, clean_line

from . import clocks
from .attaching import attach
from .directing import calendar_of, parts_directed, start_clock
from .dossiers import locked_dossier
from .messages import heads_and_told, tell_agency, tell_reporters
from .proposing import refuse_the_one_named
from .recording import locked_part, record, require_accepted, settle
from .struck import for_other_reporters

WORDS_LETTERS = 8000
PAPER_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Order:
    """What a decision orders one agency to do, and the day by which."""

    unit_id: int
    task: str
    due_on: date


def record_decision(
    dossier_id: int,
    *,
    paper: str,
    signed_on: date,
    decision: str,
    orders: Sequence[Order],
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> tuple[int, ...]:
    """Keep what the People's Committee decided and bind each agency named; return the directives' ids, in their order.

    `paper` is the number and sign of the decision, empty where it is not known. An agency that had no part, or gave it back, is
    given one; a case that was answered is opened again. Agencies' focal points and heads are told, and whoever reported. What
    an agency reads of it names no reporter.
    Raises DirectiveRefused, AgencyNamed for an agency that the report complains of, MoveNotAllowed before it went up.
    """
    words = clean(decision, limit=WORDS_LETTERS)
    with transaction.atomic():
        request, dossier = locked_dossier(dossier_id, version=version)
        require_accepted(request)
        dossier.state = dossier_after(DossierState(dossier.state), DossierMove.DECIDE)
        calendar = calendar_of(request)
        require_signed(signed_on, received_at=request.received_at, now=now, calendar=calendar)
        if not words:
            raise DirectiveRefused(WhyNot.NO_DECISION)
        _require_orders(request, orders)
        until = [directed_until(order.due_on, now=now, calendar=calendar) for order in orders]
        dossier.paper, dossier.signed_on, dossier.decision = clean_line(paper, limit=PAPER_LETTERS), signed_on, words
        dossier.closed_at = now
        dossier.save(update_fields=["state", "paper", "signed_on", "decision", "closed_at"])
        facts = {"dossier": dossier.pk, "signed_on": signed_on.isoformat(), "agencies": len(orders)}
        record(request, "directed", now=now, actor=actor, note=words, facts=facts)
        told = for_other_reporters(request.pk, words)
        parts = parts_directed(request, [order.unit_id for order in orders], note=told, now=now, actor=actor)
        given = [
            _given(request, part, dossier, order, due_at, now=now, actor=actor)
            for part, order, due_at in zip(parts, orders, until, strict=True)
        ]
        clocks.start(request, StartedBy.DIRECTED, now=now)
        settle(request, now=now, fields=("round", "screening", "complete_at"))
        return tuple(given)


def answer_directive(
    directive_id: int, *, note: str, evidence: Sequence[str] = (), now: datetime, actor: Actor, version: int | None = None
) -> None:
    """Record what the agency did about a directive: its clock ends. `evidence` are keys of loose photos.

    Raises DirectiveRefused without words, MoveNotAllowed once it is answered, NoSuchAttachment, EvidenceRefused.
    """
    words = clean(note, limit=WORDS_LETTERS)
    if not words:
        raise DirectiveRefused(WhyNot.NO_ANSWER)
    with transaction.atomic():
        request, row = _locked(directive_id, version=version)
        row.state = directive_after(DirectiveState(row.state), DirectiveMove.ANSWER)
        attach(request, evidence, part=row.part)
        row.answer, row.answered_at = words, now
        row.save(update_fields=["state", "answer", "answered_at"])
        facts = {"directive": row.pk} | ({"photos": len(evidence)} if evidence else {})
        record(request, "directive_answered", now=now, actor=actor, part=row.part, note=words, facts=facts)
        for clock in _clocks(row).exclude(state=ClockState.ENDED):
            clocks.end_clock(clock, now=now)
        settle(request, now=now)


def accept_directive(directive_id: int, *, note: str = "", now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record that the agency has done what it was directed to. Raises MoveNotAllowed before it has answered."""
    with transaction.atomic():
        request, row = _locked(directive_id, version=version)
        row.state = directive_after(DirectiveState(row.state), DirectiveMove.ACCEPT)
        row.closed_at = now
        row.save(update_fields=["state", "closed_at"])
        words = clean(note, limit=WORDS_LETTERS)
        facts = {"directive": row.pk}
        event = record(request, "directive_accepted", now=now, actor=actor, part=row.part, note=words, facts=facts)
        tell_agency(request, row.part, "directive_accepted", now=now, once=f"d{row.pk}", facts={"event": event})
        settle(request, now=now)


def send_back_directive(directive_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Send the agency's answer back with what is missing: the clock runs on to the moment at which it was due.

    Raises DirectiveRefused without words, MoveNotAllowed before it has answered.
    """
    words = _why(note)
    with transaction.atomic():
        request, row = _locked(directive_id, version=version)
        row.state = directive_after(DirectiveState(row.state), DirectiveMove.SEND_BACK)
        row.save(update_fields=["state"])
        _clocks(row).update(state=ClockState.RUNNING, outcome="", ended_at=None)
        facts = {"directive": row.pk}
        event = record(request, "directive_sent_back", now=now, actor=actor, part=row.part, note=words, facts=facts)
        told = {"event": event, "due_at": _due_at(row).isoformat()}
        tell_agency(request, row.part, "directive_sent_back", now=now, once=f"e{event}", facts=told)
        settle(request, now=now)


def lift_directive(directive_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take a directive back because the People's Committee did, with why. Raises DirectiveRefused without words."""
    words = _why(note)
    with transaction.atomic():
        request, row = _locked(directive_id, version=version)
        row.state = directive_after(DirectiveState(row.state), DirectiveMove.LIFT)
        row.closed_at = now
        row.save(update_fields=["state", "closed_at"])
        for clock in _clocks(row).exclude(state=ClockState.ENDED):
            clocks.end_clock(clock, now=now, outcome=Outcome.VOID)
        facts = {"directive": row.pk}
        event = record(request, "directive_lifted", now=now, actor=actor, part=row.part, note=words, facts=facts)
        tell_agency(request, row.part, "directive_lifted", now=now, once=f"d{row.pk}", facts={"event": event})
        settle(request, now=now)


def carry_over(request: ServiceRequest, part_id: int, into: int, *, now: datetime, actor: Actor) -> None:
    """Let the part `into` owe what the People's Committee directed about a part that became one with it; the clocks run on.

    Where one decision directed both, the one that stays is to do both, by its own day. Of a request that the caller has locked
    and will settle.
    """
    for row in Directive.objects.filter(part_id=part_id, state__in=OPEN_DIRECTIVES).order_by("id"):
        same = Directive.objects.filter(dossier_id=row.dossier_id, part_id=into).first()
        if same is None:
            row.part_id = into
            row.save(update_fields=["part"])
            Assignment.objects.filter(pk=into).update(binding=True)
            continue
        if same.state == DirectiveState.GIVEN:
            same.task = f"{same.task}\n\n{row.task}"
            same.save(update_fields=["task"])
        row.state, row.closed_at = DirectiveState.LIFTED, now
        row.save(update_fields=["state", "closed_at"])
        for clock in _clocks(row).exclude(state=ClockState.ENDED):
            clocks.end_clock(clock, now=now, outcome=Outcome.VOID)
        record(request, "directive_lifted", now=now, actor=actor, part=row.part, facts={"directive": row.pk})


def _require_orders(request: ServiceRequest, orders: Sequence[Order]) -> None:
    if not orders:
        raise DirectiveRefused(WhyNot.NO_ORDER)
    if len({order.unit_id for order in orders}) < len(orders):
        raise DirectiveRefused(WhyNot.AGENCY_TWICE)
    if not all(clean(order.task, limit=WORDS_LETTERS) for order in orders):
        raise DirectiveRefused(WhyNot.NO_TASK)
    for order in orders:
        refuse_the_one_named(request, order.unit_id)


def _given(
    request: ServiceRequest, part: Assignment, dossier: Dossier, order: Order, due_at: datetime, *, now: datetime, actor: Actor
) -> int:
    """Write one directive with its clock, and tell its agency and whoever reported."""
    task = for_other_reporters(request.pk, clean(order.task, limit=WORDS_LETTERS))
    row = Directive.objects.create(dossier=dossier, part=part, task=task, due_on=order.due_on, given_at=now)
    start_clock(request, row, dossier, due_at=due_at, now=now)
    facts = {"directive": row.pk, "due_on": order.due_on.isoformat()}
    event = record(request, "directive_given", now=now, actor=actor, part=part, note=task, facts=facts)
    told = {"event": event, "due_at": due_at.isoformat()}
    to = heads_and_told(part.unit_id)
    tell_agency(request, part, "directive_given", now=now, once=f"d{row.pk}", facts=told, to=to)
    tell_reporters(request, "directed", now=now, once=f"d{row.pk}", facts={"part": part.pk, "due_at": due_at.isoformat()})
    if not clocks.open_of_part(part).filter(started_by=StartedBy.DIRECTED).exists():
        clocks.start_part(request, part, StartedBy.DIRECTED, now=now)
    return row.pk


def _locked(directive_id: int, *, version: int | None) -> tuple[ServiceRequest, Directive]:
    part_id = Directive.objects.filter(pk=directive_id).values_list("part_id", flat=True).first()
    if part_id is None:
        raise NoSuchCase(directive_id)
    request, part = locked_part(part_id, version=version)
    row = Directive.objects.get(pk=directive_id)
    row.part = part
    return request, row


def _clocks(row: Directive) -> QuerySet[Clock]:
    return Clock.objects.filter(directive_id=row.pk)


def _due_at(row: Directive) -> datetime:
    due_at = _clocks(row).values_list("due_at", flat=True).get()
    return due_at or row.given_at


def _why(note: str) -> str:
    words = clean(note, limit=WORDS_LETTERS)
    if not words:
        raise DirectiveRefused(WhyNot.NO_REASON)
    return words
