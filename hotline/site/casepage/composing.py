"""Which panels make a case's page, in which order, at which desk."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from hotline.people.facts import Viewer
from hotline.triage import panels as triage
from hotline.ui.panels import Panel, PanelPage

from .messages import messages
from .stages import panel_of

answering = panel_of("answering")
casework = panel_of("casework")

type Panes = tuple[tuple[Panel, ...], ...]

PANES: Mapping[str, Panes] = {
    "operator": (
        (triage.report, triage.reporter),
        (triage.decision, triage.screening, *casework, *answering, triage.agency_words),
        (triage.clocks, triage.history, messages),
    ),
    "synthesis": (
        (triage.report, triage.reporter),
        (*casework, *answering, triage.decision),
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
