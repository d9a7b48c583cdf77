"""SMS by a gateway's HTTP interface: receipts, and what people write to a short number, as its file of data says.

The key in the address is all that most of them can show; what a gateway signs is checked by its signature instead.
"""

import base64
import hashlib
import json
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qsl

from hotline.core.channels import Setup
from hotline.core.facts import Channel
from hotline.core.inbound import Inbound, Receipt, ReceiptKind, Unreadable
from hotline.directory.gateways import Gateway, Messages, Receipts, Signature, gateways
from hotline.intake.payload import object_of, require_same, secret_of
from hotline.intake.port import DeliveryRefused, InboundChannel, Piece, RawRequest, Refusal

_KEY = "key"
_AGAIN_WITHIN = 900
"""Seconds within which the same words of the same person are a repeat, where the gateway gives its deliveries no names."""


@dataclass(frozen=True, slots=True)
class _Way:
    """The channel of one gateway."""

    gateway: Gateway

    def authentic(self, request: RawRequest, setup: Setup, _now: datetime) -> None:
        """Check the signature of a message, or the key in the address. Raises DeliveryRefused."""
        asked = _query(request.query)
        messages = self.gateway.messages
        if messages and messages.signature and messages.signature.value in asked:
            ours = _signed(asked, messages.signature, secret_of(setup, messages.signature.key))
            require_same(ours.encode().hex(), asked[messages.signature.value].encode().hex())
            return
        if self._is_message(asked) and messages and messages.signature:
            raise DeliveryRefused(Refusal.UNSIGNED)
        if not asked.get(_KEY):
            raise DeliveryRefused(Refusal.UNSIGNED)
        require_same(secret_of(setup, _KEY).hex(), asked[_KEY].encode().hex())

    def split(self, request: RawRequest) -> tuple[Piece, ...]:
        """Return the one delivery, without the key. Raises Unreadable."""
        said = self._said_in(request)
        body = json.dumps({name: value for name, value in said.items() if name != _KEY}).encode()
        if (receipts := self.gateway.receipts) and _has(said, receipts.has):
            which = f"{said.get(receipts.id, '')}:{said.get(receipts.ours, '')}:{said.get(receipts.state, '')}"
            return (Piece(f"receipt:{which}", body),)
        if (messages := self.gateway.messages) and _has(said, messages.has):
            named = (
                "\n".join(said.get(name, "") for name in messages.id)
                if messages.id
                else f"{body!r}{time.time() // _AGAIN_WITHIN}"
            )
            return (Piece(f"message:{sha256(named.encode()).hexdigest()}", body, sender=_number(said, messages)),)
        raise Unreadable("shape")

    def read(self, body: bytes) -> Inbound | Receipt:
        """Return the message or the receipt. Raises Unreadable."""
        said = {name: value for name, value in object_of(body).items() if isinstance(value, str)}
        if (receipts := self.gateway.receipts) and _has(said, receipts.has):
            return _receipt(said, receipts)
        if (messages := self.gateway.messages) and _has(said, messages.has):
            return Inbound(_number(said, messages), text=unicodedata.normalize("NFC", said.get(messages.text, "")))
        raise Unreadable("shape")

    def _said_in(self, request: RawRequest) -> dict[str, str]:
        if self.gateway.delivers == "get":
            return _query(request.query)
        whole = object_of(request.body).items()
        return {name: str(value) for name, value in whole if isinstance(value, (str, int)) and not isinstance(value, bool)}

    def _is_message(self, said: Mapping[str, str]) -> bool:
        receipts, messages = self.gateway.receipts, self.gateway.messages
        is_receipt = receipts is not None and _has(said, receipts.has)
        return messages is not None and not is_receipt and _has(said, messages.has)


def _query(query: str) -> dict[str, str]:
    return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=100))


def _has(said: Mapping[str, str], has: Mapping[str, str]) -> bool:
    return all(name in said and (not value or said[name] == value) for name, value in has.items())


def _signed(said: Mapping[str, str], signature: Signature, key: bytes) -> str:
    words = "".join(said.get(name, "") for name in signature.of).encode() + key
    return base64.b64encode(hashlib.md5(words, usedforsecurity=False).digest()).decode()


def _number(said: Mapping[str, str], messages: Messages) -> str:
    digits = said.get(messages.sender, "").strip().removeprefix("+")
    return f"+{digits}" if digits.startswith("84") and len(digits) > 9 else digits


def _receipt(said: Mapping[str, str], receipts: Receipts) -> Receipt:
    state, id_ = said.get(receipts.state, ""), said.get(receipts.id, "")
    ours = said.get(receipts.ours, "").partition("-")[0]
    number = int(ours) if ours.isascii() and ours.isdecimal() and len(ours) < 19 else None
    if not state or not (id_ or number):
        raise Unreadable("receipt")
    return Receipt(_kind(said, receipts, state), provider_id=id_, ours=number, code=state)


def _kind(said: Mapping[str, str], receipts: Receipts, state: str) -> ReceiptKind:
    if state in receipts.delivered:
        return ReceiptKind.FAILED if receipts.unless and said.get(receipts.unless) == "0" else ReceiptKind.DELIVERED
    over = receipts.failed_from is not None and state.isascii() and state.isdecimal() and int(state) >= receipts.failed_from
    return ReceiptKind.FAILED if state in receipts.failed or over else ReceiptKind.BUFFERED


def _channel(gateway: Gateway) -> InboundChannel:
    way = _Way(gateway)
    return InboundChannel(
        name=gateway.name,
        channel=Channel.SMS,
        authentic=way.authentic,
        split=way.split,
        read=way.read,
        delivers_by_get=gateway.delivers == "get",
    )


CHANNELS = tuple(_channel(gateway) for gateway in gateways().values() if gateway.delivers)
