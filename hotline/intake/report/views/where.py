"""Page 2: where is it?"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from hotline.core.facts import PlaceNeed
from hotline.directory.facts import ServiceFacts
from hotline.intake.report.facts import Step
from hotline.intake.report.placing import WhereForm
from hotline.intake.report.views.showing import begun_again, led_on, reached, shown
from hotline.intake.report.visiting import Visit, keep, visit_of
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
        if "find" in request.POST or "pick" in request.POST:
            return _page(request, visit, _looked_up(request, service), service)
        form = WhereForm(request.POST, service=service)
        if "back" in request.POST or form.is_valid():
            return led_on(request, visit, Step.WHERE, service, keep(visit, Step.WHERE, form.kept()))
    else:
        form = WhereForm(initial=dict(visit.typed.on(Step.WHERE)), service=service)
    return _page(request, visit, form, service)


def _looked_up(request: HttpRequest, service: ServiceFacts) -> WhereForm:
    """Return the page as it was typed, with what its address says; nothing of it is judged yet."""
    form = WhereForm(initial={name: request.POST.get(name, "") for name in WhereForm.base_fields}, service=service)
    if "pick" in request.POST:
        form.pick(request.POST["pick"])
    else:
        form.find()
    return form


def _page(request: HttpRequest, visit: Visit, form: WhereForm, service: ServiceFacts) -> HttpResponse:
    has_point = bool(form["lat"].value() or form["lon"].value())
    more = {"is_optional": service.place is PlaceNeed.OPTIONAL, "has_point": has_point}
    return shown(request, visit, Step.WHERE, form=form, service=service, more=more)
