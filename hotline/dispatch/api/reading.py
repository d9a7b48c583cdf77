"""A case as it goes over the interface: what the agency's own page shows, by the same door."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hotline.casefile.agencywords import agency_words
from hotline.casefile.dossierfacts import DirectiveFacts
from hotline.casefile.evidencewords import finding_words
from hotline.casefile.facts import (
    AttachmentFacts,
    CaseFile,
    EventFacts,
    ExplanationFacts,
    PartFacts,
    QuestionFacts,
    RequestFacts,
)
from hotline.casefile.queries.agencydesk import AgencyRow
from hotline.casefile.queries.partevents import OF_CASE, OF_PART, OF_QUESTION
from hotline.core.directives import DirectiveState
from hotline.core.evidence import PhotoNeed
from hotline.core.facts import ActorKind
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.dispatch.api import ROOT, shapes

OF_PARTS = frozenset(OF_PART)


def part_of(file: CaseFile, part_id: int) -> PartFacts:
    """Return the part that was asked for; others in the file are under it."""
    return next(part for part in file.parts if part.id == part_id)


def steps_of(part: PartFacts, directives: Sequence[DirectiveFacts]) -> list[str]:
    """Return the steps that the part's state allows; a directive is answered whatever that is."""
    owed = ["directive"] if any(one.state is DirectiveState.GIVEN for one in directives) else []
    return [*_steps(part), *owed]


def _steps(part: PartFacts) -> list[str]:
    if part.state is Part.FORWARDED:
        return ["accept"] if part.binding else ["accept", "return"]
    if part.state is Part.ACCEPTED:
        return ["progress", "commit", "result"] if part.binding else ["progress", "commit", "result", "return"]
    return []


def line(row: AgencyRow) -> shapes.PartLine:
    """Return a part in the list."""
    return shapes.PartLine(
        part=row.part_id,
        reference=row.reference,
        state=row.state.value,
        role=row.role,
        service=row.service,
        ward=row.area_name,
        excerpt=row.excerpt,
        urgent=row.urgent,
        sent_back=row.sent_back,
        forwarded_at=row.forwarded_at,
        due_at=row.due_at,
        url=f"{ROOT}/parts/{row.part_id}",
    )


def directive(one: DirectiveFacts, *, reference: str) -> shapes.Directive:
    """Return a directive of one of the agency's parts."""
    return shapes.Directive(
        directive=one.id,
        part=one.part_id,
        reference=reference,
        state=one.state.value,
        paper=one.paper,
        signed_on=one.signed_on,
        task=one.task,
        due_on=one.due_on,
        due_at=one.due_at,
        given_at=one.given_at,
        answer=one.answer,
        answered_at=one.answered_at,
        closed_at=one.closed_at,
        outcome=one.outcome,
        url=f"{ROOT}/parts/{one.part_id}",
    )


def explanation(one: ExplanationFacts) -> shapes.Explanation:
    """Return what the agency complained of is asked. Who asks, and by which part, is not its business."""
    return shapes.Explanation(
        explanation=one.id,
        service=one.service,
        words=one.words,
        dossier=one.dossier,
        asked_at=one.asked_at,
        due_on=one.due_on,
        due_at=one.due_at,
        owed=one.is_owed,
        reply=one.reply,
        replied_at=one.replied_at,
        url=f"{ROOT}/explanations/{one.id}",
    )


def whole(file: CaseFile, part_id: int, directives: Sequence[DirectiveFacts], *, language: str) -> shapes.Part:
    """Return one part with all that its agency may read."""
    request, part = file.request, part_of(file, part_id)
    return shapes.Part(
        part=part.id,
        reference=request.reference,
        version=request.version,
        state=part.state.value,
        role=part.role,
        scope=part.scope,
        binding=part.binding,
        service=_service(request, language=language),
        level=request.level.value,
        urgent=request.urgent,
        words=request.agency_words,
        answers=list(_answers(request, language=language)),
        place=_place(request),
        received_at=request.received_at,
        forwarded_at=part.forwarded_at,
        accepted_at=part.accepted_at,
        result_at=part.result_at,
        result=part.result,
        deadlines=[
            shapes.Deadline(clock.name, clock.stops, clock.state, clock.outcome, clock.due_at)
            for clock in file.clocks
            if clock.part_id in (None, part.id)
        ],
        photos=[_photo(one, part.id) for one in file.attachments if one.part_id in (None, part.id)],
        questions=[_question(one) for one in file.questions],
        commitments=[
            shapes.Commitment(one.state.value, one.number, one.due_on, one.filed_at, one.outcome)
            for one in file.commitments
            if one.part_id == part.id
        ],
        directives=[directive(one, reference=request.reference) for one in directives],
        explanations=[_examined(one) for one in file.explanations],
        history=[_event(event, part.id) for event in file.events if _is_told(event, part.id, file.questions)],
        steps=steps_of(part, directives),
    )


def _service(request: RequestFacts, *, language: str) -> shapes.Service:
    found = next(one for one in snapshot().services_by_id.values() if one.code == request.service)
    return shapes.Service(found.code, found.name.in_language(language), found.evidence.photo is PhotoNeed.PHOTO)


def _place(request: RequestFacts) -> shapes.Place:
    place = request.place
    return shapes.Place(place.lat, place.lon, request.agency_place, place.area_code, request.area_name)


def _answers(request: RequestFacts, *, language: str) -> Iterator[shapes.Answered]:
    service = snapshot().services.get(request.service)
    for attribute in service.attributes if service else ():
        value = request.attributes.get(attribute.code)
        if value not in ("", None):
            chosen = {code: name.in_language(language) for code, name in attribute.choices}
            said = chosen.get(str(value)) or (str(value) if attribute.sealed else agency_words(str(value), None))
            yield shapes.Answered(attribute.code, attribute.name.in_language(language), said)


def _photo(one: AttachmentFacts, part_id: int) -> shapes.Photo:
    return shapes.Photo(
        key=one.key,
        url=f"{ROOT}/parts/{part_id}/photos/{one.key}.jpg",
        by="reporter" if one.part_id is None else "agency",
        kind=one.kind,
        added_at=one.added_at,
        taken_at=one.taken_at,
        findings=[finding_words(finding) for finding in one.findings],
    )


def _question(one: QuestionFacts) -> shapes.Question:
    read = replace(one, reply=agency_words(one.reply, None))
    return shapes.Question(read.words, read.asked_at, read.reply, read.replied_at)


def _examined(one: ExplanationFacts) -> shapes.Examined:
    return shapes.Examined(one.unit_name, one.words, one.asked_at, one.due_on, one.reply, one.replied_at)


def _is_told(event: EventFacts, part_id: int, questions: tuple[QuestionFacts, ...]) -> bool:
    """Return whether an event belongs into the part's story: its own, a reply to its question, or one of the whole case."""
    if event.name == OF_QUESTION:
        return event.facts.get("question") in {one.id for one in questions}
    if event.facts.get("part") == part_id:
        return event.name in OF_PARTS
    return event.name in OF_CASE and event.facts.get("part") is None


def _event(event: EventFacts, part_id: int) -> shapes.Event:
    note = event.note if event.facts.get("part") == part_id else ""
    if event.actor_kind == ActorKind.CITIZEN:
        note = agency_words(note, None)
    return shapes.Event(event.id, event.name, event.at, event.reason, note)
