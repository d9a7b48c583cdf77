"""Who may ask: the bearer of a key of one agency. And what every answer of the interface has in common."""

from collections.abc import Callable, Mapping
from datetime import datetime
from math import ceil

import psycopg
import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hotline.dispatch import actions, queries
from hotline.dispatch.api.problems import Problem, refused
from hotline.dispatch.facts import Bearer
from hotline.people.guards import public

type View = Callable[..., HttpResponseBase]
_NO_DATABASE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)

log = structlog.get_logger(__name__)


def by_method(views: Mapping[str, View]) -> View:
    """Return the view of one address: for each method one that takes a `Bearer` after the request.

    No cookie opens anything here, so there is no form to forge. What is wrong becomes a problem (RFC 9457).
    """

    @public  # opens to nobody without a key: 401
    @csrf_exempt
    def asked(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        try:
            view = views.get("GET" if request.method == "HEAD" else request.method or "")
            if view is None:
                raise Problem(405, "method-not-allowed", _("Địa chỉ này không nhận cách gọi đó."), allow=sorted(views))
            return view(request, bearer_of(request, writes=request.method == "POST"), **kwargs)
        except Problem as problem:
            response = refused(problem)
            if problem.status == 405:
                response.headers["Allow"] = ", ".join(sorted({*views, *(("HEAD",) if "GET" in views else ())}))
            return response
        except _NO_DATABASE:
            log.exception("agency_api_without_database")
            return refused(Problem(503, "busy", _("Hệ thống đang bận. Hãy gửi lại sau vài giây với cùng Idempotency-Key.")))

    return asked


def bearer_of(request: HttpRequest, *, writes: bool) -> Bearer:
    """Return whose key came with the request. Raises Problem."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    now = timezone.now()
    bearer = queries.bearer_of(token.strip(), now=now) if scheme.lower() == "bearer" else None
    if bearer is None:
        raise Problem(401, "no-key", _("Cần khóa còn hiệu lực của đơn vị: Authorization: Bearer …"))
    _take_turn(bearer, now=now)
    if writes and bearer.reads_only:
        raise Problem(403, "reads-only", _("Khóa này chỉ được đọc."))
    actions.token_was_used(bearer.token_id, now=now)
    return bearer


def _take_turn(bearer: Bearer, *, now: datetime) -> None:
    """Raise Problem for a key that asked too often; what is refused so is not counted."""
    most = settings.HOTLINE_AGENCY_CALLS
    if most <= 0 or not (wait := actions.take_turn(bearer.token_id, a_minute=most, now=now)):
        return
    seconds = ceil(wait.total_seconds())
    words = _("Khóa này gọi quá %(most)s lần một phút. Hãy gọi lại sau %(seconds)s giây.")
    raise Problem(429, "too-many-calls", words % {"most": most, "seconds": seconds}, again_in=seconds)
