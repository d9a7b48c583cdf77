"""Shows bytes that nobody understood to a person: as text where they are some, every sign visible that could deceive, cut."""

import unicodedata
from dataclasses import dataclass

MOST_LETTERS = 20_000
_MOST_BYTES = 4 * MOST_LETTERS
_PLAIN = frozenset("\n\t ")


@dataclass(frozen=True, slots=True)
class RawText:
    """What is shown of the bytes. `size`: how many there are in all; `is_cut`: more than is shown; `is_text`: read as UTF-8."""

    text: str
    size: int
    is_cut: bool
    is_text: bool


def raw_text(body: bytes) -> RawText:
    """Return bytes as a page may show them. What is no UTF-8 stands as \\xNN, what is invisible or turns the line as \\u….

    Nothing is decoded further, neither base64 nor markup: what is shown is what came.
    """
    piece = body[:_MOST_BYTES]
    try:
        text, is_text = body.decode(), True
    except UnicodeDecodeError:
        text, is_text = piece.decode(errors="backslashreplace"), False
    plain = text.replace("\r\n", "\n")
    shown = "".join(map(_visible, plain[:MOST_LETTERS]))
    is_cut = len(plain) > MOST_LETTERS or (not is_text and len(body) > len(piece))
    return RawText(shown, len(body), is_cut=is_cut, is_text=is_text)


def _visible(letter: str) -> str:
    if letter in _PLAIN or not unicodedata.category(letter).startswith(("C", "Z")):
        return letter
    return f"\\u{ord(letter):04x}"
