"""A long SMS travels in parts: cutting one, and knowing the parts of another by their headers (3GPP TS 23.040, 9.2.3.24)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hotline.core import gsm

GSM_CODING, UCS2_CODING = 0x00, 0x08
_ONE_GSM, _SEVERAL_GSM = 160, 153  # letters; a header takes the room of seven
_ONE_UCS2, _SEVERAL_UCS2 = 140, 134  # octets
_SHORT_REFERENCE, _LONG_REFERENCE = 0x00, 0x08  # the information elements of a concatenated message
MOST_PARTS, _MOST_REFERENCE = 255, 0xFFFF


class TooLong(ValueError):
    """The text needs more parts than a header can count."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it goes over the air: its `coding`, and its octets, which begin with a header when `has_header`."""

    coding: int
    octets: bytes
    has_header: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of which message: `number` of `total`, from 1; `reference` is the sender's, and comes again soon."""

    reference: int
    total: int
    number: int


WHOLE = Place(reference=0, total=1, number=1)


def parts_of(text: str, *, reference: int) -> tuple[Part, ...]:
    """Return the parts of a text, in the cheaper alphabet that has all its letters. Raises TooLong.

    Nothing that belongs together is torn: no escaped letter, no surrogate pair. `reference` is what is left of it by 256:
    made of the message's own number, a repeat is known to the telephone as the same.
    """
    if all(letter in gsm.LETTERS or letter in gsm.DOUBLE for letter in text):
        pieces, coding = [gsm.encoded(letter) for letter in text], GSM_CODING
        one, several = _ONE_GSM, _SEVERAL_GSM
    else:
        pieces, coding = [letter.encode("utf-16-be", "replace") for letter in text], UCS2_CODING
        one, several = _ONE_UCS2, _SEVERAL_UCS2
    if sum(map(len, pieces)) <= one:
        return (Part(coding, b"".join(pieces), has_header=False),)
    cut = list(_filled(pieces, several))
    if len(cut) > MOST_PARTS:
        raise TooLong(len(cut))
    header = bytes([5, _SHORT_REFERENCE, 3, reference % 256, len(cut)])
    return tuple(Part(coding, header + bytes([number]) + octets, has_header=True) for number, octets in enumerate(cut, 1))


def parted(octets: bytes) -> tuple[Place, bytes]:
    """Return which part these octets, which begin with a header, are, and what follows it. Raises ValueError.

    Elements of other kinds (ports, fonts) are passed over; what says nothing of parts is a whole message.
    """
    if not octets or octets[0] + 1 > len(octets):
        raise ValueError("the header is longer than the message")
    header, rest = octets[1 : octets[0] + 1], octets[octets[0] + 1 :]
    at, place = 0, WHOLE
    while at + 2 <= len(header):
        element, length = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + length]
        if element == _SHORT_REFERENCE and len(value) == 3:
            place = Place(value[0], value[1], value[2])
        elif element == _LONG_REFERENCE and len(value) == 4:
            place = Place(int.from_bytes(value[:2]), value[2], value[3])
        at += 2 + length
    return checked(place), rest


def checked(place: Place) -> Place:
    """Return a place that can be. Raises ValueError for part 4 of 3, none of none, or numbers that no header holds."""
    if not 1 <= place.number <= place.total <= MOST_PARTS or place.reference > _MOST_REFERENCE:
        raise ValueError("no such part")
    return place


def joined(texts: Mapping[int, str], total: int) -> str:
    """Return what the parts say together; a part that never came is named where it is missing."""
    said = (texts.get(number, f"[thiếu phần {number}/{total}]") for number in range(1, total + 1))
    return "".join(said) if len(texts) == total else " ".join(said)


def _filled(pieces: list[bytes], room: int) -> Iterator[bytes]:
    part = bytearray()
    for piece in pieces:
        if len(part) + len(piece) > room:
            yield bytes(part)
            part = bytearray()
        part += piece
    yield bytes(part)
