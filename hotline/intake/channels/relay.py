"""SMS by a relay of the town's own: a GSM modem, a telephone with a forwarding program, or software that speaks this format.

`POST /in/relay/` with JSON, UTF-8:

    {"messages": [{"id": "any-text", "from": "0908369123", "at": "2026-03-02T09:00:00+07:00", "text": "Đèn đường hư",
                   "media": [{"type": "image/jpeg", "url": "https://…"} or {"type": …, "base64": "…"}],
                   "lat": 10.77, "lon": 106.70, "choice": "…", "answers": "id of our message"}],
     "receipts": [{"id": "any-text", "message": 4711, "state": "delivered", "at": "…", "code": "…"}]}

Header `Hotline-Signature: t=1772416800,v1=HEX`: HMAC-SHA256, by the secret, over `t`, a full stop and the body as it is sent.
Only `id` and `from` of a message are needed, and only `id`, `message` and `state` of a receipt.
"""

import base64
import binascii
import hmac
import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from hotline.core.channels import Expected, Setup
from hotline.core.facts import Channel
from hotline.core.inbound import Inbound, Media, MediaKind, Receipt, ReceiptKind, Unreadable
from hotline.intake.payload import point_of, require_same, secret_of
from hotline.intake.port import FRESH, DeliveryRefused, Field, InboundChannel, Piece, RawRequest, Refusal

_SHORTEST_SECRET = 16  # chưa kiểm chứng: ours
_MOST_DIGITS = 12  # of seconds since 1970
_KINDS = {"image": MediaKind.PHOTO, "video": MediaKind.VIDEO, "audio": MediaKind.AUDIO}


def authentic(request: RawRequest, setup: Setup, now: datetime) -> None:
    """Check the signature, then how old it is. Raises DeliveryRefused."""
    said = dict(part.partition("=")[::2] for part in request.headers.get("hotline-signature", "").split(","))
    moment, mac = said.get("t", ""), said.get("v1", "")
    if not moment.isascii() or not moment.isdecimal() or not mac:
        raise DeliveryRefused(Refusal.UNSIGNED)
    require_same(hmac.new(secret_of(setup, "secret"), moment.encode() + b"." + request.body, "sha256").hexdigest(), mac)
    if len(moment) > _MOST_DIGITS or abs(now.timestamp() - int(moment)) > FRESH.total_seconds():
        raise DeliveryRefused(Refusal.STALE)


def split(request: RawRequest) -> tuple[Piece, ...]:
    """Return one piece for each message and each receipt. Raises Unreadable."""
    whole = _object(request.body)
    try:
        return tuple(_pieces(whole))
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreadable("shape") from error


def read(body: bytes) -> Inbound | Receipt:
    """Return the message or the receipt. Raises Unreadable."""
    said = _object(body)
    try:
        return _receipt(said) if "message" in said else _inbound(said)
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreadable("shape") from error
    except ValueError as error:
        raise Unreadable("value") from error


def _pieces(whole: Mapping[str, Any]) -> Iterator[Piece]:
    for name in ("messages", "receipts"):
        for one in whole.get(name, ()):
            body = json.dumps(one).encode()  # as ASCII: a telephone may have cut a character in two
            yield Piece(f"{name}:{one['id']}", body, sender=str(one.get("from", "")), said_at=_moment_or_none(one.get("at")))


def _inbound(said: Mapping[str, Any]) -> Inbound:
    lat, lon = said.get("lat"), said.get("lon")
    answers = said.get("answers")
    return Inbound(
        sender=str(said["from"]),
        said_at=_moment(said["at"]) if said.get("at") else None,
        text=unicodedata.normalize("NFC", str(said.get("text", ""))),
        media=tuple(_media(one) for one in said.get("media", ())),
        point=point_of(lat, lon) if lat is not None and lon is not None else None,
        choice=str(said.get("choice", "")),
        replies_to=(str(answers),) if answers else (),
    )


def _media(said: Mapping[str, Any]) -> Media:
    kind = _KINDS.get(str(said["type"]).partition("/")[0], MediaKind.FILE)
    try:
        content = base64.b64decode(said["base64"], validate=True) if "base64" in said else b""
    except binascii.Error as error:
        raise Unreadable("base64") from error
    return Media(kind, content=content, link=str(said.get("url", "")), name=str(said.get("name", "")), type=str(said["type"]))


def _receipt(said: Mapping[str, Any]) -> Receipt:
    at = _moment(said["at"]) if said.get("at") else None
    return Receipt(ReceiptKind(said["state"]), ours=int(said["message"]), at=at, code=str(said.get("code", "")))


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("json") from error
    if not isinstance(whole, dict):
        raise Unreadable("shape")
    return whole


def _moment(text: Any) -> datetime:
    """Return the moment; one without a zone is no moment. Raises Unreadable, ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise Unreadable("zone")
    return moment


def _moment_or_none(text: Any) -> datetime | None:
    try:
        return _moment(text)
    except (Unreadable, ValueError, TypeError):
        return None


CHANNELS = (
    InboundChannel(
        name="relay",
        channel=Channel.SMS,
        authentic=authentic,
        split=split,
        read=read,
        fields=(
            Field(
                "secret",
                "Khóa ký",
                "Signing secret",
                is_secret=True,
                expected=Expected(
                    lambda typed: len(typed) >= _SHORTEST_SECRET,
                    f"phải dài ít nhất {_SHORTEST_SECRET} ký tự, vì ai đoán được khóa thì gửi được tin giả",
                    f"has to be {_SHORTEST_SECRET} characters long at least: whoever guesses it can send forged messages",
                ),
            ),
        ),
    ),
)
