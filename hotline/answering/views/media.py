"""Photos for the centre's people: the clean copy, and the public copy before it is public. Never the original."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from hotline.casefile.mediafiles import Copy, path_of
from hotline.casefile.queries import picture_by_key, picture_is_among
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles

_centre = roles(Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR)


@_centre
@require_safe
def staff_photo(request: HttpRequest, key: str) -> FileResponse:
    """Serve the clean copy of a photo of any case that they see."""
    return _served(request, key, Copy.CLEAN)


@_centre
@require_safe
def staff_photo_public(request: HttpRequest, key: str) -> FileResponse:
    """Serve a photo's public copy, or the one that still waits to be approved."""
    row = picture_by_key(key)
    return _served(request, key, Copy.PUBLIC if row and row.is_public else Copy.PROPOSED)


def _served(request: HttpRequest, key: str, copy: Copy) -> FileResponse:
    if picture_by_key(key) is None or not picture_is_among(key, signed_in(request).streams):
        raise Http404(key)
    try:
        file = path_of(key, copy).open("rb")
    except FileNotFoundError:
        raise Http404(key) from None
    return FileResponse(file, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
