"""Who may open a page, written on the view itself: `public`, `roles(…)` or `signed_in`, and `fresh` for what is delicate.

A house test walks every address of the installation and fails for a view that carries none of the marks.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from hotline.people import enrolment
from hotline.people.access import viewer_of
from hotline.people.confirming import confirm_first
from hotline.people.facts import Role

type View = Callable[..., HttpResponseBase]

OPEN_ALWAYS = "hotline_open_without_second_step"


def public(view: View) -> View:
    """Mark a view that everybody may open."""
    view.hotline_public = True  # type: ignore[attr-defined]
    return view


def roles(*allowed: Role) -> Callable[[View], View]:
    """Let only holders of one of these roles open a view; others are refused (403), the unknown are sent to sign in."""
    return _guarded(frozenset(allowed), ask_role=True)


def signed_in(view: View) -> View:
    """Let everybody open a view who is signed in, whatever the role."""
    return _guarded(frozenset(Role), ask_role=False)(view)


def open_without_second_step(view: View) -> View:
    """Mark a guarded view that opens even for somebody who must add a second step before anything else."""
    setattr(view, OPEN_ALWAYS, True)
    return view


def fresh(view: View) -> View:
    """Ask whoever opens a view to show again who it is, unless that was done lately (HOTLINE_FRESH).

    To stand under `roles` or `signed_in`, and above `require_POST` and its like. What a form was sending is carried along
    and arrives at the view once it was shown; files are not, so no form with files goes to such a view.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return confirm_first(request) or view(request, *args, **kwargs)

    asked.hotline_fresh = True  # type: ignore[attr-defined]
    return asked


def _guarded(allowed: frozenset[Role], *, ask_role: bool) -> Callable[[View], View]:
    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = viewer_of(request)
            if viewer is None:
                return to_sign_in(request)
            if not hasattr(view, OPEN_ALWAYS) and enrolment.is_overdue(request, user_id=viewer.user_id, now=timezone.now()):
                return _to(request, reverse("mfa_index"))
            if ask_role and not viewer.has(*allowed):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            # For this browser only. Not "no-store": "back" must find what was typed.
            response.setdefault("Cache-Control", "private, no-cache")
            return response

        guarded.hotline_roles = allowed  # type: ignore[attr-defined]
        return guarded

    return guard


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody unknown to sign in and back. What a form was sending is not thrown away: the page says how to keep it."""
    ended = getattr(request, "session_ended", "")
    if request.method not in ("GET", "HEAD"):
        return render(request, "people/sign_in_first.html", {"ended": ended}, status=401)
    asked = {"next": request.get_full_path(), **({"ended": ended} if ended else {})}
    if request.headers.get("HX-Request"):
        asked["next"] = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/staff/"
    return _to(request, f"{reverse('account_login')}?{urlencode(asked)}")


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """Redirect; for a part of a page that htmx asked for, the whole page goes there."""
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else redirect(address)
