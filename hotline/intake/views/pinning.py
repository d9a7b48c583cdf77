"""/place/TOKEN/: where somebody who reports by SMS or chat says where it is, by a pin on the map or by an address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hotline.casefile.queries.conversations import ConversationFacts, open_conversation, turns_of
from hotline.casefile.threadtokens import conversation_of
from hotline.core.conversation import understood
from hotline.core.facts import Channel, PlaceNeed
from hotline.directory.facts import ServiceFacts
from hotline.directory.queries import snapshot
from hotline.intake.citywords import CityWords
from hotline.intake.conversing import hear_place
from hotline.intake.report.placing import WhereForm
from hotline.people.guards import public

_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer, strict-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""As for every page behind a link of one person's own."""


@public
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, token: str) -> HttpResponse:
    """Show the map, read the address that was typed, or take the place into the report that is being made."""
    number = conversation_of(token)
    if number is None:
        raise Http404
    conversation = open_conversation(number)
    if conversation is None:
        return _kept_private(render(request, "intake/place_done.html", {"is_late": True}, status=410))
    service = _service(number, conversation)
    if request.method != "POST":
        return _page(request, WhereForm(service=service), token)
    if "find" in request.POST or "pick" in request.POST:
        return _page(request, _looked_up(request, service), token)
    form = WhereForm(request.POST, service=service)
    if not form.is_valid() or not form.place.is_known:
        return _page(request, form, token)
    is_taken = hear_place(number, form.place, now=timezone.now())
    return _kept_private(render(request, "intake/place_done.html", {"is_late": not is_taken}, status=200 if is_taken else 410))


def _service(number: int, conversation: ConversationFacts) -> ServiceFacts:
    """Return the service that the report is about; while that is not known, one that must be told where."""
    directory = snapshot()
    city = CityWords(conversation.language, Channel(conversation.channel))
    known = directory.services.get(understood(turns_of(number), city).service)
    return known or next(one for one in directory.services.values() if one.place is PlaceNeed.REQUIRED)


def _looked_up(request: HttpRequest, service: ServiceFacts) -> WhereForm:
    """Return the form as it was typed, with what its address says; nothing of it is judged yet."""
    form = WhereForm(initial=WhereForm(request.POST, service=service).kept(), service=service)
    if "pick" in request.POST:
        form.pick(request.POST["pick"])
    else:
        form.find()
    return form


def _page(request: HttpRequest, form: WhereForm, token: str) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return _kept_private(render(request, "intake/place.html", {"form": form, "token": token}, status=status))


def _kept_private(response: HttpResponse) -> HttpResponse:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response
