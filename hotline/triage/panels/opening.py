"""What all panels of triage start from: the case, read once for the page, and forms drawn from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from hotline.casefile import access
from hotline.casefile.facts import CaseFile, ClockFacts
from hotline.core.status import CLOSED_PARTS, REPLIED, Screening
from hotline.directory import queries as directory_queries
from hotline.directory.facts import Directory
from hotline.people.facts import Role, Viewer
from hotline.triage.forms.case import CaseForm, drawn_from
from hotline.ui.panels import PanelPage


@dataclass(frozen=True, slots=True)
class Opening:
    """A case opened by somebody of the centre, on a page, in a language."""

    case: CaseFile
    page: PanelPage
    directory: Directory
    language: str
    may_act: bool

    def form[F: CaseForm](self, form_class: type[F], name: str, **initial: Any) -> F:
        """Return the form `name`: as typed if it came back, else fresh, drawn from the case as it stands."""

        def fresh() -> F:
            made = form_class(initial={**drawn_from(self.case), **initial}, name=name)
            made.fill_choices(self.case, self.directory, language=self.language)
            return made

        return self.page.form(name, fresh)

    @property
    def is_over(self) -> bool:
        """Return whether the case is refused, or answered in this round: nobody is given work in it then."""
        answer = self.case.answer
        return self.case.request.screening is Screening.REFUSED or (answer is not None and answer.state in REPLIED)

    @property
    def has_agency(self) -> bool:
        """Return whether an agency has, or had and finished, a part in the case."""
        return any(part.forwarded_at and part.state not in CLOSED_PARTS for part in self.case.parts)


def opened(reference: str, viewer: Viewer, page: PanelPage) -> Opening:
    """Return the case as the viewer may see it. Raises NoSuchCase."""
    language = get_language() or "vi"
    case = page.once("case", lambda: access.case_for(viewer, reference, language=language))
    # A merged case stands still: what is to be done is done with its master.
    may_act = viewer.has(Role.OPERATOR, Role.SUPERVISOR) and case.request.master_id is None
    return Opening(case, page, directory_queries.snapshot(), language, may_act)


def nearest_first(clock: ClockFacts) -> tuple[bool, datetime]:
    """Return by what deadlines are ordered: the nearest first, those that stand still last."""
    return clock.due_at is None, clock.due_at or clock.started_at
