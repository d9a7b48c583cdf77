"""SMS by Kannel 1.4 (bearerbox and smsbox): its smsbox asks for our address with everything in the query.

    group = sms-service
    keyword = default
    catch-all = true
    concatenation = true
    max-messages = 0
    get-url = "https://OUR.ADDRESS/in/kannel/?key=KEY&id=%I&from=%p&to=%P&at=%T&charset=%C&text=%b"

and in the group of the SMSC, or in group = core, `sms-combine-concatenated-mo = true`. Text comes in the charset that %C names:
UTF-16BE for what telephones write in Vietnamese. Receipts come to the address that our sender gives with each message. Nothing
is signed: the key in the address is all that Kannel can show.
"""

import re
import unicodedata
from datetime import UTC, datetime
from urllib.parse import unquote_to_bytes

from hotline.core.channels import Field, Setup
from hotline.core.facts import Channel
from hotline.core.inbound import Inbound, Receipt, ReceiptKind, Unreadable
from hotline.core.vietcharsets import decoded_vietnamese
from hotline.intake.payload import require_same, secret_of
from hotline.intake.port import DeliveryRefused, InboundChannel, Piece, RawRequest, Refusal

_KEY = "key"
_WORDS = re.compile(r"\b(?:stat|err):(\w+)")
_CHARSETS = {"utf-16be": "utf-16-be", "utf-8": "utf-8", "gsm": "utf-8", "": "utf-8", "binary": "", "us-ascii": "ascii"}
_STATES = {
    "1": ReceiptKind.DELIVERED,
    "2": ReceiptKind.FAILED,
    "4": ReceiptKind.BUFFERED,
    "8": ReceiptKind.BUFFERED,
    "16": ReceiptKind.FAILED,
    "32": ReceiptKind.BUFFERED,
}


def authentic(request: RawRequest, setup: Setup, _now: datetime) -> None:
    """Check the key in the address. Raises DeliveryRefused."""
    shown = _asked(request.query).get(_KEY, b"")
    if not shown:
        raise DeliveryRefused(Refusal.UNSIGNED)
    require_same(secret_of(setup, _KEY).hex(), shown.hex())


def split(request: RawRequest) -> tuple[Piece, ...]:
    """Return the one delivery, without the key. Raises Unreadable."""
    said = _asked(request.query)
    body = "&".join(pair for pair in request.query.split("&") if pair.partition("=")[0] != _KEY).encode()
    if "dlr" in said:
        return (Piece(f"dlr:{_text(said, 'ours')}:{_text(said, 'dlr')}", body),)
    id_ = _text(said, "id")
    if not id_:
        raise Unreadable("id")
    return (Piece(f"message:{id_}", body, sender=number_of(_text(said, "from")), said_at=_moment(said)),)


def read(body: bytes) -> Inbound | Receipt:
    """Return the message or the receipt. Raises Unreadable."""
    said = _asked(body.decode("ascii", "replace"))
    return _receipt(said) if "dlr" in said else _inbound(said)


def number_of(source: str) -> str:
    """Return the number with its plus, which may be missing, or have become a space on its way."""
    digits = source.strip().removeprefix("+")
    return f"+{digits}" if digits.startswith("84") and len(digits) > 9 else source.strip()


def _inbound(said: dict[str, bytes]) -> Inbound:
    charset = _CHARSETS.get(_text(said, "charset").lower(), _text(said, "charset"))
    if not charset:
        raise Unreadable("binary")
    raw = said.get("text", b"")
    text = decoded_vietnamese(raw, charset)
    try:
        text = raw.decode(charset) if text is None else text
    except (LookupError, ValueError) as error:
        raise Unreadable("charset") from error
    return Inbound(number_of(_text(said, "from")), said_at=_moment(said), text=unicodedata.normalize("NFC", text))


def _receipt(said: dict[str, bytes]) -> Receipt:
    ours, state = _text(said, "ours"), _text(said, "dlr")
    if not (ours.isascii() and ours.isdecimal()) or state not in _STATES:
        raise Unreadable("receipt")
    words = " ".join(_WORDS.findall(_text(said, "reply")))  # not the rest of the centre's receipt, which quotes the message
    return Receipt(_STATES[state], ours=int(ours), code=f"dlr {state} {words}".strip())


def _asked(query: str) -> dict[str, bytes]:
    pairs = (pair.partition("=") for pair in query.split("&"))
    return {name: unquote_to_bytes(value.replace("+", " ")) for name, _equals, value in pairs}


def _text(said: dict[str, bytes], name: str) -> str:
    return said.get(name, b"").decode("utf-8", "replace")


def _moment(said: dict[str, bytes]) -> datetime | None:
    seconds = _text(said, "at")
    try:
        return datetime.fromtimestamp(int(seconds), UTC) if seconds.isascii() and seconds.isdecimal() else None
    except (ValueError, OverflowError, OSError):
        return None


CHANNELS = (
    InboundChannel(
        name="kannel",
        channel=Channel.SMS,
        authentic=authentic,
        split=split,
        read=read,
        delivers_by_get=True,
        fields=(Field(_KEY, "Khóa trong địa chỉ nhận tin", "Key in the address that receives", is_secret=True),),
    ),
)
