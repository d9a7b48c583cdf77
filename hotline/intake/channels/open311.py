"""POST requests of Open311 GeoReport v2: reports from apps and other systems, by the same door as the web form.

Beyond the specification: a header `Idempotency-Key` makes a repeat known for 30 days (the same content gets the same answer,
another is refused with 422); photos may come as multipart files under any name, and as several `media_url`, which stand in
the report and are fetched afterwards by the guarded client; where the city gave out keys, `api_key` must be one of them. The
private link of the report goes to whoever sent it, in the header `Hotline-Private-Link`, and never stands in a field:
`service_notice` is shown and passed on by clients who take it for public.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import psycopg
import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.casefile.actions import KeyReused, count_refused, keep_picture, open_request
from hotline.casefile.apikeys import KEYS, OPEN311, KeyState, state_of_key
from hotline.casefile.facts import Draft, Opened
from hotline.casefile.pictures import PictureRefused, receive_upload, refusal_words
from hotline.core.facts import AttachmentKind, Channel
from hotline.core.inbound import Unreadable
from hotline.core.text import TextTooLong, clean_line, shorten
from hotline.directory.queries import snapshot
from hotline.intake.georeport.answers import Form, Refusal, Refused, answered, refused
from hotline.intake.georeport.reading import links_of, read, require_jurisdiction
from hotline.intake.keeping import keep
from hotline.intake.port import Field, InboundChannel, OwnWord, PhotoLinks, Piece
from hotline.intake.port import Refusal as NotTaken

_URLENCODED = "application/x-www-form-urlencoded"
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_KEY_LETTERS = 255
_RETRY_AFTER = 5
"""Seconds after which a client may come again when the database cannot be reached."""
_UNREADABLE = (SuspiciousOperation, MultiPartParserError, BadRequest, UnreadablePostError)
_NO_DATABASE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)

log = structlog.get_logger(__name__)


def post_requests(request: HttpRequest, *, form: Form) -> HttpResponse:
    """Open a report and answer with its reference (201), or say everything that is wrong (400, 404, 422)."""
    try:
        opened = _opened(request)
    except Refused as why:
        return refused(why.refusals, form=form)
    except KeyReused:
        return refused([Refusal(422, _("Idempotency-Key: khóa này đã dùng cho một nội dung khác."))], form=form)
    except TextTooLong as longer:
        return refused([Refusal(400, _("description: dài quá %(limit)s chữ cái.") % {"limit": longer.limit})], form=form)
    except _NO_DATABASE:
        log.exception("open311_without_database")
        busy = refused([Refusal(503, _("Hệ thống đang bận. Hãy gửi lại sau vài giây với cùng Idempotency-Key."))], form=form)
        busy.headers["Retry-After"] = str(_RETRY_AFTER)
        return busy
    return _acknowledged(opened, form)


def _opened(request: HttpRequest) -> Opened:
    now, directory = timezone.now(), snapshot()
    require_jurisdiction(request.GET.get("jurisdiction_id", ""), directory)
    key = _key(request)
    raw, payload = _content(request)
    _require_key(request, now=now)
    require_jurisdiction(request.POST.get("jurisdiction_id", ""), directory)
    draft = read(request.POST, directory, language=(get_language() or "vi")[:2], raw=raw)
    links = links_of(request.POST)
    if len(links) + len(_files(request)) > directory.windows.photos:
        raise Refused(Refusal(400, _("Chỉ gửi được %(limit)s ảnh.") % {"limit": directory.windows.photos}))
    if request.FILES:
        draft = replace(draft, attachments=_photos(request, now=now))
    return _written(draft, links, key=key, payload=payload if key else b"", now=now)


def _written(draft: Draft, links: Sequence[str], *, key: str | None, payload: bytes, now: datetime) -> Opened:
    """Open the report, and keep in the same transaction which photos are to be fetched for it."""
    if not links:
        return open_request(draft, key=key, payload=payload, now=now)
    with transaction.atomic():
        opened = open_request(draft, key=key, payload=payload, now=now)
        body = _ENCODE({"case": opened.request_id, "links": list(links)}).encode()
        keep(CHANNELS[0], [Piece(f"photos:{opened.reference}", body)], now=now)
    return opened


def _require_key(request: HttpRequest, *, now: datetime) -> None:
    """Raise Refused for a key that the city did not give out, where it gave some out."""
    state = state_of_key(request.POST.get("api_key", "") or request.GET.get("api_key", ""))
    if state is KeyState.MISSING:
        count_refused(OPEN311, NotTaken.UNSIGNED, now=now)
        raise Refused(Refusal(403, _("api_key: cần khóa. Nơi cấp khóa ghi trong discovery, key_service.")))
    if state is KeyState.WRONG:
        count_refused(OPEN311, NotTaken.WRONG_SIGNATURE, now=now)
        raise Refused(Refusal(403, _("api_key: khóa này không đúng.")))


def _key(request: HttpRequest) -> str | None:
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if len(key) > _KEY_LETTERS:
        raise Refused(Refusal(400, _("Idempotency-Key: dài quá %(limit)s chữ cái.") % {"limit": _KEY_LETTERS}))
    return key or None


def _content(request: HttpRequest) -> tuple[bytes, bytes]:
    """Return what arrived, to be kept, and what a repeat must equal: the fields in order, whatever the order they came in."""
    try:
        body = request.body if request.content_type == _URLENCODED else b""
        fields = _ENCODE(sorted(request.POST.lists()))
    except RequestDataTooBig:
        raise Refused(Refusal(413, _("Nội dung quá lớn."))) from None
    except _UNREADABLE:
        raise _unreadable() from None
    if not request.POST and int(request.META.get("CONTENT_LENGTH") or 0):
        raise _unreadable()
    payload = fields.encode(errors="surrogatepass")
    return body or payload, payload + _digests(request)


def _unreadable() -> Refused:
    words = _("Nội dung không đọc được: cần biểu mẫu UTF-8 (urlencoded hoặc multipart), không quá lớn.")
    return Refused(Refusal(400, words))


def _digests(request: HttpRequest) -> bytes:
    found = b""
    for file in _files(request):
        found += hashlib.file_digest(file, "sha256").digest()
        file.seek(0)
    return found


def _files(request: HttpRequest) -> "list[UploadedFile[Any]]":
    return [file for name in request.FILES for file in request.FILES.getlist(name)]


def _photos(request: HttpRequest, *, now: datetime) -> tuple[str, ...]:
    keys, refusals = [], []
    for file in _files(request):
        try:
            picture = receive_upload(file, now=now)
        except PictureRefused as why:
            name = shorten(clean_line(file.name or "", limit=10_000), width=40)
            refusals.append(Refusal(400, f"{name}: {refusal_words(why.code, size=file.size or 0)}"))
        else:
            keep_picture(picture, kind=AttachmentKind.REPORT, now=now)
            keys.append(picture.key)
    if refusals:
        raise Refused(*refusals)
    return tuple(keys)


def _acknowledged(opened: Opened, form: Form) -> HttpResponse:
    notice = _("Đã tiếp nhận. Hãy giữ mã này để theo dõi.")
    record = {"service_request_id": opened.reference, "service_notice": notice, "account_id": None}
    response = answered([record], root="service_requests", entry="request", form=form, status=201)
    response.headers["Location"] = f"/open311/v2/requests/{opened.reference}.{form}"
    response.headers["Hotline-Private-Link"] = f"{settings.PUBLIC_URL}/r/{opened.link}/"
    response.headers["Access-Control-Expose-Headers"] = "Location, Hotline-Private-Link"
    return response


def _kept(body: bytes) -> PhotoLinks | OwnWord:
    """Return which photos are to be fetched for which case, or what its reporter says of it. Raises Unreadable."""
    try:
        kept = json.loads(body)
        links = tuple(map(str, kept["links"]))
        if "by" not in kept:
            return PhotoLinks(int(kept["case"]), links)
        return OwnWord(kept["reference"], kept["by"], kept["words"], links, bool(kept["not_done"]))
    except (ValueError, TypeError, KeyError):
        raise Unreadable("links") from None


CHANNELS = (
    InboundChannel(
        OPEN311,
        Channel.OPEN311,
        _kept,
        is_answered=False,
        fields=(
            Field(
                KEYS,
                "Khóa API (api_key), cách nhau bằng dấu phẩy; để trống: không cần khóa",
                "API keys (api_key), apart by commas; none: no key is needed",
                is_secret=True,
                is_needed=False,
            ),
        ),
    ),
)
"""Reports come by /open311/. Kept under this name are links to photos and reporters' words; keys are its settings."""
