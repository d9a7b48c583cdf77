"""Plays one story through the actions, each step at its moment and by the hand that would do it."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from hotline.casefile import actions, queries
from hotline.casefile.facts import CaseFile, ContactDraft, Draft, Opened, PartFacts
from hotline.casefile.pictures import make_public, receive
from hotline.core.facts import NOWHERE, Actor, ActorKind, AttachmentKind, Channel, Correction, PartRole, Place
from hotline.core.status import CLOSED_PARTS, Part
from hotline.directory import places
from hotline.directory.queries import snapshot
from hotline.notify.loops import LOOPS as NOTIFY_LOOPS
from hotline.site.demo.scenes import drawn_photo
from hotline.site.demo.script import Step, Story


class Replay:
    """Tells stories. `people` are user ids by e-mail address; nothing happens after `now`."""

    def __init__(self, *, people: Mapping[str, int], now: datetime) -> None:
        self._people = people
        self._now = now
        self._photos = 0
        self._steps: dict[str, Callable[[CaseFile, Step, datetime], object]] = {
            "forward": self._forward,
            "verify": self._verify,
            "ask": self._ask,
            "reply": self._reply,
            "refuse": self._refuse,
            "propose": self._propose,
            "accept": self._accept,
            "return": self._return,
            "question": self._question,
            "progress": self._progress,
            "result": self._result,
            "accept_result": self._accept_result,
            "return_result": self._return_result,
            "approve": self._approve,
            "answer": self._answer,
            "answer_at_once": self._answer_at_once,
            "publish": self._publish,
            "correct": self._correct,
            "rate": self._rate,
            "not_done": self._not_done,
        }

    def tell(self, story: Story) -> None:
        """Report, and do every step whose moment has come. A story told before is left alone."""
        received_at = self._moment(story)
        opened = self._report(story, received_at)
        if not opened.created:
            return
        self._deliver(received_at)
        for step in story.steps:
            at = received_at + step.after
            if at > self._now:
                break
            self._steps[step.do](queries.case_file(opened.reference), step, at)
            self._deliver(at)

    def _moment(self, story: Story) -> datetime:
        zone = snapshot().city.zone
        day = (self._now.astimezone(zone) - timedelta(days=story.days_ago)).date()
        return min(datetime.combine(day, time.fromisoformat(story.at), zone), self._now - timedelta(seconds=30))

    def _report(self, story: Story, at: datetime) -> Opened:
        draft = Draft(
            service=story.service,
            words=story.words,
            channel=Channel(story.channel),
            contact=ContactDraft(name=story.name, phone=story.phone, email=story.email, hidden=story.hidden),
            place=_place(story),
            language=story.language,
            attachments=tuple(self._photo(AttachmentKind.REPORT, at, when="before") for _ in range(story.photos)),
        )
        return actions.open_request(draft, key=f"demonstration:{story.code}", now=at)

    def _forward(self, case: CaseFile, _step: Step, at: datetime) -> None:
        actions.forward(case.request.id, now=at, actor=self._centre("operator"))

    def _verify(self, case: CaseFile, step: Step, at: datetime) -> None:
        actions.verify(case.request.id, how=step.reason, note=step.words, now=at, actor=self._centre("operator"))

    def _ask(self, case: CaseFile, step: Step, at: datetime) -> None:
        actions.ask(case.request.id, words=step.words, now=at, actor=self._centre("operator"))

    def _reply(self, case: CaseFile, step: Step, at: datetime) -> None:
        question = next(question for question in case.questions if question.replied_at is None)
        actions.reply_question(question.id, words=step.words, now=at)

    def _refuse(self, case: CaseFile, step: Step, at: datetime) -> None:
        actions.refuse(case.request.id, reason=step.reason, note=step.words, now=at, actor=self._centre("operator"))

    def _propose(self, case: CaseFile, step: Step, at: datetime) -> None:
        unit_id = snapshot().units[step.unit].id
        actor = self._centre("operator")
        actions.propose(case.request.id, unit_id=unit_id, role=PartRole.LEAD, now=at, actor=actor)
        actions.forward(case.request.id, now=at, actor=actor)

    def _accept(self, case: CaseFile, _step: Step, at: datetime) -> None:
        for part in _parts(case, Part.FORWARDED):
            actions.accept_part(part.id, now=at, actor=_agency(part))

    def _return(self, case: CaseFile, step: Step, at: datetime) -> None:
        part = _lead(case)
        actions.return_part(part.id, reason=step.reason, note=step.words, now=at, actor=_agency(part))

    def _question(self, case: CaseFile, step: Step, at: datetime) -> None:
        part = _lead(case)
        actions.ask_reporter(part.id, words=step.words, now=at, actor=_agency(part))

    def _progress(self, case: CaseFile, step: Step, at: datetime) -> None:
        part = _lead(case)
        actions.file_progress(part.id, note=step.words, evidence=self._evidence(step, at), now=at, actor=_agency(part))

    def _result(self, case: CaseFile, step: Step, at: datetime) -> None:
        for part in _parts(case, Part.ACCEPTED):
            evidence = self._evidence(step, at) or (self._photo(AttachmentKind.EVIDENCE, at, when="after"),)
            actions.file_result(part.id, note=step.words, evidence=evidence, now=at, actor=_agency(part))

    def _accept_result(self, case: CaseFile, _step: Step, at: datetime) -> None:
        for part in _parts(case, Part.RESULT_FILED):
            actions.accept_result(part.id, now=at, actor=self._centre("synthesis"))

    def _return_result(self, case: CaseFile, step: Step, at: datetime) -> None:
        for part in _parts(case, Part.RESULT_FILED):
            actor = self._centre("synthesis")
            actions.return_result(part.id, reason=step.reason, note=step.words, now=at, actor=actor)

    def _approve(self, case: CaseFile, step: Step, at: datetime) -> None:
        """Approve words for the public; the story says which, or the machine's redaction was good enough."""
        actor, request = self._centre("synthesis"), case.request
        words = step.public or request.agency_words
        actions.approve_public_words(request.id, words=words, place=request.area_name, now=at, actor=actor)
        for photo in case.attachments:
            make_public(photo.key)
            actions.publish_picture(photo.id, now=at, actor=actor)

    def _answer(self, case: CaseFile, step: Step, at: datetime) -> None:
        actor = self._centre("synthesis")
        actions.draft_answer(case.request.id, words=step.words, public_words=step.public, now=at, actor=actor)
        actions.send_answer(case.request.id, now=at, actor=actor)

    def _answer_at_once(self, case: CaseFile, step: Step, at: datetime) -> None:
        actions.answer_at_once(
            case.request.id, words=step.words, public_words=step.public, now=at, actor=self._centre("operator")
        )

    def _publish(self, case: CaseFile, step: Step, at: datetime) -> None:
        answer = case.answer
        public = step.public or (answer.latest.public_words or answer.latest.words if answer else "")
        try:
            actions.publish_answer(case.request.id, public_words=public, now=at, actor=self._centre("synthesis"))
        except actions.NeverPublished:
            return

    def _correct(self, case: CaseFile, step: Step, at: datetime) -> None:
        if case.answer is None:
            return
        actions.correct_answer(
            case.answer.id,
            words=step.words,
            public_words=step.public or step.words,
            correction=Correction.MISTAKE,
            why=step.reason,
            now=at,
            actor=self._centre("synthesis"),
        )

    def _rate(self, case: CaseFile, step: Step, at: datetime) -> None:
        actions.rate(_lead(case).id, stars=step.stars, note=step.words, now=at)

    def _not_done(self, case: CaseFile, step: Step, at: datetime) -> None:
        photos = tuple(self._photo(AttachmentKind.NOT_DONE, at, when="before") for _ in range(step.photos))
        actions.say_not_done(case.request.id, words=step.words, reason=step.reason, pictures=photos, now=at)

    def _evidence(self, step: Step, at: datetime) -> tuple[str, ...]:
        return tuple(self._photo(AttachmentKind.EVIDENCE, at, when="after") for _ in range(step.photos))

    def _photo(self, kind: AttachmentKind, at: datetime, *, when: str) -> str:
        self._photos += 1
        picture = receive(drawn_photo(self._photos, when=when), now=at)
        actions.keep_picture(picture, kind=kind, now=at)
        return picture.key

    def _deliver(self, at: datetime) -> None:
        """Let every message leave that is due by then, as the worker would have done."""
        for loop in NOTIFY_LOOPS:
            while loop.run(at):
                pass

    def _centre(self, what: str) -> Actor:
        user_id = next((number for email, number in self._people.items() if email.startswith(what)), None)
        return Actor(ActorKind.STAFF, user_id=user_id)


def _place(story: Story) -> Place:
    if story.lat is None or story.lon is None:
        return NOWHERE
    located = places.locate(story.lat, story.lon)
    return Place(
        lat=story.lat,
        lon=story.lon,
        words=story.place,
        area_id=located.area.id,
        area_code=located.area.code,
        how=located.how,
    )


def _parts(case: CaseFile, *states: Part) -> list[PartFacts]:
    return [part for part in case.parts if part.state in states]


def _lead(case: CaseFile) -> PartFacts:
    return next(part for part in case.parts if part.role == PartRole.LEAD and part.state not in CLOSED_PARTS)


def _agency(part: PartFacts) -> Actor:
    return Actor(ActorKind.AGENCY, unit_id=part.unit_id)
