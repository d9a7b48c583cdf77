"""Plays one story through the actions, each step at its moment and by the hand that would do it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from operator import itemgetter

from django.db import transaction

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.core.facts import SYSTEM, AttachmentKind, Correction, Forward, PartRole
from hotline.core.status import Part
from hotline.directory.complaints import units_barred
from hotline.directory.queries import snapshot
from hotline.public import actions as portal
from hotline.public import queries as public_queries
from hotline.site.demo.hands import SENT_AFTER, Case
from hotline.site.demo.incidents import MOVES_ALL_PARTS, Incidents
from hotline.site.demo.opening import Opening, place_of, received_at
from hotline.site.demo.papers import Papers
from hotline.site.demo.photos import Album
from hotline.site.demo.scenes import AFTER, BEFORE
from hotline.site.demo.script import Script, Step, Story
from hotline.site.demo.senders import Senders
from hotline.site.demo.timing import timed
from hotline.site.demo.turns import MOVES_PARTS, Turns

_MOVES_PARTS = frozenset({
    "forward", "propose", "propose_other", "accept", "return", "result", "accept_result", "return_result", "answer_at_once",
    "not_done", "direct", *MOVES_PARTS,
})  # fmt: skip
"""Steps after which the parts are read again."""


class Replay(Turns, Papers, Incidents, Senders, Opening):
    """Tells stories. `people` are user ids by e-mail address; nothing happens after `now`."""

    def __init__(self, *, script: Script, people: Mapping[str, int], album: Album, now: datetime) -> None:
        super().__init__(script=script, people=people, album=album)
        self._now = now
        self._steps: dict[str, Callable[[Case, Step, datetime], object]] = {
            "forward": self._forward,
            "verify": self._verify,
            "ask": self._ask,
            "reply": self._reply,
            "refuse": self._refuse,
            "propose": self._propose,
            "propose_other": self._propose_other,
            "accept": self._accept,
            "return": self._return,
            "question": self._question,
            "progress": self._progress,
            "result": self._result,
            "accept_result": self._accept_result,
            "return_result": self._return_result,
            "approve": self._approve,
            "draft": self._draft,
            "answer": self._answer,
            "answer_at_once": self._answer_at_once,
            "publish": self._publish,
            "correct": self._correct,
            "rate": self._rate,
            "not_done": self._not_done,
            "comment": self._comment,
            "let_through": self._let_through,
            **self.turns(),
            **self.on_paper(),
            **self.among_cases(),
            **self.of_senders(),
        }

    def tell(self, story: Story) -> Opened:
        """Tell one story by itself; see `tell_together`."""
        return self.tell_together((story,))[story.code]

    def tell_together(self, stories: Sequence[Story]) -> Mapping[str, Opened]:
        """Report, and do every step whose moment has come in the order of time, all of it or nothing; return the cases by story.

        Stories told before are left alone.
        """
        told = [self._at_its_time(story) for story in stories]
        turns: list[tuple[datetime, Story, Step | None]] = [(began, story, None) for began, story in told]
        turns += [(began + step.after, story, step) for began, story in told for step in story.steps]
        self._told = {}
        with transaction.atomic():
            for at, story, step in sorted(turns, key=itemgetter(0)):
                if at > self._now:
                    break
                if step is None:
                    self._told[story.code] = self._report(story, at)
                elif self._told[story.code].opened.created:
                    self._do(self._told[story.code], step, at)
            for case in self._told.values():
                if case.opened.created:
                    self._sent(case)
        return {code: case.opened for code, case in self._told.items()}

    def _at_its_time(self, story: Story) -> tuple[datetime, Story]:
        story = timed(story, snapshot(), now=self._now)
        return received_at(story, now=self._now), story

    def _do(self, case: Case, step: Step, at: datetime) -> None:
        self._steps[step.do](case, step, at)
        if step.do in _MOVES_PARTS:
            case.parts = ()
        elif step.do in MOVES_ALL_PARTS:
            for each in self._told.values():
                each.parts = ()

    def _forward(self, case: Case, _step: Step, at: datetime) -> None:
        by_itself = snapshot().services[case.story.service].forward is Forward.AUTOMATIC
        if not self._parts(case):
            self._propose_by_hand(case, at)
        actor = SYSTEM if by_itself else self._centre("operator")
        actions.forward(case.opened.request_id, now=at, actor=actor)

    def _verify(self, case: Case, step: Step, at: datetime) -> None:
        actions.verify(case.opened.request_id, how=step.reason, note=step.words, now=at, actor=self._centre("operator"))

    def _ask(self, case: Case, step: Step, at: datetime) -> None:
        case.question_id = actions.ask(case.opened.request_id, words=step.words, now=at, actor=self._centre("operator"))

    def _reply(self, case: Case, step: Step, at: datetime) -> None:
        actions.reply_question(case.question_id, words=step.words, now=at)

    def _refuse(self, case: Case, step: Step, at: datetime) -> None:
        actions.refuse(case.opened.request_id, reason=step.reason, note=step.words, now=at, actor=self._centre("operator"))

    def _propose(self, case: Case, step: Step, at: datetime) -> None:
        self._give(case, snapshot().units[step.unit].id, at)

    def _propose_other(self, case: Case, _step: Step, at: datetime) -> None:
        """Give a case that came back to the superior of the agency that returned it, else to one that signs in."""
        tried = {part.unit_id for part in self._parts(case)}
        returned = next(part for part in self._parts(case) if part.state is Part.RETURNED)
        above = snapshot().units_by_id[returned.unit_id].parent_id
        candidates = [above, *self._may_have(case)]
        self._give(case, next(unit for unit in candidates if unit and unit not in tried), at)

    def _give(self, case: Case, unit_id: int, at: datetime) -> None:
        actor = self._centre("operator")
        actions.propose(case.opened.request_id, unit_id=unit_id, role=PartRole.LEAD, now=at, actor=actor)
        actions.forward(case.opened.request_id, now=at, actor=actor)

    def _propose_by_hand(self, case: Case, at: datetime) -> None:
        """The rules left it to a person: the agency of somebody who signs in gets it."""
        unit_id = next(self._may_have(case))
        actions.propose(case.opened.request_id, unit_id=unit_id, role=PartRole.LEAD, now=at, actor=self._centre("operator"))

    def _may_have(self, case: Case) -> Iterator[int]:
        """Return the agencies of those who sign in, then the inspectors, but for whom the case complains of and who obeys it."""
        barred = units_barred(snapshot(), case.story.attributes)
        codes = [*(person.unit for person in self._script.people if person.unit), *snapshot().inspectors]
        units = (snapshot().units[code].id for code in codes if code in snapshot().units)
        return (unit for unit in units if unit not in barred)

    def _accept(self, case: Case, step: Step, at: datetime) -> None:
        for part in self._meant(case, step, Part.FORWARDED):
            actions.accept_part(part.id, now=at, actor=self._agency(part))

    def _return(self, case: Case, step: Step, at: datetime) -> None:
        part = self._lead(case)
        whose = snapshot().units[step.to].id if step.to else None
        actor = self._agency(part)
        actions.return_part(part.id, reason=step.reason, note=step.words, to_unit_id=whose, now=at, actor=actor)

    def _question(self, case: Case, step: Step, at: datetime) -> None:
        part = self._lead(case)
        case.question_id = actions.ask_reporter(part.id, words=step.words, now=at, actor=self._agency(part))

    def _progress(self, case: Case, step: Step, at: datetime) -> None:
        part = self._meant(case, step, Part.ACCEPTED)[0] if step.unit else self._lead(case)
        evidence = self._photos(case, step.photos, AttachmentKind.EVIDENCE, BEFORE, at)
        actions.file_progress(part.id, note=step.words, evidence=evidence, now=at, actor=self._agency(part))

    def _result(self, case: Case, step: Step, at: datetime) -> None:
        for part in self._meant(case, step, Part.ACCEPTED):
            evidence = self._photos(case, max(step.photos, 1), AttachmentKind.EVIDENCE, AFTER, at)
            paper = [self._album.photo(("paper", AFTER), kind=AttachmentKind.MINUTES, now=at) for _ in range(step.minutes)]
            case.photos += paper
            actions.file_result(
                part.id,
                note=step.words,
                evidence=[*evidence, *(sheet.key for sheet in paper)],
                figures=actions.Figures(step.fine, step.counted),
                now=at,
                actor=self._agency(part),
            )

    def _accept_result(self, case: Case, _step: Step, at: datetime) -> None:
        for part in self._parts(case, Part.RESULT_FILED):
            actions.accept_result(part.id, now=at, actor=self._centre("synthesis"))

    def _return_result(self, case: Case, step: Step, at: datetime) -> None:
        part = self._parts(case, Part.RESULT_FILED)[0]
        actor = self._centre("synthesis")
        actions.return_result(part.id, reason=step.reason, note=step.words, now=at, actor=actor)

    def _approve(self, case: Case, step: Step, at: datetime) -> None:
        """Approve words and photos for the public; the words of a made-up report tell nobody's secret."""
        actor, request_id = self._centre("synthesis"), case.opened.request_id
        area = place_of(case.story).area_id
        ward = snapshot().areas_by_id[area].name_vi if area else ""
        where = ", ".join(filter(None, (case.story.public_place, ward)))
        words = step.public or case.story.words
        actions.approve_public_words(request_id, words=words, place=where, now=at, actor=actor)
        for photo in case.photos if case.story.shows_photos else ():
            actions.publish_picture(photo.id, copy=photo.copy, now=at, actor=actor)

    def _draft(self, case: Case, step: Step, at: datetime) -> None:
        words, public = self._named(case, step.words), self._named(case, step.public)
        actor = self._centre("synthesis")
        case.answer_id = actions.draft_answer(case.opened.request_id, words=words, public_words=public, now=at, actor=actor)

    def _answer(self, case: Case, step: Step, at: datetime) -> None:
        self._draft(case, step, at)
        actions.send_answer(case.opened.request_id, now=at, actor=self._centre("synthesis"))

    def _answer_at_once(self, case: Case, step: Step, at: datetime) -> None:
        actor = self._centre("operator")
        actions.answer_at_once(case.opened.request_id, words=step.words, public_words=step.public, now=at, actor=actor)

    def _publish(self, case: Case, step: Step, at: datetime) -> None:
        self._sent(case)
        told = [told for told in case.story.steps if told.do in ("answer", "answer_at_once") and told.after <= step.after]
        public = step.public or (self._named(case, told[-1].public or told[-1].words) if told else "")
        with suppress(actions.NeverPublished):
            actor = self._centre("synthesis")
            actions.publish_answer(case.opened.request_id, public_words=public, now=at, actor=actor)

    def _correct(self, case: Case, step: Step, at: datetime) -> None:
        actions.correct_answer(
            case.answer_id,
            words=self._named(case, step.words),
            public_words=self._named(case, step.public or step.words),
            correction=Correction.MISTAKE,
            why=step.reason,
            now=at,
            actor=self._centre("synthesis"),
        )

    def _rate(self, case: Case, step: Step, at: datetime) -> None:
        actions.rate(self._lead(case).id, stars=step.stars, note=step.words, now=at)

    def _not_done(self, case: Case, step: Step, at: datetime) -> None:
        pictures = self._photos(case, step.photos, AttachmentKind.NOT_DONE, BEFORE, at)
        actions.say_not_done(case.opened.request_id, words=step.words, reason=step.reason, pictures=pictures, now=at)

    def _comment(self, case: Case, step: Step, at: datetime) -> None:
        """Write under the public case, as anyone may where the profile lets people comment."""
        if snapshot().public.comments:
            once = f"demonstration:{case.story.code}:{step.after}"
            portal.write_comment(case.opened.request_id, once=once, words=step.words, not_done=step.not_done, now=at)

    def _let_through(self, case: Case, step: Step, at: datetime) -> None:
        for waiting in public_queries.waiting_comments():
            if waiting.request_id == case.opened.request_id:
                actor = self._centre("synthesis")
                words = step.public or waiting.words
                portal.publish_comment(waiting.id, public_words=words, reply=step.reply, now=at, actor=actor)

    def _sent(self, case: Case) -> None:
        """What the past had to say has been said: it left at its time, into the demonstration's own telephone."""
        actions.mark_case_sent(case.opened.request_id, provider="console", after=SENT_AFTER)

    def _named(self, case: Case, words: str) -> str:
        if "{unit}" not in words:
            return words
        return words.replace("{unit}", snapshot().units_by_id[self._lead(case).unit_id].name.vi)
