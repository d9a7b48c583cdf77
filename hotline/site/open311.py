"""The addresses of Open311 GeoReport v2, which two stages share: intake takes reports, public shows what may be read."""

from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from hotline.intake.channels.open311 import post_requests
from hotline.people.guards import public
from hotline.public.open311 import views

_FORM = r"\.(?P<form>json|xml)$"


@public
@csrf_exempt  # no cookie opens anything here
def requests(request: HttpRequest, *, form: Literal["json", "xml"]) -> HttpResponseBase:
    """Take a report, or list requests."""
    if request.method == "POST":
        return post_requests(request, form=form)
    if request.method in ("GET", "HEAD"):
        return views.requests_list(request, form=form)
    if request.method == "OPTIONS":
        return _preflight()
    return HttpResponseNotAllowed(["GET", "HEAD", "POST", "OPTIONS"])


def _preflight() -> HttpResponse:
    """Let a page of any site send a report with its own key."""
    response = HttpResponse(status=204)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
    response.headers["Access-Control-Allow-Headers"] = "Idempotency-Key, Content-Type"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


@public
@require_safe
def index(_request: HttpRequest) -> HttpResponse:
    """Send whoever opens the bare address of the interface to its discovery document."""
    return HttpResponseRedirect("/open311/v2/discovery.json")


urlpatterns = [
    re_path(r"^(?:v2/)?$", index),
    re_path(r"^(?:v2/)?discovery" + _FORM, require_safe(views.discovery)),
    re_path(r"^v2/services" + _FORM, require_safe(views.services)),
    re_path(r"^v2/services/(?P<code>[^/]+?)" + _FORM, require_safe(views.service)),
    re_path(r"^v2/requests" + _FORM, requests),
    re_path(r"^v2/requests/(?P<reference>[^/]+?)" + _FORM, require_safe(views.request_one)),
    re_path(r"^v2/tokens/(?P<token>[^/]+?)" + _FORM, require_safe(views.token_one)),
]
