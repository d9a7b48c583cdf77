"""Who is looking at a page: asked once for a request and remembered on it."""

from django.http import HttpRequest
from django.utils import timezone

from hotline.people import queries
from hotline.people.facts import Viewer

_KEPT = "_hotline_viewer"


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Return who is signed in, with the roles and units held now; None for everybody else.

    Reads session and roles at the first call only. That must happen before the transaction takes an agency's role, which
    may read neither; the guards see to it.
    """
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, _asked(request))
    found: Viewer | None = getattr(request, _KEPT)
    return found


def _asked(request: HttpRequest) -> Viewer | None:
    user = request.user  # only ever somebody whose account is open
    return queries.viewer_named(user.pk, name=user.name, now=timezone.now()) if user.is_authenticated else None


class NotSignedIn(Exception):
    """A page that only somebody signed in may open was asked for without."""


def signed_in(request: HttpRequest) -> Viewer:
    """Return who is signed in, for views behind `guards.roles`; raise NotSignedIn elsewhere."""
    viewer = viewer_of(request)
    if viewer is None:
        raise NotSignedIn
    return viewer
