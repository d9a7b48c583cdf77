"""Zalo Official Account: what citizens send to the town's account, and what became of our messages to them.

Each delivery is one event, signed with `X-ZEvent-Signature: mac=HEX`: SHA-256 over the application's id, the body as it came, the
timestamp from the body and the account's secret (no HMAC). It is to be answered with 200 within two seconds.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from hotline.core.buttons import code_of
from hotline.core.channels import Field, Setup
from hotline.core.facts import Channel
from hotline.core.inbound import Contacted, Inbound, Media, MediaKind, Receipt, ReceiptKind, Unreadable
from hotline.intake.payload import (
    id_of,
    moment_of,
    object_of,
    part_of,
    point_of,
    require_fresh,
    require_same,
    secret_of,
    words_of,
)
from hotline.intake.port import DeliveryRefused, InboundChannel, Piece, RawRequest, Refusal

_KINDS = {
    "image": MediaKind.PHOTO,
    "photo": MediaKind.PHOTO,
    "gif": MediaKind.PHOTO,
    "video": MediaKind.VIDEO,
    "audio": MediaKind.AUDIO,
    "voice": MediaKind.AUDIO,
    "file": MediaKind.FILE,
    "sticker": MediaKind.STICKER,
}
_RECEIPTS = {"user_received_message": ReceiptKind.DELIVERED, "user_seen_message": ReceiptKind.SEEN}
_CAME_OR_LEFT = {"follow": Contacted.CAME, "unfollow": Contacted.LEFT}


def authentic(request: RawRequest, setup: Setup, now: datetime) -> None:
    """Check the signature, then how old the event is. Raises DeliveryRefused."""
    name, _, mac = request.headers.get("x-zevent-signature", "").partition("=")
    if name.strip() != "mac" or not mac:
        raise DeliveryRefused(Refusal.UNSIGNED)
    secret = secret_of(setup, "oa_secret")
    try:
        timestamp = id_of(object_of(request.body).get("timestamp"))
        signed = setup.options.get("app_id", "").encode() + request.body + timestamp.encode() + secret
        require_same(sha256(signed).hexdigest(), mac)
        require_fresh(moment_of(timestamp), now=now)
    except (Unreadable, UnicodeEncodeError):  # what cannot be read is nothing that Zalo signed
        raise DeliveryRefused(Refusal.WRONG_SIGNATURE) from None


def split(request: RawRequest) -> tuple[Piece, ...]:
    """Return the event; of one that says that several messages were seen, one piece for each. Raises Unreadable."""
    whole = object_of(request.body)
    event, message = id_of(whole.get("event_name")), part_of(whole, "message")
    if event in _RECEIPTS:
        return tuple(_seen_one_by_one(event, whole, message))
    sender, said_at = _sender(whole), moment_of(whole.get("timestamp"))
    named = id_of(message.get("msg_id")) or f"{sender}:{said_at.timestamp():.3f}"
    return (Piece(f"{event}:{named}", request.body, sender=sender, said_at=said_at),)


def read(body: bytes) -> Inbound | Receipt | None:
    """Return what was sent, or what became of a message of ours; None for what we sent ourselves. Raises Unreadable."""
    whole = object_of(body)
    event = id_of(whole.get("event_name"))
    at = moment_of(whole.get("timestamp"))
    if event in _RECEIPTS:
        return _receipt(_RECEIPTS[event], part_of(whole, "message"), at)
    if event in _CAME_OR_LEFT:
        return Inbound(_required(_sender(whole)), said_at=at, contacted=_CAME_OR_LEFT[event])
    if event.startswith("user_send_"):
        return _inbound(_required(_sender(whole)), part_of(whole, "message"), at)
    if event == "user_submit_info":
        return Inbound(_required(_sender(whole)), said_at=at, text=_submitted(part_of(whole, "info")))
    if event.startswith("anonymous_send_"):
        raise Unreadable("anonymous")  # whoever is not signed in cannot be answered by their id: a person looks
    return None


def _seen_one_by_one(event: str, whole: Mapping[str, Any], message: Mapping[str, Any]) -> Iterator[Piece]:
    several = message.get("msg_ids")
    for one in several if isinstance(several, list) else [message.get("msg_id")]:
        seen = {**whole, "message": {**{name: value for name, value in message.items() if name != "msg_ids"}, "msg_id": one}}
        yield Piece(f"{event}:{id_of(one)}", json.dumps(seen).encode())


def _receipt(kind: ReceiptKind, message: Mapping[str, Any], at: datetime) -> Receipt:
    """Return the receipt; of a template message (ZNS) `tracking_id` is the number that we gave it."""
    tracking = id_of(message.get("tracking_id"))
    ours = int(tracking) if tracking.isascii() and tracking.isdecimal() and len(tracking) < 19 else None
    delivered = message.get("delivery_time")
    return Receipt(kind, id_of(message.get("msg_id")), ours, moment_of(delivered) if delivered else at, code=kind.value)


def _inbound(sender: str, message: Mapping[str, Any], at: datetime) -> Inbound:
    text, answered = words_of(message.get("text")), id_of(message.get("quote_msg_id"))
    attachments = message.get("attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise Unreadable("shape")
    kinds = [(id_of(one.get("type")), part_of(one, "payload")) for one in attachments]
    points = [part_of(payload, "coordinates") for kind, payload in kinds if kind == "location"]
    said = [text, *(_linked(payload) for kind, payload in kinds if kind == "link")]
    return Inbound(
        sender,
        said_at=at,
        text="" if code_of(text) else "\n".join(words for words in said if words),
        media=tuple(_media(kind, payload) for kind, payload in kinds if kind not in ("location", "link")),
        point=point_of(points[0].get("latitude"), points[0].get("longitude")) if points else None,
        choice=code_of(text),
        replies_to=(answered,) if answered else (),
    )


def _media(kind: str, payload: Mapping[str, Any]) -> Media:
    found = _KINDS.get(kind, MediaKind.FILE)
    return Media(found, link=words_of(payload.get("url")), name=words_of(payload.get("name")), type=words_of(payload.get("type")))


def _linked(payload: Mapping[str, Any]) -> str:
    """Return a link that somebody shared as words: a person may open it, this program does not."""
    title, url = words_of(payload.get("title")), words_of(payload.get("url"))
    return f"{title} {url}".strip() if title != url else url


def _submitted(told: Mapping[str, Any]) -> str:
    """Return what somebody filled into the account's own form. Its number is typed by them: nobody vouches for it."""
    fields = ("name", "phone", "address", "ward", "district", "city")
    return "\n".join(words for name in fields if (words := words_of(told.get(name))))


def _sender(whole: Mapping[str, Any]) -> str:
    named = part_of(whole, "follower") or part_of(whole, "sender")
    return id_of(named.get("id"))


def _required(sender: str) -> str:
    if not sender:
        raise Unreadable("sender")
    return sender


CHANNELS = (
    InboundChannel(
        name="zalo",
        channel=Channel.ZALO,
        authentic=authentic,
        split=split,
        read=read,
        has_places=True,
        has_buttons=True,
        fields=(
            Field("app_id", "Mã ứng dụng (App ID)", "Application id"),
            Field("oa_secret", "Khóa webhook (OA Secret Key)", "Webhook secret (OA Secret Key)", is_secret=True),
        ),
    ),
)
