"""Turns that a case takes among several hands: a promised day, a part passed down, "not mine", the lead's draft, the level."""

from collections.abc import Callable, Mapping
from datetime import datetime

from hotline.casefile import actions
from hotline.core.facts import AttachmentKind, Level, PartRole
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.site.demo.hands import Case, Hands
from hotline.site.demo.scenes import BEFORE
from hotline.site.demo.script import Step

MOVES_PARTS = frozenset({"hand_down", "accept_under", "decide"})


class Turns(Hands):
    """The steps of stories in which more than one agency, or the supervisor, has a word."""

    def turns(self) -> Mapping[str, Callable[[Case, Step, datetime], object]]:
        """Return them by the name that a step gives them."""
        return {
            "commit": self._commit,
            "hand_down": self._hand_down,
            "accept_under": self._accept_under,
            "decide": self._decide,
            "suggest": self._suggest,
            "level": self._level,
        }

    def _commit(self, case: Case, step: Step, at: datetime) -> None:
        part, evidence = self._lead(case), self._photos(case, step.photos, AttachmentKind.EVIDENCE, BEFORE, at)
        due_on = step.on or at.date()
        actions.file_commitment(part.id, note=step.words, evidence=evidence, due_on=due_on, now=at, actor=self._agency(part))

    def _hand_down(self, case: Case, step: Step, at: datetime) -> None:
        for part in self._meant(case, step, Part.ACCEPTED):
            below = snapshot().units[step.to].id
            actions.hand_down(part.id, unit_id=below, scope=step.words, now=at, actor=self._agency(part))

    def _accept_under(self, case: Case, step: Step, at: datetime) -> None:
        for part in self._meant(case, step, Part.ACCEPTED):
            for under in self._parts(case, Part.RESULT_FILED):
                if under.role is PartRole.UNDER:
                    actions.accept_under(part.id, under.id, now=at, actor=self._agency(part))

    def _decide(self, case: Case, step: Step, at: datetime) -> None:
        """The supervisor gives the case to one of those that sent it back: to the first of them unless the step names one."""
        unit_id = snapshot().units[step.to].id if step.to else self._parts(case, Part.RETURNED)[0].unit_id
        actor = self._centre("supervisor")
        actions.decide_whose(case.opened.request_id, unit_id=unit_id, role=PartRole.LEAD, why=step.words, now=at, actor=actor)

    def _suggest(self, case: Case, step: Step, at: datetime) -> None:
        part = self._lead(case)
        actions.propose_answer(part.id, words=step.words, now=at, actor=self._agency(part))

    def _level(self, case: Case, step: Step, at: datetime) -> None:
        actions.set_level(case.opened.request_id, level=Level(step.reason), now=at, actor=self._centre("operator"))
