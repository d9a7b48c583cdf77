"""The private page of whoever reported: the whole way of the case in kind words, and what they can do now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from hotline.casefile.facts import AnswerFacts, AttachmentFacts, CaseFile, ClockFacts, PartFacts, QuestionFacts
from hotline.casefile.filedphotos import parted
from hotline.casefile.queries import Incident
from hotline.casefile.resultfigures import ResultFigures, figures_of
from hotline.core.clockrules import StoppedBy
from hotline.core.commitments import COMMITMENT
from hotline.core.disclosure import Version
from hotline.core.facts import AttachmentKind, Correction
from hotline.core.status import OPEN_PARTS, REPLIED, Part, Phase, Screening
from hotline.directory import queries as directory
from hotline.directory.facts import Directory, ReasonUse, ServiceFacts
from hotline.public.mystory import story_of
from hotline.public.publiccase import Earlier, earlier_of
from hotline.public.wording import language, place_line
from hotline.ui.facts import Moment, Photo

MOST_PHOTOS = 20
"""How many photos a citizen may add to a case in all; the operator can ask for more by telephone."""

_OWN = frozenset({AttachmentKind.REPORT, AttachmentKind.REPLY, AttachmentKind.NOT_DONE})


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline that the centre owes the citizen: its name, its clock and why it is what it is."""

    label: str
    clock: ClockFacts


@dataclass(frozen=True, slots=True)
class MyCase:
    """What the page shows. `token` is the link's own; `open_questions` wait for a reply, `rated_parts` may be rated.

    `refusal` is the reason and where to go instead, both empty for a case that was not refused. `incident`: what it was merged
    into, whose agencies then work for this reporter too.
    """

    file: CaseFile
    token: str
    service: str
    place: str
    reach: str
    refusal: tuple[str, str]
    deadlines: tuple[Deadline, ...]
    open_questions: tuple[QuestionFacts, ...]
    answer: AnswerFacts | None
    earlier: tuple[Earlier, ...]
    photos: tuple[Photo, ...]
    before: tuple[Photo, ...]
    evidence: tuple[Photo, ...]
    progress: tuple[Photo, ...]
    minutes: tuple[Photo, ...]
    figures: ResultFigures | None
    rated_parts: tuple[PartFacts, ...]
    not_done_until: datetime | None
    photo_room: int
    story: tuple[Moment, ...]
    incident: Incident | None = None

    @property
    def is_reopened(self) -> bool:
        """Return whether the answer that is shown is one of an earlier round."""
        return self.answer is not None and self.answer.round < self.file.request.round

    @property
    def is_under_way(self) -> bool:
        """Return whether an answer is still owed, so that deadlines matter."""
        return self.file.request.phase in (Phase.RECEIVED, Phase.IN_PROGRESS)

    @property
    def next_words(self) -> str:
        """Return what happens next, and who does it."""
        if self.file.request.screening is Screening.ASKED:
            return _("Chúng tôi đang chờ bạn trả lời câu hỏi dưới đây. Trong khi chờ, thời hạn tạm dừng.")
        if self.open_questions:
            return _("Đơn vị đang chờ bạn trả lời câu hỏi dưới đây để làm tiếp.")
        return {
            Phase.RECEIVED: _("Chúng tôi đang xem phản ánh và sẽ chuyển đến đơn vị phụ trách, rồi báo cho bạn."),
            Phase.IN_PROGRESS: _("Đơn vị phụ trách đang xử lý. Khi có kết quả, chúng tôi trả lời bạn ngay."),
            Phase.RESOLVED: _("Chúng tôi đã trả lời. Hãy xem kết quả, đánh giá, hoặc cho biết nếu việc chưa xong."),
            Phase.REFUSED: _("Chúng tôi không thụ lý được phản ánh này."),
        }[self.file.request.phase]

    @property
    def may_add_photos(self) -> bool:
        """Return whether further photos would still help somebody."""
        return self.photo_room > 0 and self.is_under_way


