"""What goes on paper: a dossier to the People's Committee and its directives, and what an agency complained of explains."""

from collections.abc import Callable, Mapping
from datetime import datetime

from hotline.casefile import actions
from hotline.core.directives import DossierReason
from hotline.core.facts import AttachmentKind
from hotline.directory.complaints import agency_named
from hotline.directory.queries import snapshot
from hotline.site.demo.hands import LEAD, Case, Hands
from hotline.site.demo.scenes import AFTER
from hotline.site.demo.script import Step


class Papers(Hands):
    """The steps of stories that go up to the People's Committee, or that complain of an agency."""

    def on_paper(self) -> Mapping[str, Callable[[Case, Step, datetime], object]]:
        """Return them by the name that a step gives them."""
        return {
            "dossier": self._dossier,
            "submit": self._submit,
            "direct": self._direct,
            "answer_directive": self._answer_directive,
            "accept_directive": self._accept_directive,
            "ask_explanation": self._ask_explanation,
            "explain": self._explain,
            "ask_reveal": self._ask_reveal,
        }

    def _dossier(self, case: Case, step: Step, at: datetime) -> None:
        """The desk begins a dossier and writes it; each agency's position is the last that it said of its part."""
        actor, reason = self._centre("synthesis"), DossierReason(step.reason)
        case.dossier_id = actions.open_dossier(case.opened.request_id, reason=reason, now=at, actor=actor)
        actions.write_dossier(
            case.dossier_id,
            summary=step.words,
            proposal=step.proposal,
            positions={},
            enclosed=[photo.id for photo in case.photos][: actions.MOST_ENCLOSED],
            now=at,
            actor=actor,
        )

    def _submit(self, case: Case, _step: Step, at: datetime) -> None:
        actions.submit_dossier(case.dossier_id, now=at, actor=self._centre("supervisor"))

    def _direct(self, case: Case, step: Step, at: datetime) -> None:
        day = at.astimezone(snapshot().city.zone).date()
        orders = [actions.Order(self._unit(case, order.unit), order.task, step.on or day) for order in step.orders]
        given = actions.record_decision(
            case.dossier_id,
            paper=step.paper,
            signed_on=day,
            decision=step.words,
            orders=orders,
            now=at,
            actor=self._centre("supervisor"),
        )
        case.directives = {order.unit_id: number for order, number in zip(orders, given, strict=True)}

    def _answer_directive(self, case: Case, step: Step, at: datetime) -> None:
        unit_id = self._unit(case, step.unit)
        evidence = self._photos(case, step.photos, AttachmentKind.EVIDENCE, AFTER, at)
        actor = self._officer(unit_id)
        actions.answer_directive(case.directives[unit_id], note=step.words, evidence=evidence, now=at, actor=actor)

    def _accept_directive(self, case: Case, step: Step, at: datetime) -> None:
        directive = case.directives[self._unit(case, step.unit)]
        actions.accept_directive(directive, note=step.words, now=at, actor=self._centre("supervisor"))

    def _ask_explanation(self, case: Case, step: Step, at: datetime) -> None:
        """Whoever leads the case asks the agency complained of, or the centre does."""
        due_on = step.on or at.date()
        if step.unit != LEAD:
            request_id, actor = case.opened.request_id, self._centre("operator")
            case.explanation_id = actions.ask_explanation(request_id, words=step.words, due_on=due_on, now=at, actor=actor)
            return
        part = self._lead(case)
        actor = self._agency(part)
        case.explanation_id = actions.ask_explanation_for(part.id, words=step.words, due_on=due_on, now=at, actor=actor)

    def _explain(self, case: Case, step: Step, at: datetime) -> None:
        named = snapshot().units[agency_named(snapshot(), case.story.attributes)].id
        actions.explain(case.explanation_id, words=step.words, now=at, actor=self._officer(named))

    def _ask_reveal(self, case: Case, step: Step, at: datetime) -> None:
        actions.ask_reveal(case.opened.request_id, reason=step.words, now=at, actor=self._centre("operator"))
