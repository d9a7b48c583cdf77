"""By when somebody must have a second step: some days after the first sign-in, where the installation requires one.

Looked up at sign-in and kept in the session, so that a click asks nothing. A demonstration only offers it: its people come
and go, and their passwords stand in the terminal.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

from hotline.people import queries

_KEPT = "second_step_by"


def look(request: HttpRequest, *, user_id: int, now: datetime) -> None:
    """Look up, and keep in the session, by when this person must have a second step. Called whenever that can change."""
    request.session.pop(_KEPT, None)
    if is_required() and not queries.has_second_factor(user_id):
        first = queries.first_sign_in_at(user_id) or now
        request.session[_KEPT] = (first + settings.HOTLINE_SECOND_FACTOR_GRACE).timestamp()


def due(request: HttpRequest) -> datetime | None:
    """Return by when whoever is signed in must add a second step; None for who has one, or need not."""
    kept = request.session.get(_KEPT)
    return None if kept is None else datetime.fromtimestamp(kept, UTC)


def is_overdue(request: HttpRequest, *, user_id: int, now: datetime) -> bool:
    """Return whether nothing opens any more but the page where a second step is added.

    Looked up again before that is said: one may have been added in another browser meanwhile.
    """
    by = due(request)
    if by is None or by > now:
        return False
    look(request, user_id=user_id, now=now)
    return due(request) is not None


def is_required() -> bool:
    """Return whether people here must have a second step."""
    return bool(settings.HOTLINE_SECOND_FACTOR == "required")