def my_case(file: CaseFile, *, token: str, now: datetime, incident: Incident | None = None) -> MyCase:
    """Return the page of a case for its reporter. `file` has its contacts masked; `incident` is what it was merged into."""
    snapshot = directory.snapshot()
    answer = _answer(file)
    own = [one for one in file.attachments if one.kind in _OWN]
    after, under_way = parted(file, evidence_of(file))
    return MyCase(
        file=file,
        token=token,
        service=_service_name(file, snapshot),
        place=place_line(file.request.place.words, file.request.area_name),
        reach=_reach(file),
        refusal=_refusal(file, snapshot),
        deadlines=_deadlines(file, incident.clocks if incident else file.clocks),
        open_questions=tuple(one for one in file.questions if one.replied_at is None),
        answer=answer,
        earlier=_earlier(answer) if answer else (),
        photos=tuple(_photo(one, token) for one in own),
        before=tuple(_photo(one, token) for one in own if one.kind == AttachmentKind.REPORT)[:1],
        evidence=tuple(_photo(one, token) for one in after),
        progress=tuple(_photo(one, token) for one in under_way),
        minutes=tuple(_photo(one, token) for one in minutes_of(file)),
        figures=figures_of(file.parts, _service_of(file, snapshot), language=language()) if answer else None,
        rated_parts=_rated_parts(file, incident.parts if incident else file.parts, snapshot, now=now),
        not_done_until=_not_done_until(file, snapshot, now=now),
        photo_room=max(0, MOST_PHOTOS - len(own)),
        story=story_of(file, snapshot),
        incident=incident,
    )


def shown_photo(file: CaseFile, key: str) -> AttachmentFacts | None:
    """Return the photo of a key if its case's reporter may see it: their own always, evidence once they have an answer.

    Of minutes they see the public copy, once somebody approved one: minutes name others.
    """
    own = [one for one in file.attachments if one.kind in _OWN]
    return next((one for one in [*own, *evidence_of(file), *minutes_of(file)] if one.key == key), None)


def evidence_of(file: CaseFile) -> list[AttachmentFacts]:
    """Return the agencies' photos that belong to the answer that was given; those of a running round are the desk's."""
    answer = _answer(file)
    if answer is None or answer.sent_at is None:
        return []
    return [one for one in file.attachments if one.kind == AttachmentKind.EVIDENCE and one.added_at <= answer.sent_at]


def minutes_of(file: CaseFile) -> list[AttachmentFacts]:
    """Return the minutes of offences that belong to the answer, those whose covered copy a person approved."""
    answer = _answer(file)
    if answer is None or answer.sent_at is None:
        return []
    found = [one for one in file.attachments if one.kind == AttachmentKind.MINUTES and one.added_at <= answer.sent_at]
    return [one for one in found if one.is_public and not one.is_withdrawn]


def is_expired(file: CaseFile, *, now: datetime) -> bool:
    """Return whether the link is past the profile's days since anything last happened to the case."""
    return now > file.request.changed_at + timedelta(days=directory.snapshot().windows.private_link_days)


def _answer(file: CaseFile) -> AnswerFacts | None:
    """Return the newest answer that was given: of this round, or of the one before while this one is being worked on."""
    given = [answer for answer in file.answers if answer.state in REPLIED]
    return max(given, key=lambda answer: answer.round, default=None)


def _current_answer(file: CaseFile) -> AnswerFacts | None:
    return file.answer if file.answer and file.answer.state in REPLIED else None


def _earlier(answer: AnswerFacts) -> tuple[Earlier, ...]:
    sent = [
        Version(version.words, Correction(version.correction) if version.correction else None, version.why)
        for version in answer.versions
        if answer.sent_at and (version.written_at > answer.sent_at or version is _first_sent(answer))
    ]
    return earlier_of(tuple(sent))


