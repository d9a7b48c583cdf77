"""POST requests of Open311 GeoReport v2: reports from apps and other systems, by the same door as the web form.

Beyond the specification: a header `Idempotency-Key` makes a repeat known for 30 days (the same content gets the same answer,
another is refused with 422); photos may come as multipart files under any name; a `media_url` is kept, never fetched. The
private link of the report goes to whoever sent it, in the header `Hotline-Private-Link`, and never stands in a field:
`service_notice` is shown and passed on by clients who take it for public.
"""

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import psycopg
import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.casefile.actions import KeyReused, keep_picture, open_request
from hotline.casefile.facts import Opened
from hotline.casefile.pictures import PictureRefused, receive_upload, refusal_words
from hotline.core.facts import AttachmentKind
from hotline.core.text import TextTooLong, clean_line, shorten
from hotline.directory.facts import Directory
from hotline.directory.queries import snapshot
from hotline.intake.georeport.answers import Form, Refusal, Refused, answered, refused
from hotline.intake.georeport.reading import read, require_jurisdiction

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
    require_jurisdiction(request.POST.get("jurisdiction_id", ""), directory)
    draft = read(request.POST, directory, language=(get_language() or "vi")[:2], raw=raw)
    if request.FILES:
        draft = replace(draft, attachments=_photos(request, directory, now=now))
    return open_request(draft, key=key, payload=payload if key else b"", now=now)


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


def _photos(request: HttpRequest, directory: Directory, *, now: datetime) -> tuple[str, ...]:
    files = _files(request)
    limit = directory.windows.photos
    if len(files) > limit:
        raise Refused(Refusal(400, _("Chỉ gửi được %(limit)s ảnh.") % {"limit": limit}))
    keys, refusals = [], []
    for file in files:
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
