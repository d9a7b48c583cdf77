"""SMS from the city's own connection to an SMSC (SMPP 3.4). Nothing comes by HTTP: `hotline.intake.shortmessages` keeps it.

A delivery is JSON: `{"of": 3, "parts": {"1": HEX, "3": HEX}}`, each the deliver_sm as it came; one that is missing never came.
A receipt is `{"receipt": HEX}`.
"""

import json
from collections.abc import Mapping
from typing import Any

from hotline.core.facts import Channel
from hotline.core.inbound import Inbound, Receipt, ReceiptKind, Unreadable
from hotline.core.smsparts import joined
from hotline.intake.deliversm import delivered, receipt_of, text_of
from hotline.intake.port import InboundChannel

_KINDS: Mapping[str, ReceiptKind] = {
    "DELIVRD": ReceiptKind.DELIVERED,
    "ENROUTE": ReceiptKind.BUFFERED,
    "ACCEPTD": ReceiptKind.BUFFERED,
    "SCHEDUL": ReceiptKind.BUFFERED,
    "EXPIRED": ReceiptKind.FAILED,
    "DELETED": ReceiptKind.FAILED,
    "UNDELIV": ReceiptKind.FAILED,
    "REJECTD": ReceiptKind.FAILED,
    "UNKNOWN": ReceiptKind.BUFFERED,
}


def read(body: bytes) -> Inbound | Receipt:
    """Return the message or the receipt. Raises Unreadable."""
    try:
        said: Mapping[str, Any] = json.loads(body)
        if "receipt" in said:
            return _receipt(bytes.fromhex(said["receipt"]))
        return _inbound(int(said["of"]), {int(number): bytes.fromhex(pdu) for number, pdu in said["parts"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable("shape") from error


def _inbound(total: int, pdus: Mapping[int, bytes]) -> Inbound:
    parts = {number: delivered(pdu) for number, pdu in pdus.items()}
    if not parts:
        raise Unreadable("shape")
    text = joined({number: text_of(part) for number, part in parts.items()}, total)
    return Inbound(sender=number_of(next(iter(parts.values())).source), text=text)


def _receipt(pdu: bytes) -> Receipt:
    words = receipt_of(delivered(pdu))
    kind = _KINDS.get(words.state)
    if kind is None:
        raise Unreadable("receipt_state")
    code = f"{words.state} {words.error}".strip()
    return Receipt(kind, provider_id=words.message, code=code)


def number_of(source: str) -> str:
    """Return the number with its plus: centres write 84 where people write +84 or 0."""
    return f"+{source}" if source.isdecimal() and source.startswith("84") and len(source) > 9 else source


CHANNELS = (
    InboundChannel(
        name="smpp",
        channel=Channel.SMS,
        read=read,
    ),
)
