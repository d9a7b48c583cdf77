"""Whether whoever is signed in has shown lately who it is: at sign-in, or again since then."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

_KEPT = "proved_at"


def remember(request: HttpRequest, *, now: datetime) -> None:
    """Remember that whoever is signed in has just shown who it is."""
    request.session[_KEPT] = now.timestamp()


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    """Return whether that was at most HOTLINE_FRESH ago. A clock that was set back makes nothing fresh."""
    kept = request.session.get(_KEPT)
    return kept is not None and 0 <= now.timestamp() - kept < settings.HOTLINE_FRESH.total_seconds()
