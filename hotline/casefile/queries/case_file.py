"""The whole file of one case."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q

from hotline.casefile.facts import CaseFile, CommitmentFacts, EventFacts, MessageFacts, PartFacts
from hotline.casefile.models import (
    Answer,
    AnswerVersion,
    Assignment,
    Attachment,
    Clock,
    Commitment,
    ContactPoint,
    Directive,
    Event,
    Message,
    Note,
    Question,
    Reporter,
    ServiceRequest,
)
from hotline.casefile.refusals import NoSuchCase
from hotline.casefile.sealing import opened_text
from hotline.core.disclosure import mask_point
from hotline.people.queries import names_of

from . import rowfacts
from .guarding import explanations_of, is_guarded
from .links import no_reference
from .outbox import is_in_file, parts_sent, with_parts


def case_file(reference: str, *, language: str = "vi", revealed: bool = False) -> CaseFile:
    """Return everything about a case, contacts masked unless `revealed`. Raises NoSuchCase.

    Whoever passes `revealed` has called `actions.log_reveal` first.
    """
    request = None if no_reference(reference) else ServiceRequest.objects.filter(reference=reference).first()
    if request is None:
        raise NoSuchCase(reference)
    parts = list(Assignment.objects.filter(request_id=request.pk).order_by("id"))
    events = list(Event.objects.filter(request_id=request.pk).order_by("id"))
    people = names_of(
        {part.handler_id for part in parts if part.handler_id} | {event.actor_user for event in events if event.actor_user}
    )
    facts = {part.pk: rowfacts.part_facts(part, reference=reference, language=language, people=people) for part in parts}
    reporters = Reporter.objects.filter(request_id=request.pk).select_related("contact")
    reporters = reporters.prefetch_related("contact__points").order_by("-main", "id")
    guarded = is_guarded(request)
    return CaseFile(
        request=rowfacts.request_facts(request, language=language),
        reporters=rowfacts.reporter_facts(reporters, revealed=revealed),
        parts=tuple(facts.values()),
        clocks=_clocks(request.pk, list(facts), language=language),
        answers=_answers(request.pk),
        questions=_questions(request.pk, facts),
        messages=_messages(request.pk, revealed=revealed),
        events=event_facts(events, people=people),
        attachments=tuple(
            rowfacts.attachment_facts(row) for row in Attachment.objects.filter(request_id=request.pk).order_by("id")
        ),
        commitments=commitments_of(list(facts)),
        explanations=explanations_of(request.pk, language=language) if guarded else (),
        is_guarded=guarded,
    )


def event_facts(events: Iterable[Event], *, people: dict[int, str]) -> tuple[EventFacts, ...]:
    """Return events with the words of their notes and the names of staff."""
    events = list(events)
    notes = dict(Note.objects.filter(pk__in=[event.note for event in events if event.note]).values_list("id", "words"))
    return tuple(
        EventFacts(
            id=event.pk,
            name=event.name,
            at=event.at,
            actor_kind=event.actor_kind,
            actor_user=event.actor_user,
            actor_name=people.get(event.actor_user, "") if event.actor_user else "",
            actor_unit=event.actor_unit,
            reason=event.reason,
            note=notes.get(event.note, "") if event.note else "",
            facts=event.facts,
        )
        for event in events
    )


def commitments_of(part_ids: list[int]) -> tuple[CommitmentFacts, ...]:
    """Return the commitments of parts, oldest first."""
    rows = Commitment.objects.filter(part_id__in=part_ids).select_related("clock").order_by("id")
    return tuple(rowfacts.commitment_facts(row) for row in rows)


def parts_directed(part_ids: list[int]) -> dict[int, int]:
    """Return the directives about these parts, each with its part."""
    return dict(Directive.objects.filter(part_id__in=part_ids).values_list("id", "part_id"))


def _clocks(request_id: int, part_ids: list[int], *, language: str) -> tuple[Any, ...]:
    directed = parts_directed(part_ids)
    whose = Q(request_id=request_id) | Q(part_id__in=part_ids)
    rows = Clock.objects.filter(whose | Q(directive_id__in=directed) if directed else whose).order_by("id")
    return tuple(rowfacts.clock_facts(row, language=language, directed=directed) for row in rows)


def _answers(request_id: int) -> tuple[Any, ...]:
    versions = Prefetch("versions", queryset=AnswerVersion.objects.order_by("number"))
    rows = Answer.objects.filter(request_id=request_id).prefetch_related(versions).order_by("round")
    return tuple(rowfacts.answer_facts(row) for row in rows)


def _questions(request_id: int, parts: dict[int, PartFacts]) -> tuple[Any, ...]:
    rows = Question.objects.filter(request_id=request_id).order_by("id")
    return tuple(rowfacts.question_facts(row, unit_name=parts[row.part_id].unit_name if row.part_id else "") for row in rows)


def _messages(request_id: int, *, revealed: bool) -> tuple[MessageFacts, ...]:
    rows = with_parts(Message.objects.filter(request_id=request_id).order_by("id"))
    rows = rows.select_related("focal_point", "user", "reporter__point", "point")
    return tuple(
        MessageFacts(
            id=row.pk,
            event=row.event,
            channel=row.channel,
            recipient=_recipient(row, revealed=revealed),
            state=row.state,
            created_at=row.created_at,
            sent_at=row.sent_at,
            tries=row.tries,
            reason=row.reason,
            receipt=row.receipt,
            receipt_code=row.receipt_code,
            receipt_at=row.receipt_at,
            parts=parts_sent(row),
            is_in_file=is_in_file(row),
            about=row.facts,
        )
        for row in rows
    )


def _recipient(row: Message, *, revealed: bool) -> str:
    if row.focal_point is not None:
        return str(row.focal_point.name)
    if row.user is not None:
        return str(row.user.name)
    point: ContactPoint | None = row.point or (row.reporter.point if row.reporter else None)
    value = opened_text(point.value) if point else ""
    if revealed or not value or point is None:
        return value
    return mask_point(point.kind, value)
