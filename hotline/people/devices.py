"""Failed sign-ins are counted for an account on a device: a colleague's mistakes, or an attacker's, lock nobody else out.

A device that has signed in before carries a signed cookie for that account, and its failures are counted by themselves. All
devices that an account has never been used on share one count, so guessing from many addresses is slow all the same.
The address is not looked at: a whole ward committee may sit behind one.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = "device"
DAYS = 180
_SALT = "hotline.people.device"


def remember(response: HttpResponseBase, request: HttpRequest, *, email: str) -> None:
    """Let this device be known as one that this account has signed in on. Other accounts of the device stay known."""
    known = {**_known(request), email: secrets.token_urlsafe(9)}
    kept = dict(list(known.items())[-5:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=DAYS * 24 * 3600,
        path="/accounts/",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def counted_as(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """Return under which name django-axes counts: the account, and the device where the account knows it."""
    given = credentials or {}
    email = str(given.get("email") or given.get("username") or (request.POST.get("login") if request else "") or "")
    email = email.strip().lower().replace("\0", "")[:200]
    device = _known(request).get(email) if request else None
    return f"{email} on {device}" if device else email


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        return {}
    return {str(email): str(device) for email, device in known.items()}
