"""Turns rows of the case file into facts."""

from collections.abc import Iterable, Mapping
from typing import Any

from hotline.casefile.facts import (
    AnswerFacts,
    AnswerVersionFacts,
    AttachmentFacts,
    ClockFacts,
    CommitmentFacts,
    PartFacts,
    QuestionFacts,
    ReporterFacts,
    RequestFacts,
)
from hotline.casefile.models import Answer, Assignment, Attachment, Clock, Commitment, Question, Reporter, ServiceRequest
from hotline.casefile.sealedanswers import opened_answers, unsealed_only
from hotline.casefile.sealing import opened_text
from hotline.core.clockrules import EXPLANATION
from hotline.core.commitments import COMMITMENT, CommitmentState
from hotline.core.derivation import Derivation, explain
from hotline.core.directives import DIRECTIVE
from hotline.core.disclosure import mask_email, mask_name, mask_phone
from hotline.core.evidence import findings_from_json
from hotline.core.facts import Channel, Kind, Level, Place, PlaceHow
from hotline.core.status import AnswerState, Part, Phase, Screening
from hotline.directory import queries as directory
from hotline.directory.facts import ReasonUse


def request_facts(row: ServiceRequest, *, language: str, words: bool = True, seals: bool = True) -> RequestFacts:
    """Return the request; `words` false leaves out the citizen's own words and what of the place tells who, for agencies.

    `seals` false leaves out the answers that are kept sealed.
    """
    snapshot = directory.snapshot()
    area = snapshot.areas_by_id.get(row.area_id) if row.area_id else None
    return RequestFacts(
        id=row.pk,
        reference=row.reference,
        kind=Kind(row.kind),
        stream=row.stream,
        also_stream=row.also_stream,
        language=row.language,
        channel=row.channel,
        service=snapshot.services_by_id[row.service_id].code,
        service_chosen=row.service_chosen,
        words=row.words if words else "",
        agency_words=row.agency_words,
        attributes=opened_answers(row.attributes) if seals else unsealed_only(row.attributes),
        place=Place(
            lat=row.lat,
            lon=row.lon,
            words=row.place_words if words else row.agency_place,
            area_id=row.area_id,
            area_code=area.code if area else "",
            how=PlaceHow(row.area_how) if row.area_how else None,
        ),
        agency_place=row.agency_place,
        area_name=area.name.in_language(language) if area else "",
        screening=Screening(row.screening),
        refusal=row.refusal,
        urgent=row.urgent,
        occurrence=row.occurrence,
        level=Level(row.level),
        phase=Phase(row.phase),
        round=row.round,
        public_words=row.public_words,
        public_place=row.public_place,
        approved_at=row.approved_at,
        received_at=row.received_at,
        complete_at=row.complete_at,
        changed_at=row.changed_at,
        version=row.version,
        master_id=row.master_id,
    )


def part_facts(row: Assignment, *, reference: str, language: str, people: Mapping[int, str]) -> PartFacts:
    """Return one agency's part; `people` names its handler by id."""
    unit = directory.snapshot().units_by_id[row.unit_id]
    return PartFacts(
        id=row.pk,
        reference=reference,
        unit_id=row.unit_id,
        unit_code=unit.code,
        unit_name=unit.name.in_language(language),
        role=row.role,
        scope=row.scope,
        state=Part(row.state),
        rule=row.rule,
        because=row.because,
        automatic=row.automatic,
        handler_id=row.handler_id,
        handler_name=people.get(row.handler_id, "") if row.handler_id else "",
        result=row.result,
        fine=row.fine,
        counted=row.counted,
        rating=row.rating,
        proposed_at=row.proposed_at,
        forwarded_at=row.forwarded_at,
        accepted_at=row.accepted_at,
        result_at=row.result_at,
        closed_at=row.closed_at,
        above=row.handed_down_from_id,
        binding=row.binding,
        answer_draft=row.answer_draft,
        return_reason=row.return_reason,
        returned_to=row.returned_to_id,
        settled_at=row.return_settled_at,
    )


def clock_facts(row: Clock, *, language: str, directed: Mapping[int, int]) -> ClockFacts:
    """Return one deadline with its derivation in words. `directed`: the parts that directives are about, by directive."""
    return ClockFacts(
        id=row.pk,
        part_id=directed[row.directive_id] if row.directive_id else row.part_id,
        rule=row.rule,
        purpose=row.purpose,
        stops=row.stops,
        name=clock_name(row.rule, row.purpose, language=language),
        state=row.state,
        outcome=row.outcome,
        started_at=row.started_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        pause_reason=row.pause_reason,
        left=row.left,
        words=derivation_words(row.derivation, language=language),
        derivation=row.derivation,
    )


