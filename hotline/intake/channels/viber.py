"""Viber bot: messages, buttons, who came and left, and what became of our messages.

Each delivery is one event; `X-Viber-Content-Signature` is the HMAC-SHA256, in hex, of the body as it came by the account's token.
Bots are on commercial terms only since 2024: the least important of the chats.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
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

_KINDS = {"picture": MediaKind.PHOTO, "video": MediaKind.VIDEO, "file": MediaKind.FILE, "sticker": MediaKind.STICKER}
_RECEIPTS = {"delivered": ReceiptKind.DELIVERED, "seen": ReceiptKind.SEEN, "failed": ReceiptKind.FAILED}
_CAME_OR_LEFT = {"conversation_started": Contacted.CAME, "subscribed": Contacted.CAME, "unsubscribed": Contacted.LEFT}


def authentic(request: RawRequest, setup: Setup, now: datetime) -> None:
    """Check the signature, then how old the event is. Raises DeliveryRefused."""
    theirs = request.headers.get("x-viber-content-signature", "")
    if not theirs:
        raise DeliveryRefused(Refusal.UNSIGNED)
    require_same(hmac.new(secret_of(setup, "token"), request.body, "sha256").hexdigest(), theirs)
    try:
        said_at = moment_of(object_of(request.body).get("timestamp"))
    except Unreadable:
        return  # theirs, though we cannot read it: kept as a whole, for a person
    require_fresh(said_at, now=now)


def split(request: RawRequest) -> tuple[Piece, ...]:
    """Return the event; nothing for the one by which the platform tries the address. Raises Unreadable."""
    whole = object_of(request.body)
    event, sender = id_of(whole.get("event")), _sender(whole)
    if event == "webhook":
        return ()
    said_at = moment_of(whole.get("timestamp"))
    named = f"{event}:{id_of(whole.get('message_token'))}:{sender}"
    is_receipt = event in _RECEIPTS
    return (Piece(named, request.body, sender="" if is_receipt else sender, said_at=None if is_receipt else said_at),)


def read(body: bytes) -> Inbound | Receipt | None:
    """Return what was sent, or what became of a message of ours; None for what asks nothing of us. Raises Unreadable."""
    whole = object_of(body)
    event, at = id_of(whole.get("event")), moment_of(whole.get("timestamp"))
    if event in _RECEIPTS:
        token, why = id_of(whole.get("message_token")), words_of(whole.get("desc"))
        return Receipt(_RECEIPTS[event], token, at=at, code=why or event)
    if event in _CAME_OR_LEFT:
        return _inbound(whole, {}, at, contacted=_CAME_OR_LEFT[event])
    if event == "message":
        return _inbound(whole, part_of(whole, "message"), at)
    return None


def _inbound(
    whole: Mapping[str, Any], message: Mapping[str, Any], at: datetime, contacted: Contacted = Contacted.WROTE
) -> Inbound:
    sender, kind = _sender(whole), id_of(message.get("type"))
    if not sender:
        raise Unreadable("sender")
    person = part_of(whole, "sender") or part_of(whole, "user")
    place, text = part_of(message, "location"), words_of(message.get("text"))
    return Inbound(
        sender,
        said_at=at,
        text="" if code_of(text) else "\n".join(words for words in (text, _told(kind, message)) if words),
        media=_media(kind, message),
        point=point_of(place.get("lat"), place.get("lon")) if place else None,
        choice=code_of(text),
        name=words_of(person.get("name")),
        language=words_of(person.get("language"))[:2],
        contacted=contacted,
    )


def _media(kind: str, message: Mapping[str, Any]) -> tuple[Media, ...]:
    if kind not in _KINDS:
        return ()
    return (Media(_KINDS[kind], link=words_of(message.get("media")), name=words_of(message.get("file_name"))),)


def _told(kind: str, message: Mapping[str, Any]) -> str:
    """Return a link or a contact that somebody shared, or a card, as words: a person may open it, this program does not."""
    if kind == "url":
        return words_of(message.get("media"))
    if kind == "contact":
        shared = part_of(message, "contact")
        return f"{words_of(shared.get('name'))} {words_of(shared.get('phone_number'))}".strip()
    return words_of(message.get("alt_text")) if kind == "rich_media" else ""


def _sender(whole: Mapping[str, Any]) -> str:
    """Return the account: messages name it under `sender`, who came under `user`, who left and receipts as `user_id`."""
    named = part_of(whole, "sender") or part_of(whole, "user")
    return id_of(named.get("id")) or id_of(whole.get("user_id"))


CHANNELS = (
    InboundChannel(
        name="viber",
        channel=Channel.VIBER,
        authentic=authentic,
        split=split,
        read=read,
        has_places=True,
        has_buttons=True,
        fields=(Field("token", "Mã xác thực của tài khoản", "Account token", is_secret=True),),
    ),
)
