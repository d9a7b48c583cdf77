"""What the agency's pages show, put together from what the door gives out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.casefile.agencywords import agency_words
from hotline.casefile.dossierfacts import DirectiveFacts
from hotline.casefile.evidencewords import finding_words, refusal_of
from hotline.casefile.facts import (
    AttachmentFacts,
    CaseFile,
    ClockFacts,
    EventFacts,
    ExplanationFacts,
    PartFacts,
    QuestionFacts,
    RequestFacts,
)
from hotline.casefile.filedphotos import parted
from hotline.casefile.queries import ChainLink
from hotline.casefile.resultfigures import ResultFigures, figures_filed
from hotline.casework import words
from hotline.casework.below import BelowLine, below_lines, of_below, units_below, units_elsewhere
from hotline.casework.directivewords import DirectiveLine, directive_line
from hotline.casework.explaining import may_ask_to_explain
from hotline.casework.forms import StepForm
from hotline.casework.photos import Kept
from hotline.casework.promisewords import PromiseLine, promise_line
from hotline.casework.steps import STEPS
from hotline.core.commitments import FINISHING, CommitmentState
from hotline.core.directives import DIRECTIVE
from hotline.core.evidence import Finding, PhotoNeed
from hotline.core.facts import ActorKind, AttachmentKind, PartRole
from hotline.core.status import Part, Phase
from hotline.directory import queries as directory
from hotline.directory.facts import ReasonUse, ServiceFacts
from hotline.directory.streams import streams_told
from hotline.people.facts import PersonFacts
from hotline.ui.facts import Answered, Moment, Photo
from hotline.ui.words import moved, when


@dataclass(frozen=True, slots=True)
class CasePage:
    """One part as its agency reads it. `file` is the case as the door gave it out.

    `colleagues` are people of the part's own unit who may read the case, by id and name. `streams`: the city's hotlines that it
    came by, where there are several. `evidence_of_round`: a photo of a result of this round that came back is there, so that the
    next needs no new one.
    """

    file: CaseFile
    request: RequestFacts
    part: PartFacts
    service: str
    state: tuple[words.Words, str, str]
    clocks: tuple[ClockFacts, ...]
    photos: tuple[Photo, ...]
    evidence: tuple[Photo, ...]
    progress: tuple[Photo, ...]
    minutes: tuple[Photo, ...]
    figures: ResultFigures | None
    attributes: tuple[Answered, ...]
    questions: tuple[QuestionFacts, ...]
    story: tuple[Moment, ...]
    sent_back: EventFacts | None
    handler: str
    colleagues: tuple[tuple[str, str], ...]
    evidence_of_round: bool
    promises: tuple[PromiseLine, ...]
    directives: tuple[DirectiveLine, ...]
    chain: tuple[ChainLink, ...] = ()
    streams: str = ""

    @property
    def owed(self) -> DirectiveLine | None:
        """Return the directive that the agency has to answer, the one that is due first."""
        owed = [line for line in self.directives if line.is_owed]
        return min(owed, key=lambda line: line.directive.due_at, default=None)

    @property
    def clock(self) -> ClockFacts | None:
        """Return the clock that matters most: the open one that is due first, else the last that ended."""
        return next(iter(self.open_clocks), self.clocks[-1] if self.clocks else None)

    @property
    def own_clock(self) -> ClockFacts | None:
        """Return the clock that matters most beside the directive, whose deadline stands under its own name."""
        if self.owed is None:
            return self.clock
        return next((clock for clock in self.open_clocks if clock.purpose != DIRECTIVE), None)

    @property
    def open_clocks(self) -> list[ClockFacts]:
        """Return the deadlines that have not ended, the nearest first."""
        running = [clock for clock in self.clocks if not clock.outcome]
        return sorted(running, key=lambda clock: (clock.due_at is None, clock.due_at or clock.started_at))

    @property
    def finishing(self) -> ClockFacts | None:
        """Return the deadline by which the agency has to finish: the one that it would overrun."""
        own = [clock for clock in self.clocks if clock.part_id == self.part.id and clock.stops in FINISHING]
        return next((clock for clock in reversed(own) if clock.outcome != "void"), None)

    @property
    def point(self) -> str:
        """Return latitude and longitude in degrees of WGS84, or nothing."""
        place = self.request.place
        return "" if place.lat is None or place.lon is None else f"{place.lat:.6f},{place.lon:.6f}"

    @property
    def explanations(self) -> tuple[ExplanationFacts, ...]:
        """Return what the agency complained of was asked, and what it replied."""
        return self.file.explanations

    @property
    def also_rated(self) -> str:
        """Return what those who reported the same say on average, of how many."""
        stars = self.file.also_rated
        return f"{sum(stars) / len(stars):.1f} ({len(stars)})" if stars else ""

    @property
    def sent_back_reason(self) -> str:
        """Return why the desk sent the result back, in the profile's words."""
        return reason_name(self.sent_back.reason) if self.sent_back else ""

    @property
    def level(self) -> words.Words:
        """Return how hard the centre takes the matter to be."""
        return words.LEVELS[self.request.level]

    @property
    def role(self) -> words.Words:
        """Return what the agency is in this case."""
        return words.ROLES[self.part.role]


