"""Reads a deliver_sm, the PDU by which an SMSC hands over a message or a receipt (SMPP 3.4, 4.6.1), as telephones really send it.

aiosmpplib's reader is not used here: it refuses what our side must keep (unknown values, vendors' own tags), and misreads
references of 16 bits.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from struct import error as NotStruct  # noqa: N812 - it reads as the fact that it is
from struct import unpack_from

from hotline.core import gsm
from hotline.core.inbound import Unreadable
from hotline.core.smsparts import WHOLE, Place, checked, parted

_HEADER = 16
_PAYLOAD, _RECEIPTED, _STATE = 0x0424, 0x001E, 0x0427
_REFERENCE, _TOTAL, _NUMBER = 0x020C, 0x020E, 0x020F  # sar_*
_HAS_HEADER, _KIND, _IS_RECEIPT = 0x40, 0x3C, 0x04
_CODECS = {0x01: "ascii", 0x03: "latin-1", 0x08: "utf-16-be"}
_GSM_CODINGS = frozenset({0x00, 0x01})  # what a centre calls plain is its own alphabet, ASCII or this one: for letters the same
_STATES = ("", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD")  # 5.2.28
_WORD = {name: re.compile(rf"\b{name}:(\S+)", re.IGNORECASE) for name in ("id", "stat", "err")}


@dataclass(frozen=True, slots=True)
class Delivered:
    """What an SMSC handed over: who says it to whom, its octets without their header, which part it is."""

    source: str
    destination: str
    coding: int
    octets: bytes
    place: Place
    is_receipt: bool
    tags: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """What a receipt says: the centre's id of the message, its state and error as written there.

    Not its "done date": nobody says in whose zone that is.
    """

    message: str
    state: str
    error: str = ""


def delivered(pdu: bytes) -> Delivered:
    """Return what a deliver_sm says. Raises Unreadable."""
    try:
        return _delivered(pdu)
    except (NotStruct, ValueError, IndexError) as error:
        raise Unreadable("deliver_sm") from error


def text_of(said: Delivered) -> str:
    """Return the text, NFC. Raises Unreadable for octets that are no text."""
    kind = _alphabet(said.coding)
    if kind is None:
        raise Unreadable("coding")
    if kind == "gsm":
        return unicodedata.normalize("NFC", gsm.decoded(said.octets))
    octets = said.octets[: len(said.octets) // 2 * 2] if kind == "utf-16-be" else said.octets
    return unicodedata.normalize("NFC", octets.decode(kind, "replace"))


def receipt_of(said: Delivered) -> ReceiptWords:
    """Return what a receipt says (appendix B: the usual words; else the tags of 3.4). Raises Unreadable if of no message."""
    words = said.octets.decode("latin-1")
    found = {name: match[1] for name, pattern in _WORD.items() if (match := pattern.search(words))}
    state = said.tags.get(_STATE, b"")
    message = said.tags.get(_RECEIPTED, b"").rstrip(b"\0").decode("latin-1") or found.get("id", "")
    if not message:
        raise Unreadable("receipt")
    number = state[0] if state else 0
    known = _STATES[number] if number < len(_STATES) else ""
    return ReceiptWords(message, found.get("stat", known).upper(), found.get("err", ""))


def _delivered(pdu: bytes) -> Delivered:
    (length,) = unpack_from("!I", pdu)
    if length != len(pdu) or length < _HEADER:
        raise ValueError("length")
    at = pdu.index(0, _HEADER) + 1 + 2
    source, at = _text(pdu, at)
    destination, at = _text(pdu, at + 2)
    kind = pdu[at]
    _schedule, at = _text(pdu, at + 3)
    _validity, at = _text(pdu, at)
    coding, length = pdu[at + 2], pdu[at + 4]
    octets = _exactly(pdu, at + 5, length)
    tags = _tags(pdu, at + 5 + length)
    octets = octets or tags.get(_PAYLOAD, b"")
    place, octets = parted(octets) if kind & _HAS_HEADER else (_place(tags), octets)
    return Delivered(source, destination, coding, octets, place, kind & _KIND == _IS_RECEIPT, tags)


def _place(tags: Mapping[int, bytes]) -> Place:
    if not all(tag in tags for tag in (_REFERENCE, _TOTAL, _NUMBER)):
        return WHOLE
    return checked(Place(*(int.from_bytes(tags[tag]) for tag in (_REFERENCE, _TOTAL, _NUMBER))))


def _tags(pdu: bytes, at: int) -> Mapping[int, bytes]:
    tags = {}
    while at < len(pdu):
        tag, length = unpack_from("!HH", pdu, at)
        tags[tag] = _exactly(pdu, at + 4, length)
        at += 4 + length
    return tags


def _text(pdu: bytes, at: int) -> tuple[str, int]:
    end = pdu.index(0, at)
    return pdu[at:end].decode("ascii"), end + 1


def _exactly(pdu: bytes, at: int, length: int) -> bytes:
    octets = pdu[at : at + length]
    if len(octets) != length:
        raise ValueError("shorter than it says")
    return octets


def _alphabet(coding: int) -> str | None:
    """Return what octets are written in, by data_coding (5.2.19) or the groups of 3GPP TS 23.038, 4; None for what is no text."""
    if coding in _GSM_CODINGS:
        return "gsm"
    if coding in _CODECS:
        return _CODECS[coding]
    group, alphabet = coding >> 4, coding >> 2 & 0x03
    if group in (0xC, 0xD) or (group == 0xF and not coding & 0x04):
        return "gsm"
    if group == 0xE:
        return "utf-16-be"
    return {0: "gsm", 2: "utf-16-be"}.get(alphabet) if group < 4 and coding > 0x0F else None
