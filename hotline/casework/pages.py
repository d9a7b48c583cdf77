"""One part as its agency reads it, put together from what the door gives out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.casefile.agencywords import agency_words
from hotline.casefile.dossierfacts import DirectiveFacts
from hotline.casefile.facts import (
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
from hotline.casework.directivewords import DirectiveLine, directive_line
from hotline.casework.naming import language, reason_name, service_name, service_of
from hotline.casework.promisewords import PromiseLine, promise_line
from hotline.casework.shownphotos import shown_photo
from hotline.casework.story import directive_sent_back_because, sent_back_event, story_of
from hotline.core.commitments import FINISHING
from hotline.core.directives import DIRECTIVE
from hotline.core.facts import AttachmentKind
from hotline.directory import queries as directory
from hotline.directory.streams import streams_told
from hotline.people.facts import PersonFacts
from hotline.ui.facts import Answered, Moment, Photo


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
    sent_back = sent_back_event(file.events, part)
    own_photos = [one for one in file.attachments if one.part_id == part.id]
    after, under_way = parted(file, own_photos)
    return CasePage(
        file=file,
        request=file.request,
        part=part,
        service=service_name(file.request.service),
        state=words.SENT_BACK if sent_back else words.state_of(part.state, is_under=part.above is not None),
        clocks=tuple(clock for clock in file.clocks if clock.part_id in (None, part.id)),
        photos=tuple(shown_photo(one, part) for one in file.attachments if one.part_id is None),
        evidence=tuple(shown_photo(one, part) for one in after if one.kind == AttachmentKind.EVIDENCE),
        progress=tuple(shown_photo(one, part) for one in under_way),
        minutes=tuple(shown_photo(one, part) for one in own_photos if one.kind == AttachmentKind.MINUTES),
        figures=figures_filed(part, service_of(file.request.service), language=language()),
        attributes=_attributes(file.request),
        questions=tuple(replace(one, reply=agency_words(one.reply, None)) for one in file.questions),
        story=story_of(file, part, names=names),
        sent_back=sent_back,
        handler=names.get(part.handler_id or 0, part.handler_name),
        colleagues=tuple((str(one.id), one.name) for one in may_read),
        evidence_of_round=any(
            one.kind == AttachmentKind.EVIDENCE and one.id in _shown_before(file.events, part) for one in own_photos
        ),
        promises=_promises(file, part, now=now),
        chain=chain,
        streams=streams_told([file.request.stream, file.request.also_stream], directory.snapshot(), language=language()),
        directives=tuple(directive_line(one, sent_back=directive_sent_back_because(file.events, one)) for one in directives),
    )


def _promises(file: CaseFile, part: PartFacts, *, now: datetime) -> tuple[PromiseLine, ...]:
    """Return what the part's agency committed to since it was given the part, the newest first."""
    own = [one for one in file.commitments if one.part_id == part.id and one.binds(part, round_now=file.request.round)]
    return tuple(promise_line(one, unit=part.unit_name, now=now) for one in reversed(own))


def _shown_before(events: Sequence[EventFacts], part: PartFacts) -> set[int]:
    """Return the photos of the part's results that came back in this round: they prove what they proved."""
    since = part.forwarded_at
    filed = [event for event in events if event.name == "result_filed" and event.facts.get("part") == part.id]
    return {one for event in filed if since and event.at >= since for one in event.facts.get("attachments", ())}


def _attributes(request: RequestFacts) -> tuple[Answered, ...]:
    service = directory.snapshot().services.get(request.service)
    asked = {attribute.code: attribute for attribute in service.attributes} if service else {}
    spoken = language()
    rows = []
    for code, value in request.attributes.items():
        if code in asked and value not in ("", None):
            chosen = {choice: name.in_language(spoken) for choice, name in asked[code].choices}
            # A dossier's number and an official are what is to be examined: figures in them are no telephone's.
            words_of_value = chosen.get(str(value)) or (str(value) if asked[code].sealed else agency_words(str(value), None))
            rows.append(Answered(asked[code].name.in_language(spoken), words_of_value))
    return tuple(rows)