def case_page(
    file: CaseFile,
    *,
    part_id: int,
    colleagues: Sequence[PersonFacts],
    now: datetime,
    directives: Sequence[DirectiveFacts] = (),
    chain: tuple[ChainLink, ...] = (),
) -> CasePage:
    """Return the page of one part. `file`, `directives` and `chain` are what the door gave out."""
    part = next(part for part in file.parts if part.id == part_id)
    own = [person for person in colleagues if any(held.unit_id == part.unit_id for held in person.memberships)]
    names = {person.id: person.name for person in own}
    may_read = [one for one in own if file.kept_away.isdisjoint(held.unit_id for held in one.memberships if held.unit_id)]
    sent_back = _sent_back(file.events, part)
    own_photos = [one for one in file.attachments if one.part_id == part.id]
    after, under_way = parted(file, own_photos)
    return CasePage(
        file=file,
        request=file.request,
        part=part,
        service=_service_name(file.request.service),
        state=words.SENT_BACK if sent_back else words.state_of(part.state, is_under=part.above is not None),
        clocks=tuple(clock for clock in file.clocks if clock.part_id in (None, part.id)),
        photos=tuple(_photo(one, part) for one in file.attachments if one.part_id is None),
        evidence=tuple(_photo(one, part) for one in after if one.kind == AttachmentKind.EVIDENCE),
        progress=tuple(_photo(one, part) for one in under_way),
        minutes=tuple(_photo(one, part) for one in own_photos if one.kind == AttachmentKind.MINUTES),
        figures=figures_filed(part, _service(file.request.service), language=_language()),
        attributes=_attributes(file.request),
        questions=tuple(replace(one, reply=agency_words(one.reply, None)) for one in file.questions),
        story=tuple(_moment(event, part=part, names=names) for event in reversed(_own(file, part))),
        sent_back=sent_back,
        handler=names.get(part.handler_id or 0, part.handler_name),
        colleagues=tuple((str(one.id), one.name) for one in may_read),
        evidence_of_round=any(
            one.kind == AttachmentKind.EVIDENCE and one.id in _shown_before(file.events, part) for one in own_photos
        ),
        promises=_promises(file, part, now=now),
        chain=chain,
        streams=streams_told([file.request.stream, file.request.also_stream], directory.snapshot(), language=_language()),
        directives=tuple(directive_line(one) for one in directives),
    )


def forms_of(page: CasePage, *, bound: StepForm | None = None) -> dict[str, StepForm]:
    """Return the forms of the steps that the part's state allows, the one that was sent with what was typed."""
    offered = {
        name: step.form(name=name, initial=_begun(page), **options(name, page))
        for name, step in STEPS.items()
        if page.part.state in step.when and _is_offered(name, page)
    }
    if bound is None or bound.name not in STEPS:
        return offered
    # What was typed is shown even where its step is over: nobody shall have to write it twice.
    return {**offered, bound.name: bound} if bound.name in offered or bound.name != "accept" else offered


def _begun(page: CasePage) -> dict[str, Any]:
    """Return what stands in fresh forms."""
    return {"version": page.request.version, "handler": page.part.handler_id, "words": page.part.answer_draft}


def below_of(page: CasePage, *, bound: StepForm | None = None) -> tuple[BelowLine, ...]:
    """Return what the agency handed down, with the forms of what it may do with each part."""
    return below_lines(page.file, page.part, photo=_photo, reason=reason_name, bound=bound)


