"""Page 2: where is it?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from hotline.core.facts import PlaceNeed
from hotline.directory.facts import ServiceFacts
from hotline.intake.report.facts import Step
from hotline.intake.report.placing import WhereForm
from hotline.intake.report.steps import address
from hotline.intake.report.views.showing import asked_again, begun_again, is_asked_again, led_on, reached, shown
from hotline.intake.report.visiting import Visit, keep, remembered, visit_of
from hotline.people.guards import public


@public
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    """Ask for the place, read the address that was typed, or take the place."""
    visit = visit_of(request)
    service = reached(request, visit)
    if isinstance(service, HttpResponse):
        if request.method != "POST":
            return service
        fields = {name: request.POST.get(name, "") for name in WhereForm.base_fields}
        return begun_again(request, visit, keep(visit, Step.WHERE, fields))
    if request.method == "POST":
        return _taken(request, visit, service)
    typed = dict(visit.typed.on(Step.WHERE))
    if is_asked_again(request, visit):
        return _page(request, visit, WhereForm(typed, service=service), service)
    form = WhereForm(initial=typed, service=service)
    if "look" in request.GET:
        form.look()
    return _page(request, visit, form, service)


def _taken(request: HttpRequest, visit: Visit, service: ServiceFacts) -> HttpResponse:
    if "find" in request.POST or "pick" in request.POST:
        return _looked_up(request, visit, service)
    form = WhereForm(request.POST, service=service)
    typed = form.kept()  # before it is judged, which may fill in a ward to ask about
    if "back" in request.POST or form.is_valid():
        return led_on(request, visit, Step.WHERE, service, keep(visit, Step.WHERE, typed))
    return asked_again(request, visit, Step.WHERE, typed) or _page(request, visit, form, service)


def _looked_up(request: HttpRequest, visit: Visit, service: ServiceFacts) -> HttpResponse:
    """Lead to the page as it was typed, with what its address says; nothing of it is judged yet."""
    typed = WhereForm(request.POST, service=service).kept()
    form = WhereForm(initial=typed, service=service)
    if "pick" in request.POST:
        form.pick(request.POST["pick"])
    else:
        form.find()
    more = {} if "pick" in request.POST else {"look": "1"}
    token = keep(visit, Step.WHERE, {name: str(value) for name, value in form.initial.items()})
    return remembered(redirect(address(Step.WHERE, token, **more)), request, visit)


def _page(request: HttpRequest, visit: Visit, form: WhereForm, service: ServiceFacts) -> HttpResponse:
    has_point = bool(form["lat"].value() or form["lon"].value())
    more = {"is_optional": service.place is PlaceNeed.OPTIONAL, "has_point": has_point}
    return shown(request, visit, Step.WHERE, form=form, service=service, more=more)
