"""Whom a report complains of, what is kept sealed with it, and what that agency was asked to explain."""

from datetime import datetime

from hotline.directory.complaints import agency_named, sealed_questions
from hotline.people.facts import Role, Viewer
from hotline.triage.forms.complaint import ExplainForm, NameForm, drawn_complaint
from hotline.ui.panels import PanelPage

from .opening import Opening, opened

NAME, EXPLAIN = "triage.name", "triage.explain"


def complaint(reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel; nothing for a report that complains of no agency, whose service asks for none."""
    given = opened(reference, viewer, page)
    request = given.case.request
    service = given.directory.services.get(request.service)
    named = agency_named(given.directory, request.attributes)
    if not named and not (service and service.asks_whom):
        return ""
    goes_on = not given.is_over
    return page.render(
        "triage/panels/complaint.html",
        {
            "unit": given.directory.units[named].name.in_language(given.language) if named else "",
            "sealed": _sealed(given),
            "explanations": given.case.explanations,
            "now": now,
            "may_name": given.may_act and (goes_on or page.is_open(NAME)),
            "may_ask": viewer.has(Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR)
            and bool(named)
            and (page.is_open(EXPLAIN) or (goes_on and not any(one.is_owed for one in given.case.explanations))),
            "name_form": given.form(NameForm, NAME, **drawn_complaint(given.case, given.directory)),
            "explain_form": given.form(ExplainForm, EXPLAIN),
        },
    )


def _sealed(given: Opening) -> list[tuple[str, str]]:
    """Return what else is kept sealed, as it is asked and answered."""
    answers = given.case.request.attributes
    asked = [(code, one) for code, one in sealed_questions(given.directory).items() if not one.is_agency]
    return [(one.name.in_language(given.language), str(answers[code])) for code, one in asked if answers.get(code)]
