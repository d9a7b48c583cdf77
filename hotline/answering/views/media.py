"""Photos for the centre's people: the clean copy, and the public copy before it is public. Never the original."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from hotline.casefile.mediafiles import Copy, path_of
from hotline.casefile.queries import picture_by_key
from hotline.people.facts import Role
from hotline.people.guards import roles

_centre = roles(Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR)


@_centre
@require_safe
def staff_photo(request: HttpRequest, key: str) -> FileResponse:  # noqa: ARG001 - a view
    """Serve the clean copy of a photo of any case."""
    return _served(key, Copy.CLEAN)


@_centre
@require_safe
def staff_photo_public(request: HttpRequest, key: str) -> FileResponse:  # noqa: ARG001 - a view
    """Serve a photo's public copy, or the one that still waits to be approved."""
    row = picture_by_key(key)
    return _served(key, Copy.PUBLIC if row and row.is_public else Copy.PROPOSED)


def _served(key: str, copy: Copy) -> FileResponse:
    if picture_by_key(key) is None:
        raise Http404(key)
    try:
        file = path_of(key, copy).open("rb")
    except FileNotFoundError:
        raise Http404(key) from None
    return FileResponse(file, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
