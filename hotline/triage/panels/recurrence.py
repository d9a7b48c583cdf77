"""How often the matter came up here: the reports one after another, why they are one matter, and that a person may deny it."""

from datetime import datetime

from hotline.casefile.queries import RecurrenceFacts, chain_of, recurrence_of
from hotline.people.facts import Viewer
from hotline.triage.forms.recurrence import DenyRecurrenceForm, RestoreRecurrenceForm
from hotline.triage.likewords import Why, of_recurrence
from hotline.ui.panels import PanelPage, case_address

from .opening import opened

DENY, RESTORE = "triage.deny-recurrence", "triage.restore-recurrence"


def recurrence(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing for a matter that came up once and that nobody denied to be another."""
    given = opened(reference, viewer, page)
    request = given.case.request
    found = recurrence_of(request.id, streams=viewer.streams)
    chain = chain_of(request.id, streams=viewer.streams, language=given.language)
    if not chain and found is None and not page.is_open(DENY) and not page.is_open(RESTORE):
        return ""
    return page.render(
        "triage/panels/recurrence.html",
        {
            "request_facts": request,
            "now": now,
            "chain": [(link, case_address(link.reference, desk=page.desk) if link.reference else "") for link in chain],
            "found": found,
            "why": _why(found),
            "may_deny": given.may_act and ((found is not None and not found.is_denied) or page.is_open(DENY)),
            "may_restore": given.may_act and ((found is not None and found.is_denied) or page.is_open(RESTORE)),
            "deny_form": given.form(DenyRecurrenceForm, DENY),
            "restore_form": given.form(RestoreRecurrenceForm, RESTORE),
        },
    )


def _why(found: RecurrenceFacts | None) -> list[Why]:
    return of_recurrence(found) if found and not found.is_denied else []
