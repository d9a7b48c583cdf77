"""Messenger of a Facebook page: messages, buttons, and what became of our messages.

One delivery holds several entries, each with several items. `X-Hub-Signature-256: sha256=HEX` is the HMAC-SHA256 of the body
as it came, by the application's secret. By GET the platform asks once whether the address is ours (`hub.verify_token`).
"""

import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from hotline.core.buttons import code_of
from hotline.core.channels import Field, Setup
from hotline.core.facts import Channel
from hotline.core.inbound import Contacted, Inbound, Media, MediaKind, Receipt, ReceiptKind, Unreadable
from hotline.intake.payload import id_of, moment_of, object_of, part_of, require_fresh, require_same, secret_of, words_of
from hotline.intake.port import DeliveryRefused, InboundChannel, Piece, RawRequest, Refusal, Reply

_KINDS = {"image": MediaKind.PHOTO, "video": MediaKind.VIDEO, "audio": MediaKind.AUDIO, "file": MediaKind.FILE}
_RECEIPTS = {"delivery": ReceiptKind.DELIVERED, "read": ReceiptKind.SEEN}
_SHARED = frozenset({"fallback", "reel", "ig_reel", "share", "post", "template"})
"""Kinds of attachments that are links to something on the platform: words, nothing that is fetched."""


def authentic(request: RawRequest, setup: Setup, now: datetime) -> None:
    """Check the signature, then how old the newest item is. Raises DeliveryRefused."""
    scheme, _, mac = request.headers.get("x-hub-signature-256", "").partition("=")
    if scheme.strip() != "sha256" or not mac:
        raise DeliveryRefused(Refusal.UNSIGNED)
    require_same(hmac.new(secret_of(setup, "app_secret"), request.body, "sha256").hexdigest(), mac)
    try:
        moments = [moment for item in _items(object_of(request.body)) if (moment := _moment_or_none(item))]
    except Unreadable:
        return  # theirs, though we cannot read it: kept as a whole, for a person
    if moments:
        require_fresh(max(moments), now=now)


def verify(request: RawRequest, setup: Setup) -> Reply:
    """Return the challenge to whoever knows our word. Raises DeliveryRefused."""
    asked = {name: values[0] for name, values in parse_qs(request.query).items()}
    theirs = asked.get("hub.verify_token", "").encode(errors="replace")
    knows = hmac.compare_digest(secret_of(setup, "verify_token"), theirs)
    if asked.get("hub.mode") != "subscribe" or not knows:
        raise DeliveryRefused(Refusal.NOT_IT)
    return Reply(asked.get("hub.challenge", "").encode(errors="replace"))


def split(request: RawRequest) -> tuple[Piece, ...]:
    """Return every item of every entry; of a receipt for several messages one piece for each. Raises Unreadable."""
    return tuple(_pieces(object_of(request.body)))


def read(body: bytes) -> Inbound | Receipt | None:
    """Return one item as it was meant; None for echoes of our own messages and what asks nothing of us. Raises Unreadable."""
    item = object_of(body)
    message, postback, at = part_of(item, "message"), part_of(item, "postback"), moment_of(item.get("timestamp"))
    if message.get("is_echo"):
        return None
    if message:
        return _inbound(_sender(item), message, at)
    if postback:
        return _pressed(_sender(item), postback, at)
    if part_of(item, "referral"):
        return Inbound(_sender(item), said_at=at, contacted=Contacted.CAME)
    for name, kind in _RECEIPTS.items():
        if said := part_of(item, name):
            return _receipt(kind, said, _sender(item), at)
    return None


def _pieces(whole: Mapping[str, Any]) -> Iterator[Piece]:
    for item in _items(whole):
        sender, at = id_of(part_of(item, "sender").get("id")), _moment_or_none(item)
        delivery = part_of(item, "delivery")
        mids = delivery.get("mids") or []
        if not isinstance(mids, list):
            raise Unreadable("shape")
        for mid in mids:
            yield Piece(f"delivery:{id_of(mid)}", _bytes({**item, "delivery": {**delivery, "mid": mid}}))
        if not mids:
            yield Piece(_name(item, sender), _bytes(item), sender=sender, said_at=at)


