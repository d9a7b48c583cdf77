"""How an SMS is counted, and how it is written without accents where that halves its price."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from hotline.core import gsm

_PLAIN = str.maketrans("đĐ–—−‘’“”·\u00a0", "dD---''\"\"- ", "")


def gsm_length(text: str) -> int:
    """Return how many GSM-7 letters a text takes; some signs take two."""
    return len(text) + sum(character in gsm.DOUBLE for character in text)


def ucs2_length(text: str) -> int:
    """Return how many UCS-2 letters a text takes; most emoji take two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What an SMS is written in, and how many of its letters fit: in `one` part, or in each of `several`."""

    one: int
    several: int
    length: Callable[[str], int]

    def parts(self, text: str) -> int:
        """Return how many parts a text takes."""
        length = self.length(text)
        return 1 if length <= self.one else -(-length // self.several)

    def room(self, parts: int) -> int:
        """Return how many letters fit into so many parts."""
        return self.one if parts == 1 else self.several * parts


GSM, UCS2 = Alphabet(160, 153, gsm_length), Alphabet(70, 67, ucs2_length)


def alphabet_of(text: str) -> Alphabet:
    """Return the cheaper alphabet if every character is one of its own, else the one that has them all."""
    return GSM if all(character in gsm.LETTERS or character in gsm.DOUBLE for character in text) else UCS2


def sms_parts(text: str) -> int:
    """Return how many parts an SMS takes, as an operator bills them."""
    return alphabet_of(text).parts(text)


def without_accents(text: str) -> str:
    """Return Vietnamese "không dấu", typographic signs made plain: "Đã nhận – cảm ơn…" as "Da nhan - cam on..."."""
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN).replace("…", "...")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
