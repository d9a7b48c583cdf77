"""/in/NAME/: what providers deliver. Checked, kept, acknowledged; understood later, by the worker."""

from collections.abc import Mapping

import psycopg
import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from hotline.casefile import actions
from hotline.casefile.queries.setups import setup_of
from hotline.intake.keeping import keep_request
from hotline.intake.known import channels
from hotline.intake.port import DeliveryRefused, InboundChannel, RawRequest, Refusal, Reply
from hotline.people.guards import public

MOST_BYTES = 10 * 1000 * 1000
"""Of one delivery: e-mail with photos comes by LMTP, and chats send links."""
_READ_AWAY = 40 * 1000 * 1000  # what is too long is read to here and thrown away, so that the sender gets to read why
_PIECE = 1 << 16
_RETRY_AFTER = 5
_STATUS: Mapping[Refusal, int] = {
    Refusal.UNKNOWN: 404,
    Refusal.OFF: 503,
    Refusal.UNSIGNED: 401,
    Refusal.WRONG_SIGNATURE: 403,
    Refusal.STALE: 403,
    Refusal.TOO_BIG: 413,
    Refusal.WRONG_METHOD: 405,
    Refusal.NOT_IT: 403,
}
_NO_DATABASE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)

log = structlog.get_logger(__name__)


@public
@csrf_exempt  # no cookie opens anything here
def receive(request: HttpRequest, name: str) -> HttpResponse:
    """Take deliveries, or answer a provider's question whether this address is ours."""
    channel = channels().get(name)
    try:
        try:
            return _answered(_taken(request, channel))
        except DeliveryRefused as refused:
            why = refused.why
            actions.count_refused(channel.name if channel else "", why.value, now=timezone.now())
            return _refused(why)
    except _NO_DATABASE:
        log.exception("delivery without database", way=channel.name if channel else "")
        return _later(503, "busy", _RETRY_AFTER)


def _taken(request: HttpRequest, channel: InboundChannel | None) -> Reply:
    if channel is None:
        raise DeliveryRefused(Refusal.UNKNOWN)
    setup = setup_of(channel.name)
    if setup is None:
        raise DeliveryRefused(Refusal.OFF)
    delivers = "GET" if channel.delivers_by_get else "POST"
    if request.method == "GET" and channel.verify is not None:
        return channel.verify(_raw(request), setup)
    if request.method != delivers:
        raise DeliveryRefused(Refusal.WRONG_METHOD)
    raw, now = _raw(request), timezone.now()
    channel.authentic(raw, setup, now)
    keep_request(channel, raw, now=now)
    return channel.reply


def _raw(request: HttpRequest) -> RawRequest:
    headers = {name.lower(): value for name, value in request.headers.items()}
    body = b"" if request.method == "GET" else _body(request)
    return RawRequest(request.method or "", request.META.get("QUERY_STRING", ""), headers, body)


def _body(request: HttpRequest) -> bytes:
    """Return the bytes as they came, whatever their type says. Raises DeliveryRefused for too many."""
    read, length = bytearray(), 0
    while length <= _READ_AWAY and (piece := request.read(_PIECE)):
        length += len(piece)
        if length <= MOST_BYTES:
            read += piece
    if length > MOST_BYTES:
        raise DeliveryRefused(Refusal.TOO_BIG)
    return bytes(read)


def _answered(reply: Reply) -> HttpResponse:
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)


def _refused(why: Refusal) -> HttpResponse:
    if why is Refusal.OFF:
        return _later(_STATUS[why], why.value, 300)
    return HttpResponse(why.value, status=_STATUS[why], content_type="text/plain")


def _later(status: int, word: str, seconds: int) -> HttpResponse:
    response = HttpResponse(word, status=status, content_type="text/plain")
    response.headers["Retry-After"] = str(seconds)
    return response
