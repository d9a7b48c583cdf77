"""The addresses of Open311 GeoReport v2, which two stages share: intake takes reports, public shows what may be read."""

import re
from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from hotline.intake.channels.open311 import post_requests
from hotline.people.guards import public
from hotline.public.open311 import updates, views
from hotline.public.open311.encoding import Refusal, refused

_FORM = r"\.(?P<form>json|xml)$"
_ASKED = r"^v2/(?P<asked>(?:discovery|services|requests|tokens|servicerequestupdates)(?:[/.][^\n]*)?)$"
_ENDING = re.compile(r"\.([^./]*)$")


@public
@csrf_exempt  # no cookie opens anything here
def requests(request: HttpRequest, *, form: Literal["json", "xml"]) -> HttpResponseBase:
    """Take a report, or list requests."""
    if request.method == "POST":
        return post_requests(request, form=form)
    if request.method in ("GET", "HEAD"):
        return views.requests_list(request, form=form)
    return _other(request, form=form)


@public
@csrf_exempt  # no cookie opens anything here
def request_updates(request: HttpRequest, *, form: Literal["json", "xml"]) -> HttpResponseBase:
    """Take an update of a request, or list what happened to requests."""
    if request.method == "POST":
        return updates.post_update(request, form=form)
    if request.method in ("GET", "HEAD"):
        return updates.updates_list(request, form=form)
    return _other(request, form=form)


@public
@csrf_exempt
def wrong_form(request: HttpRequest, *, asked: str) -> HttpResponseBase:
    """Say in which forms the answers are to be had: GeoReport asks for .json or .xml."""
    ending = _ENDING.search(asked)
    form = ending[1] if ending else ""
    if form in ("json", "xml"):
        return unknown(request)
    words = _("Định dạng “%(form)s” không có: hãy dùng .json hoặc .xml.") % {"form": form[:20]}
    return refused(Refusal(404, words), form="json")


@public
@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Say to a program that there is nothing at this address, in the form that it asked for."""
    words = _("Không có địa chỉ này. Hãy bắt đầu từ /open311/v2/discovery.json.")
    return refused(Refusal(404, words), form="xml" if request.path.endswith(".xml") else "json")


def _other(request: HttpRequest, *, form: Literal["json", "xml"]) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight()
    methods = "GET, HEAD, POST, OPTIONS"
    response = refused(Refusal(405, _("Chỉ nhận %(methods)s.") % {"methods": methods}), form=form)
    response.headers["Allow"] = methods
    return response


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
    re_path(r"^v2/servicerequestupdates" + _FORM, request_updates),
    re_path(_ASKED, wrong_form),
    re_path(r"^v2/", unknown),
]
