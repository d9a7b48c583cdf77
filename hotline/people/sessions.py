"""Sessions end: after 30 minutes without anybody at work, and 12 hours after signing in whatever is done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from hotline.people import actions

STARTED, SEEN = "started_at", "seen_at"  # seconds since 1970
WRITE_EVERY = timedelta(minutes=1)


class SessionLimits:
    """Middleware: end a session that is over its limits, before any view asks who is looking.

    A list that renews itself (htmx asking for an address that ends in `.part`) is not somebody at work.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Check the session of somebody signed in; everybody else passes at no cost."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._check(request, now=timezone.now())
        return self.get_response(request)

    def _check(self, request: HttpRequest, *, now: datetime) -> None:
        ended = over(request.session.get(STARTED), request.session.get(SEEN), now=now)
        if ended:
            actions.record_session_end(int(request.session[SESSION_KEY]), now=now)
            logout(request)
            request.session_ended = ended  # type: ignore[attr-defined]
        elif not _renews_itself(request) and now.timestamp() - request.session[SEEN] >= WRITE_EVERY.total_seconds():
            request.session[SEEN] = now.timestamp()


def begin(request: HttpRequest, *, now: datetime) -> None:
    """Start counting for a session that has just been signed in."""
    request.session[STARTED] = request.session[SEEN] = now.timestamp()


def over(started: float | None, seen: float | None, *, now: datetime) -> str:
    """Return why a session is over: "absolute", "idle" or "" while it is not. One that nobody began is over."""
    if started is None or now.timestamp() - started >= settings.HOTLINE_SESSION_ABSOLUTE.total_seconds():
        return "absolute"
    if seen is None or now.timestamp() - seen >= settings.HOTLINE_SESSION_IDLE.total_seconds():
        return "idle"
    return ""


def _renews_itself(request: HttpRequest) -> bool:
    return request.method == "GET" and "HX-Request" in request.headers and request.path.endswith(".part")
