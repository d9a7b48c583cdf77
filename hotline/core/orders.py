"""Single words by which people steer a written channel: HỦY, STOP, TRỢ GIÚP, the state of a case. The words are the profile's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hotline.core.phonecodes import is_like_number
from hotline.core.text import fold

_LONGEST = 80


class Order(StrEnum):
    """What a message that is one of the profile's words asks of us."""

    STOP = "stop"
    START = "start"
    CANCEL = "cancel"
    HELP = "help"
    STATE = "state"
    NEW = "new"
    NOT_DONE = "not_done"
    SKIP = "skip"
    OTHER = "other"
    PHONE = "phone"
    GREET = "greet"


TAKES_WORDS = frozenset({Order.STATE, Order.NEW, Order.NOT_DONE, Order.PHONE})
"""Behind these more may follow: a reference, the report itself, what is not done, a telephone number.

The others are the whole message; so is a word for a telephone with no number behind it, which else begins a report.
"""


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order and what stood behind it, as it was typed."""

    order: Order
    rest: str = ""


def read_order(text: str, words: Mapping[Order, Sequence[str]]) -> Ordered | None:
    """Return the order that a message is, with or without tones, in whatever case; None for a message that is none.

    "HUY", "hủy!", "Huỷ" are one word; "hủy hợp đồng" is a sentence. The longest of the profile's words is meant.
    """
    typed = " ".join(text.split())
    plain = _plain(typed)
    if typed == "?":
        return Ordered(Order.HELP)
    found = [(len(word), order, word) for order, several in words.items() for word in map(_plain, several) if word]
    for length, order, word in sorted(found, key=lambda one: (-one[0], one[1])):
        if plain == word and len(typed) <= _LONGEST:
            return Ordered(order)
        if order in TAKES_WORDS and plain.startswith(word) and not plain[length : length + 1].isalnum():
            rest = _behind(typed, word)
            if order is not Order.PHONE or is_like_number(rest):
                return Ordered(order, rest)
    return None


def _plain(text: str) -> str:
    """Return the text as it is compared, from its first letter or digit to its last."""
    folded = fold(text)
    begins = next((at for at, letter in enumerate(folded) if letter.isalnum()), len(folded))
    ends = next((at for at in range(len(folded), begins, -1) if folded[at - 1].isalnum()), begins)
    return folded[begins:ends]


def _behind(typed: str, word: str) -> str:
    """Return what stands behind as many words as the order has, without the sign that parts them."""
    rest = typed.split()[len(word.split()) :]
    return " ".join(rest).lstrip(" :,.;-–").strip()
