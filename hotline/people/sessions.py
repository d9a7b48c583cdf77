"""Sessions end: after 30 minutes without anybody at work, 12 hours after signing in, and when somebody ends them.

The session itself holds the number of a row (`models.SignIn`); what the row says counts. So a session can be listed with its
device, and ended from another one, and it does not matter that Django gives it new keys.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from hotline.people import actions, enrolment, proving, queries
from hotline.people.agents import browser_and_system
from hotline.people.facts import How, SignInFacts

SIGN_IN = "sign_in"
WRITE_EVERY = 60
"""Seconds after which being at work is written down again."""


class SessionLimits:
    """Middleware: end a session that is over, before any view asks who is looking.

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
        user_id, kept = int(request.session[SESSION_KEY]), queries.sign_in(number_of(request))
        ended = over(kept, user_id=user_id, now=now)
        if ended:
            if ended != "closed":
                actions.record_session_end(user_id, sign_in_id=number_of(request), now=now)
            logout(request)
            request.session_ended = ended  # type: ignore[attr-defined]
        elif kept and not _renews_itself(request) and (now - kept.seen_at).total_seconds() >= WRITE_EVERY:
            actions.see_session(kept.id, now=now)


def begin(request: HttpRequest, *, user_id: int, how: How, now: datetime) -> None:
    """Start counting for a session that has just been signed in."""
    browser, system = browser_and_system(request.headers.get("User-Agent", ""))
    request.session[SIGN_IN] = actions.begin_session(user_id, how=how, browser=browser, system=system, now=now)
    proving.remember(request, now=now)
    enrolment.look(request, user_id=user_id, now=now)


def number_of(request: HttpRequest) -> int | None:
    """Return the number under which this session is kept; None for one that nobody began."""
    number = request.session.get(SIGN_IN)
    return number if isinstance(number, int) else None


def over(kept: SignInFacts | None, *, user_id: int, now: datetime) -> str:
    """Return why a session is over: "absolute", "idle", "closed" or "" while it is not. One that nobody began is over."""
    if kept is None or kept.user_id != user_id or now - kept.started_at >= settings.HOTLINE_SESSION_ABSOLUTE:
        return "absolute"
    if kept.ended_at is not None:
        return "closed"
    return "idle" if now - kept.seen_at >= settings.HOTLINE_SESSION_IDLE else ""


def open_ones(*, user_id: int | None = None, now: datetime) -> list[SignInFacts]:
    """Return the sessions that open something now, of one person or of everybody, the one last at work first."""
    return queries.open_sign_ins(
        user_id=user_id,
        started_after=now - settings.HOTLINE_SESSION_ABSOLUTE,
        seen_after=now - settings.HOTLINE_SESSION_IDLE,
    )


def _renews_itself(request: HttpRequest) -> bool:
    return request.method == "GET" and "HX-Request" in request.headers and request.path.endswith(".part")
