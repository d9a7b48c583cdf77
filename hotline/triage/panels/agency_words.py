"""What agencies read of the report: the machine's proposal with what it struck out, and an operator's say."""

from datetime import datetime

from hotline.core.redaction import STRUCK_OUT
from hotline.people.facts import Viewer
from hotline.triage.forms.routing import AgencyWordsForm
from hotline.triage.marking import left_to_strike, struck_out
from hotline.ui.panels import PanelPage

from .opening import opened


def agency_words(reference: str, viewer: Viewer, _now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing for those who only read."""
    given = opened(reference, viewer, page)
    if not given.may_act or (given.is_over and not page.is_open("triage.agency_words")):
        return ""
    request = given.case.request
    return page.render(
        "triage/panels/agency_words.html",
        {
            "is_same": request.words == request.agency_words,
            "shown": struck_out(request.words, request.agency_words),
            "struck": request.agency_words.count(STRUCK_OUT),
            "left": left_to_strike(request.agency_words),
            "form": given.form(AgencyWordsForm, "triage.agency_words", words=request.agency_words),
        },
    )
