"""Pages for what went wrong, in kind words. They show the number to call as long as the directory can be read."""

import sys

import psycopg
from django.db import Error as AnyDatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from hotline.directory.queries import NoProfile
from hotline.site.context import city
from hotline.ui.facts import City

RETRY_AFTER = 5  # seconds
# Django's own, and psycopg's where a statement does not go through Django's cursor.
_NO_DATABASE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the request could not be read."""
    return _said("400.html", status=400)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Say sorry and what to do; a database that cannot be reached is 503, so that programs come again in a moment."""
    if isinstance(sys.exception(), _NO_DATABASE):
        busy = _said("503.html", status=503)
        busy["Retry-After"] = str(RETRY_AFTER)
        return busy
    return _said("500.html", status=500)


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the page was open for too long, or that cookies are switched off."""
    return _said("403_csrf.html", status=403)


def _said(template: str, *, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"city": _city_if_known()}), status=status)


def _city_if_known() -> City | None:
    try:
        return city()
    except (AnyDatabaseError, NoProfile):
        return None
