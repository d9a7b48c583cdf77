"""What stands on a case's page of its dossiers and directives, and the way to begin one."""

from datetime import datetime

from django.utils.translation import get_language

from hotline.casefile import access, queries
from hotline.core.facts import PartRole
from hotline.core.status import Screening
from hotline.oversight.dossierforms import OpenForm
from hotline.oversight.dossierwords import DOSSIERS, REASONS, standing
from hotline.people.facts import Role, Viewer
from hotline.ui.panels import PanelPage

OPEN = "dossier.open"


def dossiers(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing where there is no dossier and the viewer cannot begin one."""
    language = get_language() or "vi"
    case = page.once("case", lambda: access.case_for(viewer, reference, language=language))
    found = queries.dossiers_of(case.request.id, language=language)
    given = any(part.forwarded_at and part.role != PartRole.UNDER for part in case.parts)
    writes = viewer.has(Role.SYNTHESIS, Role.SUPERVISOR)
    may_begin = writes and given and case.request.screening is Screening.ACCEPTED and not any(one.is_open for one in found)
    if not found and not may_begin and not page.is_open(OPEN):
        return ""
    lines = [
        (one, REASONS[one.reason], DOSSIERS[one.state], [(each, standing(each)) for each in one.directives]) for one in found
    ]
    form = page.form(OPEN, lambda: OpenForm(name=OPEN, initial={"version": case.request.version}))
    shows_form = may_begin or page.is_open(OPEN)
    shown = {
        "request_facts": case.request,
        "lines": lines,
        "form": form if shows_form else None,
        "may_open_page": writes,
        "now": now,
    }
    return page.render("oversight/panels/dossiers.html", shown)
