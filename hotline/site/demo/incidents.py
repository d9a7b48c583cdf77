"""What happens among several cases: reports of one incident, a matter that came back, a case of two hotlines."""

from collections.abc import Callable, Mapping
from datetime import datetime

from hotline.casefile import actions
from hotline.casefile.actions.recurring import look_for_recurrence
from hotline.site.demo.hands import Case, Hands
from hotline.site.demo.script import Step

MOVES_ALL_PARTS = frozenset({"merge", "undo", "follow", "recategorise"})


class Incidents(Hands):
    """The steps of stories that are told together: `reports` of a step names the others by their codes."""

    def among_cases(self) -> Mapping[str, Callable[[Case, Step, datetime], object]]:
        """Return them by the name that a step gives them."""
        return {
            "merge": self._merge,
            "undo": self._undo,
            "follow": self._follow,
            "rate_incident": self._rate_incident,
            "look_again": self._look_again,
            "join": self._join,
            "recategorise": self._recategorise,
        }

    def _merge(self, case: Case, step: Step, at: datetime) -> None:
        actor = self._centre("operator")
        actions.merge_requests(case.opened.request_id, self._others(step), why=step.words, now=at, actor=actor)

    def _undo(self, case: Case, step: Step, at: datetime) -> None:
        actor = self._centre("operator")
        actions.undo_merges(self._others(step), of=case.opened.request_id, why=step.words, now=at, actor=actor)

    def _follow(self, _case: Case, step: Step, at: datetime) -> None:
        """The reports get what their incident has by now, as the worker sees to it within a second."""
        for number in self._others(step):
            actions.follow_master(number, now=at)

    def _rate_incident(self, case: Case, step: Step, at: datetime) -> None:
        (master,) = (self._told[code] for code in step.reports)
        part = self._lead(master)
        actions.rate_incident(case.opened.request_id, part_id=part.id, stars=step.stars, note=step.words, now=at)

    def _look_again(self, case: Case, _step: Step, at: datetime) -> None:
        look_for_recurrence(case.opened.request_id, now=at)

    def _join(self, case: Case, step: Step, at: datetime) -> None:
        actions.join_stream(case.opened.request_id, stream=step.to, now=at, actor=self._centre("operator"))

    def _recategorise(self, case: Case, step: Step, at: datetime) -> None:
        actions.recategorise(case.opened.request_id, service=step.to, now=at, actor=self._centre("operator"))

    def _others(self, step: Step) -> list[int]:
        return [self._told[code].opened.request_id for code in step.reports]
