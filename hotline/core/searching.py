"""Reads Vietnamese to be searched: with accents as it was written, without as people type it in a hurry.

Each word of a text stands three ways in PostgreSQL's `tsvector`: folded ("duong"), with its accents ("đương" and the tone
behind it, so that hoà and hòa are one), and, when it was written without any, marked as such ("=duong"). Somebody who types
no accents finds everything that folds alike; somebody who types them finds what they mean, and what was written without.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hotline.core.text import STROKED_D, fold

_WORD = re.compile(r"[^\W_]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng
_QUOTED = re.compile(r'"([^"]*)"')
LONGEST_WORD = 40
MOST_WORDS = 12
MOST_POSITIONS = 16_000  # a tsvector counts no further


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, as `tsquery` reads it; `is_typed_plain`: without any accent."""

    tsquery: str
    is_typed_plain: bool


def document(texts: Iterable[str]) -> str:
    """Return texts as `tsvector` reads them. A word of one text never stands beside a word of the next."""
    places: dict[str, list[int]] = {}
    position = 0
    for text in texts:
        for word in _words(text):
            position += 1
            if position <= MOST_POSITIONS:
                for lexeme in _lexemes(word):
                    places.setdefault(lexeme, []).append(position)
        position += 1
    return " ".join(f"'{lexeme}':{','.join(map(str, found[:255]))}" for lexeme, found in places.items())


def query(typed: str) -> Query | None:
    """Return what to look for: every word, in any order; words between quotes in that order. None when there is no word.

    Words after the twelfth are left out.
    """
    plain = fold(typed) == _accented(typed)
    phrases = [list(_words(piece)) for piece in _QUOTED.findall(typed)]
    loose = [[word] for word in _words(_QUOTED.sub(" ", typed))]
    left, sought = MOST_WORDS, []
    for phrase in [*phrases, *loose]:
        if kept := phrase[:left]:
            left -= len(kept)
            sought.append(_phrase(kept, typed_plain=plain))
    return Query(" & ".join(dict.fromkeys(sought)), plain) if sought else None


def _phrase(words: Sequence[str], *, typed_plain: bool) -> str:
    return "(" + " <-> ".join(_sought(word, typed_plain=typed_plain) for word in words) + ")"


def _sought(word: str, *, typed_plain: bool) -> str:
    folded = fold(word)
    if typed_plain:
        return f"'{folded}'"
    accented = _accented(word)
    # Whoever types accents at all, writes a word without any because it has none.
    return f"'={folded}'" if accented == folded else f"('{accented}' | '={folded}')"


def _lexemes(word: str) -> tuple[str, str]:
    folded, accented = fold(word), _accented(word)
    return folded, f"={folded}" if accented == folded else accented


def _words(text: str) -> Iterator[str]:
    """Give the words, lower case and composed; one that is longer than any word is cut. Of nothing but marks: none."""
    for found in _WORD.finditer(unicodedata.normalize("NFC", text).translate(STROKED_D).lower()):
        word = found.group()[:LONGEST_WORD]
        if fold(word):
            yield word


def _accented(word: str) -> str:
    """Return a word with its tone at the end, wherever in it the tone was written."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", word).translate(STROKED_D).lower())
    tones = "".join(letter for letter in letters if letter in _TONES)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES)) + tones