def _first_sent(answer: AnswerFacts) -> object:
    """Return the draft that was sent: the last one written before; older drafts nobody outside ever saw."""
    drafts = [version for version in answer.versions if answer.sent_at and version.written_at <= answer.sent_at]
    return drafts[-1] if drafts else None


def _service_name(file: CaseFile, snapshot: Directory) -> str:
    """Return the service's name, of one that the profile has closed too."""
    return _service_of(file, snapshot).name.in_language(language())


def _service_of(file: CaseFile, snapshot: Directory) -> ServiceFacts:
    return next(service for service in snapshot.services_by_id.values() if service.code == file.request.service)


def _deadlines(file: CaseFile, clocks: Sequence[ClockFacts]) -> tuple[Deadline, ...]:
    """Return the clock of forwarding, until an agency has the case, of the answer, and what agencies committed to."""
    own = [clock for clock in clocks if clock.part_id is None and clock.outcome != "void"]
    waits = file.request.phase is Phase.RECEIVED
    forwarding = [clock for clock in own if waits and clock.stops == StoppedBy.FORWARDED and not clock.outcome]
    answering = [clock for clock in own if clock.stops == StoppedBy.ANSWERED]
    found = [(_("Chuyển đến đơn vị trước"), forwarding), (_("Trả lời bạn trước"), answering)]
    owed = tuple(Deadline(label, clocks[-1]) for label, clocks in found if clocks)
    return (*owed, *_promises(file))


def _promises(file: CaseFile) -> Iterator[Deadline]:
    """Give what agencies that still work committed to: the last promise of each. A unit's is owed to the agency above it."""
    for part in (one for one in file.parts if one.above is None):
        promised = [clock for clock in file.clocks if clock.part_id == part.id and clock.purpose == COMMITMENT]
        if part.state in OPEN_PARTS and promised and not promised[-1].outcome:
            yield Deadline(_("%(unit)s cam kết xong trước") % {"unit": part.unit_name}, promised[-1])


def _rated_parts(file: CaseFile, parts: Sequence[PartFacts], snapshot: Directory, *, now: datetime) -> tuple[PartFacts, ...]:
    answer = _current_answer(file)
    if answer is None or answer.sent_at is None or now > answer.sent_at + timedelta(days=snapshot.windows.rating_days):
        return ()
    return tuple(part for part in parts if part.state is Part.DONE and part.above is None)


def _not_done_until(file: CaseFile, snapshot: Directory, *, now: datetime) -> datetime | None:
    answer = _current_answer(file)
    if answer is None or answer.sent_at is None:
        return None
    until = answer.sent_at + timedelta(days=snapshot.windows.not_done_days)
    return until if now <= until else None


def _refusal(file: CaseFile, snapshot: Directory) -> tuple[str, str]:
    for reason in snapshot.reasons.get(ReasonUse.REFUSE, ()):
        if reason.code == file.request.refusal:
            return reason.name.in_language(language()), reason.advice.in_language(language())
    return file.request.refusal, ""


def _reach(file: CaseFile) -> str:
    """Return the masked number or address by which the citizen is answered; empty when it was erased."""
    main = next((reporter for reporter in file.reporters if reporter.main), None)
    if main is None:
        return ""
    return (main.email if main.channel == "email" else main.phone) or main.email or main.phone


def _photo(one: AttachmentFacts, token: str) -> Photo:
    from hotline.ui.words import when

    url = reverse("public:link-photo", args=[token, one.key])
    alt = {
        AttachmentKind.EVIDENCE: _("Ảnh của đơn vị xử lý"),
        AttachmentKind.MINUTES: _("Biên bản của đơn vị, đã che tên người"),
    }.get(AttachmentKind(one.kind), _("Ảnh bạn gửi"))
    return Photo(url=url, full_url=url, alt=alt, caption=when(one.taken_at or one.added_at))
