"""Reads text as people type it: compares without accents, cleans what is hostile, shortens, and puts in order."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")
STROKED_D = str.maketrans("ÐðƉɖ", "ĐđĐđ")
"""Letters of other alphabets that look like Đ and đ, and that old keyboards wrote for them."""

_INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_MARKS_IN_A_ROW = 4


class TextTooLong(Exception):
    """Text with more characters than it may have: `limit` is the most that is accepted."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(f"longer than {limit} characters")
        self.limit = limit


class _FoldTable(dict[int, str]):
    """Folds one character at a time and remembers what came out; the whole of Unicode fits in a few megabytes."""

    def __init__(self) -> None:
        self.uneven: set[str] = set()  # characters met that fold to nothing or to several

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded


class _CleanTable(dict[int, str | None]):
    """Says for one character what stays of it: itself, a space, or nothing."""

    def __missing__(self, code: int) -> str | None:
        kept = _kept(chr(code))
        self[code] = kept
        return kept


_FOLD = _FoldTable()
_CLEAN = _CleanTable()


def fold(text: str) -> str:
    """Return `text` as it is compared: lower case, đ as d, no accents, no invisible characters.

    Precomposed, decomposed and mixed spellings (hoà, hòa, hòa) come out the same. Letters and digits of decorative alphabets
    (𝐂𝐡á𝐲) become plain ones. Spaces and punctuation stay.
    """
    return unicodedata.normalize("NFC", text).translate(_FOLD)


def fold_with_origins(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text and, for each of its characters, the index in `text` it came from."""
    folded = text.translate(_FOLD)
    if _FOLD.uneven.isdisjoint(text):
        return folded, range(len(text))
    return folded, [index for index, character in enumerate(text) for _ in _FOLD[ord(character)]]


def clean(text: str, *, limit: int) -> str:
    """Return `text` fit to be kept and shown: NFC, plain line ends, nothing invisible that could deceive a reader.

    Gone are NUL and other controls, bidirectional overrides, zero-width and tag characters, lone surrogates, private
    and unassigned characters, more than four accents on a letter, blank lines after the first, spaces at line ends.
    Line breaks of every kind become "\\n", tabs and other spaces a plain space. Cleaning twice changes nothing.
    Raises TextTooLong when more than `limit` characters are left, or when there were so many that looking is a waste.
    """
    if len(text) > 8 * limit + 64:
        raise TextTooLong(limit=limit)
    plain = _BREAKS.sub("\n", text).translate(_CLEAN)
    plain = _thin_marks(unicodedata.normalize("NFC", plain))
    plain = "\n".join(line.rstrip(" ") for line in plain.split("\n"))
    plain = _BLANK_LINES.sub("\n\n", plain).strip(" \n")
    if len(plain) > limit:
        raise TextTooLong(limit=limit)
    return plain


def clean_line(text: str, *, limit: int) -> str:
    """Return `text` cleaned as by `clean` and brought onto one line with single spaces. Raises TextTooLong."""
    return " ".join(clean(text, limit=limit).split())


def line_count(text: str) -> int:
    """Return how many lines cleaned text has; none when it is empty."""
    return text.count("\n") + 1 if text else 0


def shorten(text: str, *, width: int) -> str:
    """Return `text` on one line of at most `width` characters, cut between words and ended by "…".

    A word longer than the line is cut inside, never between a letter and its accent. `width` is at least 1.
    """
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut = line[: width - 1]
    if line[width - 1] != " " and " " in cut:
        cut = cut[: cut.rindex(" ")]
    elif unicodedata.combining(line[width - 1]):
        cut = _without_last_letter(cut)
    return cut.rstrip(" ,;:.–-") + "…"


def _fold_character(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return ""
    plain = unicodedata.normalize("NFKD", character) if character.isalnum() else unicodedata.normalize("NFD", character)
    stripped = "".join(c for c in plain.lower() if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return unicodedata.normalize("NFC", stripped).translate(STROKED_D).replace("đ", "d")


def _kept(character: str) -> str | None:
    category = unicodedata.category(character)
    if character == "\n":
        return character
    if character == "\t" or category == "Zs":
        return " "
    if category[0] == "C" or character in _INVISIBLE_LETTERS:
        return None
    return character


def _thin_marks(text: str) -> str:
    """Keep at most four combining marks in a row: Vietnamese needs none after NFC, Khmer and Chăm up to four."""
    if not any(map(unicodedata.combining, text)):
        return text
    return "".join(_thinned(text))


def _thinned(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            yield character


def _without_last_letter(text: str) -> str:
    end = len(text)
    while end and unicodedata.combining(text[end - 1]):
        end -= 1
    return text[: max(end - 1, 0)]
