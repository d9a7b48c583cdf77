"""What every page of the form does alike: who may be on it, how it is shown, where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.core.facts import Kind
from hotline.directory.facts import ServiceFacts, StreamFacts
from hotline.directory.queries import snapshot
from hotline.intake.report.facts import Step
from hotline.intake.report.forms import KEPT_LETTERS, StepForm, service_of
from hotline.intake.report.steps import address, after, before, sent_address, steps_for
from hotline.intake.report.visiting import Visit, keep, remembered


@dataclass(frozen=True, slots=True)
class LineShown:
    """Another hotline than the centre's own that a report goes to: what it is called and says, and whether it takes all."""

    code: str
    name: str
    intro: str
    takes_all: bool


def line_of(stream: StreamFacts) -> LineShown | None:
    """Return what is told of a report's hotline; nothing of the centre's own."""
    if stream.code == snapshot().centre.own_stream.code:
        return None
    language = get_language() or "vi"
    name, intro = stream.name.in_language(language), stream.intro.in_language(language)
    return LineShown(stream.code, name, intro, not stream.services)


def reached(request: HttpRequest, visit: Visit) -> ServiceFacts | HttpResponse:
    """Return the service that the form is about, or the way to the page where this visit belongs instead."""
    service = service_of(visit.typed.on(Step.WHAT))
    if service is not None:
        return service
    if visit.sent and visit.form:
        return redirect(sent_address(visit.form.token))
    if request.method != "POST":
        messages.info(request, _("Hãy bắt đầu bằng việc chọn chuyện bạn muốn báo."))
    return redirect(address(Step.WHAT, visit.form.token if visit.form else ""))


def begun_again(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Lead to the beginning of a new form, in which what a page of a lost one was sending is kept."""
    messages.warning(request, _("Biểu mẫu cũ đã gửi rồi hoặc để quá lâu. Phần vừa gõ vẫn còn. Hãy chọn lại chuyện bạn muốn báo."))
    return remembered(redirect(address(Step.WHAT, token)), request, visit)


def asked_again(request: HttpRequest, visit: Visit, step: Step, typed: Mapping[str, str], **more: str) -> HttpResponse | None:
    """Return the way to the same page, which then says what to correct: "back" never offers to send a form again.

    None when more was typed than a form keeps: that is answered at once, so that nothing of it is lost.
    """
    if any(len(str(value)) > KEPT_LETTERS for value in request.POST.values()):
        return None
    return remembered(redirect(address(step, keep(visit, step, typed), again="1", **more)), request, visit)


def is_asked_again(request: HttpRequest, visit: Visit) -> bool:
    """Return whether the page is to judge what was typed; a form that nothing was typed into is not blamed for it."""
    return "again" in request.GET and visit.open_form is not None


def shown(
    request: HttpRequest,
    visit: Visit,
    step: Step,
    *,
    form: StepForm,
    service: ServiceFacts | None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Return the page; with status 422 when it comes back with something to correct."""
    steps = steps_for(service)
    context = {
        "form": form,
        "service": service,
        "is_urgent": service is not None and Kind.EMERGENCY in service.kinds,
        "step": steps.index(step) + 1,
        "of": len(steps),
        "token": visit.token,
        **(more or {}),
    }
    status = 422 if form.errors else 200
    return remembered(render(request, f"intake/report/{step}.html", context, status=status), request, visit)


def led_on(request: HttpRequest, visit: Visit, step: Step, service: ServiceFacts, token: str) -> HttpResponse:
    """Return the way to the next page, or to the one before when that button was pressed."""
    target = before(step, service) if "back" in request.POST else after(step, service)
    return remembered(redirect(address(target, token)), request, visit)