def _is_offered(name: str, page: CasePage) -> bool:
    """Return whether a step makes sense for the part, besides its state."""
    return {
        "directive": page.owed is not None,
        "assign": bool(page.colleagues),
        "draft": page.part.role == PartRole.LEAD and page.request.phase is not Phase.RESOLVED,
        "down": bool(units_below(page.part)),
        "return": not page.part.binding,
        "explain": page.part.role == PartRole.LEAD and may_ask_to_explain(page.file),
    }.get(name, True)


def options(name: str, page: CasePage) -> dict[str, Any]:
    """Return what the form of a step offers to choose from."""
    if name == "return":
        return {"reasons": reasons(ReasonUse.AGENCY_RETURN), "units": units_elsewhere(page.part)}
    if name == "down":
        return {"units": units_below(page.part)}
    if name == "assign":
        return {"colleagues": page.colleagues}
    if name in ("progress", "directive"):
        return {"photo_limit": directory.snapshot().windows.photos}
    if name == "commit":
        return {"photo_limit": directory.snapshot().windows.photos, "needs_photo": True, "hint": _hint_of(page)}
    if name == "result":
        asked = _service(page.request.service)
        needs_photo = asked.evidence.photo is PhotoNeed.PHOTO and not page.evidence_of_round
        under = {"is_under": page.part.above is not None}
        return {"photo_limit": directory.snapshot().windows.photos, "needs_photo": needs_photo, "outcome": asked.outcome, **under}
    return {}


def reasons(use: ReasonUse) -> list[tuple[str, str]]:
    """Return the profile's reasons for a use, by code, in the reader's language."""
    return [(reason.code, reason.name.in_language(_language())) for reason in directory.snapshot().reasons.get(use, ())]


def kept_previews(kept: Sequence[Kept], *, refused: Mapping[str, tuple[Finding, ...]]) -> list[Mapping[str, str]]:
    """Return kept photos as the form shows them; `why` says of a refused one why it cannot be kept."""
    return [
        {
            "url": one.url,
            "token": one.token,
            "alt": _("Ảnh đã tải lên %(n)s") % {"n": n},
            "why": refusal_of(refused.get(one.key, ())),
        }
        for n, one in enumerate(kept, 1)
    ]


def _promises(file: CaseFile, part: PartFacts, *, now: datetime) -> tuple[PromiseLine, ...]:
    """Return what the part's agency committed to since it was given the part, the newest first."""
    own = [one for one in file.commitments if one.part_id == part.id and one.binds(part, round_now=file.request.round)]
    return tuple(promise_line(one, unit=part.unit_name, now=now) for one in reversed(own))


def _hint_of(page: CasePage) -> str:
    """Return what a commitment filed now does to the deadline that runs."""
    clock = page.finishing
    if page.promises and any(line.commitment.state is CommitmentState.STANDING for line in page.promises):
        return _("Đơn vị đã cam kết một lần. Cam kết mới chỉ có giá trị khi giám sát tổng đài duyệt.")
    if clock is None or clock.due_at is None:
        return _("Thiếu tiến độ, ảnh hoặc ngày thì không phải là cam kết. Người dân được báo ngày này.")
    return _(
        "Gửi trước %(due)s thì quá hạn được tính là quá hạn có cam kết; gửi sau đó vẫn là trễ hạn. Người dân được báo ngày này."
    ) % {"due": when(clock.due_at)}


def _own(file: CaseFile, part: PartFacts) -> list[EventFacts]:
    """Return the events of the agency's own story: of its part, replies to its own questions, what units under it did."""
    asked = {one.id for one in file.questions}
    under = [one.id for one in file.parts if one.above == part.id]
    return [
        event
        for event in file.events
        if event.name in words.EVENTS
        and (event.facts.get("part") in (None, part.id) or of_below(event, under))
        and (event.name != "question_replied" or event.facts.get("question") in asked)
    ]


def _sent_back(events: Sequence[EventFacts], part: PartFacts) -> EventFacts | None:
    """Return the event by which the desk sent the result back, while no other result was filed."""
    if part.state is not Part.ACCEPTED or part.result_at is None:
        return None
    sent_back = ("result_returned", "under_sent_back")
    of_part = [event for event in events if event.name in sent_back and event.facts.get("part") == part.id]
    return of_part[-1] if of_part else None


def _moment(event: EventFacts, *, part: PartFacts, names: Mapping[int, str]) -> Moment:
    title, tone = words.EVENTS[event.name]
    note = agency_words(event.note, None) if event.actor_kind == ActorKind.CITIZEN else event.note
    because = str(words.MOVED_BECAUSE.get(event.reason, "")) if event.name == "deadline_moved" else reason_name(event.reason)
    lines = [because, _particulars(event, names), note]
    return Moment(
        at=event.at,
        title=str(title),
        text="\n".join(line for line in lines if line),
        by=_by(event, part=part, names=names),
        tone=tone,
    )


