"""What mail servers tell of letters of ours (RFC 3464): delivered, delayed, or returned."""

from collections.abc import Iterator
from email.message import Message

from hotline.core.inbound import Receipt, ReceiptKind
from hotline.core.letternames import our_id_in
from hotline.intake.letters.letter import Letter

_KINDS = {
    "failed": ReceiptKind.FAILED,
    "delayed": ReceiptKind.BUFFERED,
    "delivered": ReceiptKind.DELIVERED,
    "relayed": ReceiptKind.DELIVERED,
    "expanded": ReceiptKind.DELIVERED,
}


def receipt_of(letter: Letter) -> Receipt | None:
    """Return what became of the letter of ours that a report is about; None when it is about none.

    It is known by its Message-ID alone, which nobody can guess: whoever never had the letter cannot say that it came back.
    """
    ours, fields = "", dict[str, str]()
    for leaf in letter.parts():
        if leaf.type == "message/delivery-status":
            for name, value in _fields(leaf.part):
                fields.setdefault(name, value)
        elif leaf.type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"):
            ours = ours or _our_id(leaf.content() or leaf.part.as_bytes())
    kind = _KINDS.get(fields.get("action", "").lower().strip())
    if not ours or kind is None:
        return None
    return Receipt(kind, provider_id=ours, at=letter.date, code=fields.get("status", "").split(" ")[0][:20])


def _our_id(head: bytes) -> str:
    """Return our Message-ID in the head of a returned letter; empty when it has another."""
    return our_id_in(Letter.of_head(head).one("message-id"))


def _fields(part: "Message[str, str]") -> Iterator[tuple[str, str]]:
    """Yield the fields of each group of a status; Python reads the groups as letters within it."""
    groups = part.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if isinstance(group, Message):
            for name, value in group.items():
                yield name.lower(), " ".join(str(value).split())
