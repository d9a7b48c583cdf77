"""Which form a request belongs to: the token in the address, and the cookie of the browser that began it."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from hotline.intake.report import actions, queries, tokens
from hotline.intake.report.facts import DRAFT_LIFE, Form, Sent, Step, Typed

COOKIE = "hotline_form"
_OWNER = re.compile(r"[\w-]{32}")
_QUICKEST = timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to the form: whose browser (only as a random word in a cookie), which form, and when."""

    owner: str
    token: str
    form: Form | None
    now: datetime

    @property
    def typed(self) -> Typed:
        """Return what was typed so far."""
        return self.form.typed if self.form else Typed()

    @property
    def open_form(self) -> Form | None:
        """Return the form if it can still be filled in."""
        return self.form if self.form and self.form.sent is None else None

    @property
    def sent(self) -> Sent | None:
        """Return what the form became, if it was sent."""
        return self.form.sent if self.form else None

    @property
    def may_begin(self) -> bool:
        """Return whether the address names a form that was opened lately and not begun yet."""
        return self.form is None and tokens.opened_at(self.token, now=self.now) is not None


def visit_of(request: HttpRequest) -> Visit:
    """Return the visit; a browser without a cookie gets a new one by `remembered`."""
    now = timezone.now()
    cookie, token = request.COOKIES.get(COOKIE, ""), request.GET.get("d", "")
    is_known = _OWNER.fullmatch(cookie) is not None and tokens.looks_like_one(token)
    owner = cookie if _OWNER.fullmatch(cookie) else secrets.token_urlsafe(24)
    return Visit(owner, token, queries.form_of(token, owner=owner, now=now) if is_known else None, now)


def renewed(visit: Visit, token: str) -> Visit:
    """Return the visit with the form as it stands now."""
    return replace(visit, token=token, form=queries.form_of(token, owner=visit.owner, now=visit.now))


def remembered[R: HttpResponseBase](response: R, request: HttpRequest, visit: Visit) -> R:
    """Return the response with the browser's cookie, and kept by no cache."""
    add_never_cache_headers(response)
    if request.COOKIES.get(COOKIE) != visit.owner:
        response.set_cookie(
            COOKIE,
            visit.owner,
            max_age=DRAFT_LIFE,
            path="/report/",
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


def keep(visit: Visit, step: Step, fields: Mapping[str, str]) -> str:
    """Keep what was typed on a page and return the form's token; begins a form when none is open."""
    token = visit.token if visit.open_form or (step is Step.WHAT and visit.may_begin) else tokens.minted(visit.now)
    opened_at = tokens.opened_at(token, now=visit.now) or visit.now
    try:
        actions.keep_fields(token, step, fields, owner=visit.owner, started_at=opened_at, now=visit.now)
    except actions.FormGone:  # sent in another tab a moment ago, or begun by another browser
        token = tokens.minted(visit.now)
        actions.keep_fields(token, step, fields, owner=visit.owner, started_at=visit.now, now=visit.now)
    return token


def is_too_quick(form: Form, *, now: datetime) -> bool:
    """Return whether the form was filled in faster than anybody can read it."""
    return now - form.started_at < _QUICKEST