def _items(whole: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the items of all entries. `standby` holds what another application of the page has in hand: none of our business."""
    entries = whole.get("entry")
    if not isinstance(entries, list):
        raise Unreadable("shape")
    for entry in entries:
        items = entry.get("messaging", []) if isinstance(entry, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise Unreadable("shape")
        yield from items


def _name(item: Mapping[str, Any], sender: str) -> str:
    """Return what is the same in every repeat of an item: the provider's id of a message, else who, when and what."""
    if mid := id_of(part_of(item, "message").get("mid")):
        return f"message:{mid}"
    kind = next(
        (name for name in ("postback", "delivery", "read", "referral", "optin", "reaction", "message_edit") if name in item),
        "item",
    )
    said = part_of(item, kind)
    return f"{kind}:{sender}:{id_of(said.get('mid') or said.get('watermark'))}:{id_of(item.get('timestamp'))}"


def _inbound(sender: str, message: Mapping[str, Any], at: datetime) -> Inbound:
    pressed = code_of(words_of(part_of(message, "quick_reply").get("payload")))
    answered = id_of(part_of(message, "reply_to").get("mid"))
    attachments = message.get("attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise Unreadable("shape")
    kinds = [(id_of(one.get("type")), part_of(one, "payload")) for one in attachments]
    said = [words_of(message.get("text")), *(_shared(payload) for kind, payload in kinds if kind in _SHARED)]
    return Inbound(
        sender,
        said_at=at,
        text="" if pressed else "\n".join(words for words in said if words),
        media=tuple(_media(kind, payload) for kind, payload in kinds if kind not in _SHARED),
        choice=pressed,
        replies_to=(answered,) if answered else (),
    )


def _pressed(sender: str, postback: Mapping[str, Any], at: datetime) -> Inbound:
    """Return the choice of one of our buttons; any other button of the page ("Get started") says that somebody came."""
    choice = code_of(words_of(postback.get("payload")))
    return Inbound(sender, said_at=at, choice=choice, contacted=Contacted.WROTE if choice else Contacted.CAME)


def _media(kind: str, payload: Mapping[str, Any]) -> Media:
    found = MediaKind.STICKER if payload.get("sticker_id") else _KINDS.get(kind, MediaKind.FILE)
    return Media(found, link=words_of(payload.get("url")), name=words_of(payload.get("title")))


def _shared(payload: Mapping[str, Any]) -> str:
    return f"{words_of(payload.get('title'))} {words_of(payload.get('url'))}".strip()


def _receipt(kind: ReceiptKind, said: Mapping[str, Any], sender: str, at: datetime) -> Receipt:
    """Return the receipt of one message; one that names none is of all that we sent to them up to its watermark."""
    if mid := id_of(said.get("mid")):
        return Receipt(kind, mid, at=at, code=kind.value)
    return Receipt(kind, to=sender, at=moment_of(said.get("watermark")), code=kind.value)


def _sender(item: Mapping[str, Any]) -> str:
    sender = id_of(part_of(item, "sender").get("id"))
    if not sender:
        raise Unreadable("sender")
    return sender


def _moment_or_none(item: Mapping[str, Any]) -> datetime | None:
    try:
        return moment_of(item.get("timestamp"))
    except Unreadable:
        return None


def _bytes(item: Mapping[str, Any]) -> bytes:
    return json.dumps(item).encode()


CHANNELS = (
    InboundChannel(
        name="messenger",
        channel=Channel.MESSENGER,
        authentic=authentic,
        split=split,
        read=read,
        verify=verify,
        has_buttons=True,
        fields=(
            Field("app_secret", "Khóa ứng dụng (App Secret)", "Application secret", is_secret=True),
            Field("verify_token", "Mã xác minh webhook", "Verify token", is_secret=True),
        ),
    ),
)
