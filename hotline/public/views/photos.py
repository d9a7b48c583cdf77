"""Public photos: copies that a person approved, of cases that are public now."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from hotline.casefile import queries
from hotline.casefile.mediafiles import Copy, path_of
from hotline.people.guards import public

FRESH = "public, max-age=60"
"""A photo that is withdrawn is gone within a minute, from caches on the way too."""


@public
@require_safe
def photo(_request: HttpRequest, key: str) -> HttpResponseBase:
    """Return the public copy of a photo, while its case shows it."""
    reference = queries.public_picture(key)
    if reference is None or key not in queries.public_case(reference).case.photos:
        raise Http404
    return jpeg(key, Copy.PUBLIC, keep=FRESH)


def jpeg(key: str, copy: Copy, *, keep: str) -> HttpResponseBase:
    """Return one copy of a photo. Raises Http404 when its file is gone."""
    try:
        file = path_of(key, copy).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, content_type="image/jpeg", headers={"Cache-Control": keep, "Content-Disposition": "inline"})