def _by(event: EventFacts, *, part: PartFacts, names: Mapping[int, str]) -> str:
    """Name colleagues and the centre; the citizen is nobody."""
    if event.actor_kind == ActorKind.AGENCY and event.actor_unit == part.unit_id:
        return names.get(event.actor_user or 0) or event.actor_name or part.unit_name
    if event.actor_kind == ActorKind.CITIZEN:
        return ""
    other = directory.snapshot().units_by_id.get(event.actor_unit or 0) if event.actor_kind == ActorKind.AGENCY else None
    if other is not None:  # above this agency or under it: others' doings are not here
        return other.name.in_language(_language())
    return directory.snapshot().city.centre_name.in_language(_language())


def _particulars(event: EventFacts, names: Mapping[int, str]) -> str:
    if event.name == "handed_down":
        unit = directory.snapshot().units_by_id.get(event.facts.get("unit", 0))
        return unit.name.in_language(_language()) if unit else ""
    if event.name == "part_succeeded":
        before = directory.snapshot().units_by_id.get(event.facts.get("from", 0))
        return before.name.in_language(_language()) if before else ""
    if event.name == "part_assigned":
        return names.get(event.facts.get("handler", 0), "")
    if event.name == "deadline_moved":
        return moved(event.facts.get("from"), event.facts.get("to"))
    if due_on := event.facts.get("due_on"):
        said = _("Hạn theo chỉ đạo %(day)s") if event.name == "directive_given" else _("Hạn cam kết %(day)s")
        return said % {"day": f"{date.fromisoformat(str(due_on)):%d/%m/%Y}"}
    if event.name == "rated":
        return _("%(stars)s trên 5") % {"stars": event.facts.get("stars", "")}
    return _("%(n)s ảnh") % {"n": event.facts["photos"]} if event.facts.get("photos") else ""


def reason_name(code: str) -> str:
    """Return a reason in the profile's words, or its code when the profile has it no longer."""
    if not code:
        return ""
    known = [reason for uses in directory.snapshot().reasons.values() for reason in uses if reason.code == code]
    return known[0].name.in_language(_language()) if known else code


def _photo(one: AttachmentFacts, part: PartFacts) -> Photo:
    url = reverse("casework:photo", args=[part.id, one.key])
    own = _("Biên bản") if one.kind == AttachmentKind.MINUTES else _("Ảnh của đơn vị")
    alt = own if one.part_id else _("Ảnh của người phản ánh")
    return Photo(url=url, full_url=url, alt=alt, caption=_caption(one))


def _shown_before(events: Sequence[EventFacts], part: PartFacts) -> set[int]:
    """Return the photos of the part's results that came back in this round: they prove what they proved."""
    since = part.forwarded_at
    filed = [event for event in events if event.name == "result_filed" and event.facts.get("part") == part.id]
    return {one for event in filed if since and event.at >= since for one in event.facts.get("attachments", ())}


def _caption(one: AttachmentFacts) -> str:
    said = _("Chụp %(when)s") % {"when": when(one.taken_at)} if one.taken_at else _("Gửi %(when)s") % {"when": when(one.added_at)}
    return " · ".join([said, *(finding_words(finding) for finding in one.findings)])


def _attributes(request: RequestFacts) -> tuple[Answered, ...]:
    service = directory.snapshot().services.get(request.service)
    asked = {attribute.code: attribute for attribute in service.attributes} if service else {}
    language = _language()
    rows = []
    for code, value in request.attributes.items():
        if code in asked and value not in ("", None):
            chosen = {choice: name.in_language(language) for choice, name in asked[code].choices}
            # A dossier's number and an official are what is to be examined: figures in them are no telephone's.
            words_of_value = chosen.get(str(value)) or (str(value) if asked[code].sealed else agency_words(str(value), None))
            rows.append(Answered(asked[code].name.in_language(language), words_of_value))
    return tuple(rows)


def _service_name(code: str) -> str:
    return _service(code).name.in_language(_language())


def _service(code: str) -> ServiceFacts:
    return next(service for service in directory.snapshot().services_by_id.values() if service.code == code)


def _language() -> str:
    return get_language() or "vi"
