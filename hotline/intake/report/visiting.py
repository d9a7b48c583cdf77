"""Which form a request belongs to: the token in the address, and the cookie of the browser that began it."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from hotline.intake.report import actions, queries
from hotline.intake.report.facts import DRAFT_LIFE, Form, Sent, Step, Typed

COOKIE = "hotline_form"
_TOKEN = re.compile(r"[\w-]{20,64}")
_AGE = signing.Signer(salt="hotline.report.opened")
_QUICKEST = timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to the form: who (only as a random word in a cookie), which form, and when."""

    owner: str
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


def visit_of(request: HttpRequest) -> Visit:
    """Return the visit; a browser without a cookie gets a new one by `remembered`."""
    now = timezone.now()
    cookie, token = request.COOKIES.get(COOKIE, ""), request.GET.get("d", "")
    owner = cookie if _TOKEN.fullmatch(cookie) else secrets.token_urlsafe(24)
    form = queries.form_of(token, owner=owner, now=now) if owner == cookie and _TOKEN.fullmatch(token) else None
    return Visit(owner, form, now)


def renewed(visit: Visit, token: str) -> Visit:
    """Return the visit with the form as it stands now."""
    return replace(visit, form=queries.form_of(token, owner=visit.owner, now=visit.now))


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


def keep(visit: Visit, step: Step, fields: Mapping[str, str], *, opened: str = "") -> str:
    """Keep what was typed on a page, in a new form if there is none open, and return the form's token."""
    if visit.open_form:
        try:
            actions.keep_fields(visit.open_form.token, step, fields, now=visit.now)
        except actions.FormGone:  # sent in another tab a moment ago
            pass
        else:
            return visit.open_form.token
    return begin(visit, Typed({step: fields}), opened=opened)


def begin(visit: Visit, typed: Typed, *, opened: str = "") -> str:
    """Begin a form with what is typed already, and return its token."""
    return actions.begin(owner=visit.owner, typed=typed, started_at=_opened_at(opened, visit.now), now=visit.now)


def opening(now: datetime) -> str:
    """Return the signed moment at which a page was opened, for its form to carry."""
    return _AGE.sign(f"{now.timestamp():.3f}")


def is_too_quick(form: Form, *, now: datetime) -> bool:
    """Return whether the form was filled in faster than anybody can read it."""
    return now - form.started_at < _QUICKEST


def _opened_at(signed: str, now: datetime) -> datetime:
    """Return when the page was opened; now, if that is not said, forged, or too long ago."""
    try:
        opened_at = datetime.fromtimestamp(float(_AGE.unsign(signed)), tz=now.tzinfo)
    except signing.BadSignature:
        return now
    return opened_at if now - DRAFT_LIFE / 2 < opened_at <= now else now
