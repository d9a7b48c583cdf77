"""Which panels make a case's page, in which order, at which desk."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from hotline.answering import panels as answering
from hotline.casework import panels as casework
from hotline.oversight import panels as oversight
from hotline.people.facts import Viewer
from hotline.triage import panels as triage
from hotline.ui.panels import Panel, PanelPage

from .messages import messages
from .showing import shown_case

type Panes = tuple[tuple[Panel, ...], ...]


def results_if_any(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the agencies' results once there are any: before, the panel of agencies says all there is."""
    has_any = any(part.result for part in shown_case(viewer, page).parts)
    return answering.results(reference, viewer, now, page=page) if has_any else ""


def answer_if_any(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the answer once the desk has begun one."""
    return answering.answer(reference, viewer, now, page=page) if shown_case(viewer, page).answers else ""


def incident_if_any(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the incident of a case that belongs to one: merged, merged into, or split. Then it comes first."""
    return triage.incident(reference, viewer, now, page=page) if _has_incident(viewer, page) else ""


def incident_else(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return what can be merged and split of any other case: seldom wanted, so it comes late."""
    return "" if _has_incident(viewer, page) else triage.incident(reference, viewer, now, page=page)


def _has_incident(viewer: Viewer, page: PanelPage) -> bool:
    case = shown_case(viewer, page)
    return case.request.master_id is not None or any(event.name in triage.OF_INCIDENTS for event in case.events)


PANES: Mapping[str, Panes] = {
    "operator": (
        (triage.report, triage.complaint, triage.reporter, triage.talk, triage.person),
        (
            incident_if_any,
            triage.alike,
            triage.recurrence,
            triage.decision,
            triage.returns,
            triage.screening,
            casework.commitments,
            oversight.dossiers,
            results_if_any,
            answer_if_any,
            incident_else,
            triage.agency_words,
        ),
        (triage.clocks, triage.history, messages),
    ),
    "synthesis": (
        (triage.report, triage.complaint, triage.recurrence, triage.reporter, triage.talk, triage.person),
        (
            incident_if_any,
            answering.results,
            casework.commitments,
            answering.answer,
            answering.public_copy,
            triage.decision,
            triage.returns,
            oversight.dossiers,
        ),
        (triage.clocks, triage.history, messages),
    ),
}
"""By desk: the panes from left to right (on a narrow screen from top to bottom) and the panels of each.

The operator decides first whose matter it is; the synthesis desk reads results and answers.
"""


def panes_of(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> Iterator[list[str]]:
    """Give the panes of the page as lists of HTML, panels with nothing to show left out."""
    for pane in PANES[page.desk]:
        drawn = [panel(reference, viewer, now, page=page) for panel in pane]
        yield [html for html in drawn if html]
