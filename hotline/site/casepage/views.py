"""The page of one case at the operators' and at the synthesis desk."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

from hotline.casefile import actions
from hotline.casefile.facts import CaseFile, ClockFacts
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.keys import CASE_KEYS, EVERYWHERE
from hotline.triage.panels.opening import nearest_first
from hotline.ui.panels import PanelPage, Unfinished

from .composing import panes_of
from .showing import shown_case


@roles(Role.OPERATOR, Role.SUPERVISOR)
def operator_case(request: HttpRequest, reference: str, *, unfinished: Unfinished | None = None) -> HttpResponseBase:
    """Show a case to those who screen and forward it."""
    return _case(request, reference, desk="operator", unfinished=unfinished)


@roles(Role.SYNTHESIS, Role.SUPERVISOR)
def synthesis_case(request: HttpRequest, reference: str, *, unfinished: Unfinished | None = None) -> HttpResponseBase:
    """Show a case to those who answer it."""
    return _case(request, reference, desk="synthesis", unfinished=unfinished)


def _case(request: HttpRequest, reference: str, *, desk: str, unfinished: Unfinished | None) -> HttpResponseBase:
    """Draw the page; with a form that came back, it is drawn in answer to that form."""
    if unfinished is None and request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    viewer, now = signed_in(request), timezone.now()
    page = PanelPage(request, reference, desk, unfinished)
    try:
        case = shown_case(viewer, page)
    except actions.NoSuchCase:
        raise Http404(reference) from None
    panes = [[mark_safe(html) for html in pane] for pane in panes_of(reference, viewer, now, page=page)]  # noqa: S308
    given = {
        "request_facts": case.request,
        "clock": _next_deadline(case),
        "now": now,
        "desk": desk,
        "panes": panes,
        "unfinished": unfinished,
        "anchor": unfinished.name.replace(".", "_") if unfinished else "",
        "keys": {**CASE_KEYS, **EVERYWHERE},
    }
    answer: HttpResponse = render(request, "casepage/page.html", given, status=unfinished.status if unfinished else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _next_deadline(case: CaseFile) -> ClockFacts | None:
    """Return the centre's own deadline that comes next; one that stands still when no other runs."""
    running = [clock for clock in case.clocks if not clock.outcome and clock.part_id is None]
    return min(running, key=nearest_first, default=None)