def derivation_words(derivation: Any, *, language: str) -> str:
    """Return in words how a deadline came about, from what its clock keeps."""
    return explain(Derivation.from_json(derivation), language=language, reasons=_pause_words(language))


def clock_name(rule: str, purpose: str, *, language: str) -> str:
    """Return what a deadline is called: by its rule, or by who gave its date (a commitment, a directive, whoever asked)."""
    if purpose == DIRECTIVE:
        return "Deadline of the directive" if language.startswith("en") else "Hạn theo chỉ đạo"
    if purpose == COMMITMENT:
        return "Committed final date" if language.startswith("en") else "Ngày cam kết xong"
    if rule == EXPLANATION:
        return "Deadline of the explanation" if language.startswith("en") else "Hạn giải trình"
    return rule_name(rule, language=language)


def rule_name(code: str, *, language: str) -> str:
    """Return what a clock rule is called, or its code when the profile has it no longer."""
    for rule in directory.snapshot().clock_rules:
        if rule.code == code:
            return rule.name_en if language.startswith("en") else rule.name_vi
    return code


def commitment_facts(row: Commitment) -> CommitmentFacts:
    """Return a commitment, whose clock the caller has selected with it."""
    return CommitmentFacts(
        id=row.pk,
        part_id=row.part_id,
        round=row.round,
        number=row.number,
        state=CommitmentState(row.state),
        filed_at=row.filed_at,
        in_time=row.in_time,
        due_on=row.due_on,
        due_at=row.due_at,
        decided_at=row.decided_at,
        outcome=row.clock.outcome if row.clock else "",
    )


def answer_facts(row: Answer) -> AnswerFacts:
    """Return an answer with its versions, which the caller has prefetched in order."""
    return AnswerFacts(
        id=row.pk,
        round=row.round,
        kind=row.kind,
        state=AnswerState(row.state),
        sent_at=row.sent_at,
        published_at=row.published_at,
        versions=tuple(
            AnswerVersionFacts(
                number=version.number,
                words=version.words,
                public_words=version.public_words,
                correction=version.correction,
                why=version.why,
                written_at=version.written_at,
                withdrawn_at=version.withdrawn_at,
            )
            for version in sorted(row.versions.all(), key=lambda version: version.number)
        ),
    )


def question_facts(row: Question, *, unit_name: str) -> QuestionFacts:
    """Return a question and its reply."""
    return QuestionFacts(
        id=row.pk,
        part_id=row.part_id,
        unit_name=unit_name,
        words=row.words,
        asked_at=row.asked_at,
        reply=row.reply,
        replied_at=row.replied_at,
    )


def attachment_facts(row: Attachment) -> AttachmentFacts:
    """Return a photo, without where it was taken."""
    return AttachmentFacts(
        id=row.pk,
        key=row.key,
        kind=row.kind,
        part_id=row.part_id,
        width=row.width,
        height=row.height,
        taken_at=row.taken_at,
        added_at=row.added_at,
        is_public=row.public_at is not None,
        is_withdrawn=row.withdrawn_at is not None,
        metres=row.camera.get("metres"),
        findings=findings_from_json(row.findings),
    )


def reporter_facts(rows: Iterable[Reporter], *, revealed: bool) -> tuple[ReporterFacts, ...]:
    """Return who reports, masked unless `revealed`."""
    return tuple(_reporter(row, revealed=revealed) for row in rows)


def _reporter(row: Reporter, *, revealed: bool) -> ReporterFacts:
    values = {point.kind: opened_text(point.value) for point in row.contact.points.all()}
    name = opened_text(row.contact.name)
    phone, email = values.get(Channel.SMS, ""), values.get(Channel.EMAIL, "")
    return ReporterFacts(
        id=row.pk,
        contact_id=row.contact_id,
        name=name if revealed or not name else mask_name(name),
        phone=phone if revealed or not phone else mask_phone(phone),
        email=email if revealed or not email else mask_email(email),
        channel=row.channel,
        main=row.main,
        hidden=row.hidden,
        language=row.contact.language,
    )


def _pause_words(language: str) -> dict[str, str]:
    reasons = directory.snapshot().reasons.get(ReasonUse.PAUSE, ())
    return {reason.code: reason.name.in_language(language) for reason in reasons}


def units_named(row: Assignment | Any, *, language: str) -> str:
    """Return the name of a part's unit."""
    return directory.snapshot().units_by_id[row.unit_id].name.in_language(language)
