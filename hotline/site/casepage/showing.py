"""The case that a page shows, read once for all its panels."""

from django.utils.translation import get_language

from hotline.casefile import access
from hotline.casefile.facts import CaseFile
from hotline.people.facts import Viewer
from hotline.ui.panels import PanelPage


def shown_case(viewer: Viewer, page: PanelPage) -> CaseFile:
    """Return the case of the page as the viewer may see it. Raises NoSuchCase."""
    return page.once("case", lambda: access.case_for(viewer, page.reference, language=get_language() or "vi"))
