"""Pages that need not be made, nor sent, twice: each says by a tag what it was made of.

A tag is made of what a page shows: the turn of the public record, the profile, the language, the address, the minute (a
deadline passes without anybody doing anything) and the cookie that the forms on the page answer to. Pages with a form are
kept by one browser, which asks each time; what carries none may be kept by every cache on the way.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Concatenate

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from hotline.casefile import queries
from hotline.directory import queries as directory
from hotline.public.wording import language
from hotline.ui.look import look_of

OWN = "private, no-cache"
SHARED = "public, max-age=30"

type Page[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def sent_once[**P](*, shared: bool) -> Callable[[Page[P]], Page[P]]:
    """Answer "not modified" (304) while what the page was made of is the same. `shared`: it holds no form."""

    def keeping(view: Page[P]) -> Page[P]:
        @wraps(view)
        def kept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            etag = tag(request, str(queries.public_turn()), shared=shared)
            unchanged = get_conditional_response(request, etag=etag)
            response = unchanged if unchanged is not None else view(request, *args, **kwargs)
            return keep(response, etag=etag, shared=shared)

        return kept

    return keeping


def tag(request: HttpRequest, *made_of: str, shared: bool = False) -> str:
    """Return the tag of a page made of `made_of` and of what every page is made of."""
    facts = [
        *made_of,
        directory.snapshot().version.digest,
        language(),
        request.get_full_path(),
        request.headers.get("X-Part", ""),
        "" if shared else repr(look_of(request.COOKIES)),
        timezone.now().strftime("%Y%m%d%H%M"),
        "" if shared else request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
    ]
    return f'"{blake2b("\0".join(facts).encode(errors="replace"), digest_size=12).hexdigest()}"'


def keep(response: HttpResponseBase, *, etag: str, shared: bool = False) -> HttpResponseBase:
    """Say on a response how long it may be kept; what went wrong is not kept at all."""
    if response.status_code in (200, 304):
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = SHARED if shared else OWN
        patch_vary_headers(response, ("Accept-Language", "Cookie", "X-Part"))
    return response
