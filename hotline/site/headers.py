"""Headers that no browser sends are read as one that does: what a stranger claims about a request must not break a page."""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_FORM = "application/x-www-form-urlencoded"
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s;\"]*)\"?", re.IGNORECASE)
_SESSION_KEY = re.compile(r"[a-z0-9]{8,64}")


def plain_charset(application: Application) -> Application:
    """Return the WSGI application with every request read as UTF-8, but for a plain form that says another: Django refuses it.

    Django believes a charset in Content-Type for addresses too, already while it makes the request, and asks Python, which
    knows "rot13" that reads no bytes at all, and "utf-7" whose letters cannot all be written again.
    """

    def read(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        said = environ.get("CONTENT_TYPE", "")
        if found := _CHARSET.search(said):
            bare = _CHARSET.sub("", said)
            is_other_form = bare.strip().lower().startswith(_FORM) and not _is_utf8(found[1])
            environ["CONTENT_TYPE"] = f"{bare}; charset=iso-8859-1" if is_other_form else bare
        return application(environ, start_response)

    return read


def plain_session(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return the middleware that drops a session cookie which cannot be one: quoted, a cookie may hold a NUL."""

    def read(request: HttpRequest) -> HttpResponseBase:
        if _SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")) is None:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return read


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except LookupError:
        return False
