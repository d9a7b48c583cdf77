"""The way in for other systems: straight to the view, past all that is for people with a browser.

An interface has no session, no sign-in, no messages, no page and no cookie. What their middleware costs was a fifth of the
processor time of a report by Open311.
"""

from collections.abc import Callable
from typing import cast

from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation

type Answer = Callable[[HttpRequest], HttpResponseBase]

DOORS = ("/open311/", "/api/", "/in/")
"""Their views use none of the middleware that is passed by, and are exempt from the check of forms (no cookie opens anything)."""

_HEADERS = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Frame-Options": "DENY"}


def machine_door(get_response: Answer) -> Answer:
    """Return the middleware that answers DOORS itself and hands everything else on."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DOORS):
            return get_response(request)
        try:
            found = resolve(request.path_info)
        except Resolver404:
            return get_response(request)  # a person who mistyped gets the page that says so
        request.resolver_match = found
        language = translation.get_language_from_request(request)
        translation.activate(language)
        return _finished(_opened(request), language)

    return answer


def _open(request: HttpRequest) -> HttpResponseBase:
    request.get_host()  # refuses names that are not ours
    found = request.resolver_match
    if found is None:
        raise Resolver404
    response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    return response


_opened = cast("Answer", convert_exception_to_response(_open))
"""What a view raises becomes an answer here already, so that it too is whole."""


def _finished(response: HttpResponseBase, language: str) -> HttpResponseBase:
    """Give what the passed middleware would have given every answer."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Language", language)
    response.headers.setdefault("Vary", "Accept-Language")
    if not response.streaming:
        response.headers.setdefault("Content-Length", str(len(response.content)))  # type: ignore[attr-defined]
    return response
