"""The last page: the reference, what happens next and by when, and the private link."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.casefile.facts import CaseFile, ClockFacts
from hotline.casefile.queries import case_file, references_of
from hotline.core.clockrules import StoppedBy
from hotline.core.facts import Publish
from hotline.directory.queries import snapshot
from hotline.directory.streams import publish_of_case
from hotline.intake.report.facts import Step
from hotline.intake.report.steps import address
from hotline.intake.report.views.showing import LineShown, line_of
from hotline.intake.report.visiting import remembered, visit_of
from hotline.people.guards import public


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Show what the report became, to the browser that sent it."""
    visit = visit_of(request)
    if visit.sent is None:
        return redirect(address(Step.WHAT))
    if "other" in request.GET:  # the form came again with other content, which was not taken
        page = render(request, "intake/report/already_sent.html", {"sent": visit.sent}, status=422)
        return remembered(page, request, visit)
    language = get_language() or "vi"
    case = case_file(visit.sent.reference, language=language)
    service = next(one for one in snapshot().services_by_id.values() if one.code == case.request.service)
    context = {
        "reference": visit.sent.reference,
        "link": f"{settings.PUBLIC_URL}/r/{visit.sent.link}/",
        "case": case,
        "service": service.name.in_language(language),
        "publishing": _publishing(publish_of_case(snapshot(), service, case.request.stream, case.request.also_stream)),
        "reach": _reach(case),
        "line": _line(case),
        **_same(case),
        "agency": next((part.unit_name for part in case.parts if part.automatic), ""),
        "forwarding": _clock(case, StoppedBy.FORWARDED),
        "answering": _clock(case, StoppedBy.ANSWERED),
    }
    return remembered(render(request, "intake/report/sent.html", context), request, visit)


def _same(case: CaseFile) -> dict[str, object]:
    """Return which known report this one is said to be the same as, and whether it stands under that already."""
    said = next((event.facts["request"] for event in case.events if event.name == "said_same"), None)
    if said is None:
        return {}
    return {"same_as": references_of([said]).get(said, ""), "is_joined": any(event.name == "merged" for event in case.events)}


def _line(case: CaseFile) -> LineShown | None:
    stream = snapshot().centre.stream(case.request.stream)
    return line_of(stream) if stream else None


def _clock(case: CaseFile, stops: StoppedBy) -> ClockFacts | None:
    """Return the deadline that ends with `stops`, if the case has one that runs."""
    codes = {rule.code for rule in snapshot().clock_rules if rule.stops is stops}
    return next((clock for clock in case.clocks if clock.rule in codes and clock.due_at is not None), None)


def _publishing(publish: Publish) -> str:
    """Return who will read the report, in words."""
    return {
        Publish.FROM_RECEPTION: _("Phản ánh được công khai sau khi chúng tôi xóa những gì cho biết bạn là ai."),
        Publish.AFTER_REPLY: _("Sau khi trả lời bạn, chúng tôi công khai kết quả, không kèm thông tin của bạn."),
        Publish.NEVER: _("Phản ánh này không được công khai."),
    }[publish]


def _reach(case: CaseFile) -> str:
    """Return where the answer goes, masked, on one line."""
    reporter = next(iter(case.reporters), None)
    return "" if reporter is None else (reporter.phone or reporter.email).replace(" ", "\N{NO-BREAK SPACE}")
