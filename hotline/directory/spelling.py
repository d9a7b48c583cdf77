"""An address taken apart: its syllables folded and written out, with their accents and the part they stand in."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.core.text import fold

SHORT_FORMS = {
    "p": "phuong", "f": "phuong", "x": "xa", "tt": "thi tran", "dk": "dac khu", "q": "quan", "h": "huyen",
    "tp": "thanh pho", "tx": "thi xa", "kp": "khu pho",
}  # fmt: skip
_GLUED = re.compile(r"([^\W\d_]+)(\d{1,2})")
_NUMBERED = frozenset({"p", "f", "q", "phuong", "quan", "kp"})
_TOWN_FORMS = {"tphcm": ("thanh pho", "hcm"), "tphue": ("thanh pho", "hue")}
_PIECES = re.compile(r"[^\W_]+")
_BREAKS = re.compile(r"[,;()\n]| - ")


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables of an address: `folded`, the marks on each, and the number of the part, between commas, it is of."""

    folded: tuple[str, ...]
    marks: tuple[str, ...]
    part: tuple[int, ...]

    @property
    def has_parts(self) -> bool:
        """Return whether commas or brackets part the address."""
        return bool(self.part) and self.part[0] != self.part[-1]

    def key(self, start: int, end: int) -> str:
        """Return the syllables from `start` before `end` as one word."""
        return "".join(self.folded[start:end])

    def accents(self, start: int, end: int) -> tuple[str, ...]:
        """Return the marks of the syllables from `start` before `end`."""
        return self.marks[start:end]

    def says_kind(self, start: int, end: int) -> bool:
        """Return whether the syllables are words for a kind of area: "phường" or "phuong", and not "phương"."""
        pairs = zip(self.folded[start:end], self.marks[start:end], strict=True)
        return all(not marks or marks == _KIND_MARKS.get(syllable, marks) for syllable, marks in pairs)

    def windows(self, longest: int) -> Iterator[tuple[int, int, str]]:
        """Give every run of up to `longest` syllables as start, end, and one word."""
        for start in range(len(self.folded)):
            key = ""
            for end in range(start, min(start + longest, len(self.folded))):
                key += self.folded[end]
                yield start, end + 1, key


def spelled_out(words: str) -> Syllables:
    """Return an address or a name in syllables, abbreviations written out, leading zeros gone."""
    folded: list[str] = []
    marks: list[str] = []
    parts: list[int] = []
    for number, part in enumerate(_BREAKS.split(unicodedata.normalize("NFC", words))):
        for piece in _PIECES.findall(part):
            for syllable, accents in _syllables(piece):
                folded.append(syllable)
                marks.append(accents)
                parts.append(number)
    return Syllables(tuple(folded), tuple(marks), tuple(parts))


def _syllables(piece: str) -> Iterator[tuple[str, str]]:
    plain = fold(piece)
    glued = _GLUED.fullmatch(plain)
    if glued and glued[1] in _NUMBERED:
        for one in (glued[1], glued[2]):
            yield from _syllables(one)
    elif plain in _TOWN_FORMS:
        for words in _TOWN_FORMS[plain]:
            yield from ((word, "") for word in words.split())
    elif plain in SHORT_FORMS:
        yield from ((word, "") for word in SHORT_FORMS[plain].split())
    else:
        yield (plain.lstrip("0") or "0") if plain.isdecimal() else plain, _marks(piece)


def _marks(piece: str) -> str:
    """Return the marks on a syllable in a fixed order, so that hoà and hòa have the same; đ counts as marked."""
    found = [letter for letter in unicodedata.normalize("NFD", piece.lower()) if unicodedata.combining(letter) or letter == "đ"]
    return "".join(sorted(found))


_KIND_MARKS = {fold(word): _marks(word) for word in ("phường", "xã", "thị", "trấn", "đặc", "huyện")}
