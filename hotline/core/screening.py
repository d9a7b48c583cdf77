"""Finds words that make a person look: of matters the hotline may not take, and of danger. It proposes, never decides."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from hotline.core.text import STROKED_D, fold, fold_with_origins

_TOKEN = re.compile(r"[^\W_]+")
_PARTS_SENTENCES = re.compile(r"[.!?;:]")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


class HintKind(StrEnum):
    """What a found word points to."""

    EXCLUSION = "exclusion"  # khiếu nại, tố cáo, state secrets: laws of their own, told where to go
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Hint:
    """One found word: `word` as the profile writes it, `start` and `end` where it stands in the original text."""

    kind: HintKind
    word: str
    start: int
    end: int


class _Token(NamedTuple):
    folded: str
    start: int
    end: int


class _Syllable(NamedTuple):
    shape: tuple[str, ...]
    tones: frozenset[str]


class _Phrase(NamedTuple):
    kind: HintKind
    word: str
    folded: tuple[str, ...]
    syllables: tuple[_Syllable, ...]


@dataclass(frozen=True, slots=True)
class WordHints:
    """The profile's words, made ready once; `find` is then quick on any text."""

    _by_first: dict[str, tuple[_Phrase, ...]]

    def find(self, text: str) -> tuple[Hint, ...]:
        """Return the words found in `text`, in the order in which they stand there.

        Text without accents matches ("khieu nai", "chay nha"), text with wrong ones does not: "nước chảy" is not
        "cháy". Where several words of one kind lie in each other, the longest is given.
        """
        tokens = _tokens(text)
        found = [
            hint
            for index, token in enumerate(tokens)
            for phrase in self._by_first.get(token.folded, ())
            if (hint := _hint_at(phrase, tokens, index, text))
        ]
        return tuple(_outermost(sorted(found, key=lambda hint: (hint.start, -hint.end))))


def prepare_words(*, exclusion: Iterable[str] = (), emergency: Iterable[str] = ()) -> WordHints:
    """Return the words and phrases of a profile, ready to be looked for. A word without a letter is left out."""
    by_first: dict[str, list[_Phrase]] = {}
    for kind, words in ((HintKind.EXCLUSION, exclusion), (HintKind.EMERGENCY, emergency)):
        for word in dict.fromkeys(words):
            tokens = _tokens(word)
            if tokens:
                folded = tuple(token.folded for token in tokens)
                syllables = tuple(_syllable(word[token.start : token.end]) for token in tokens)
                by_first.setdefault(folded[0], []).append(_Phrase(kind, word, folded, syllables))
    return WordHints({first: tuple(phrases) for first, phrases in by_first.items()})


def names_danger(words: str, *, emergency: tuple[str, ...]) -> bool:
    """Return whether one of a profile's words of danger stands in these."""
    return bool(_of_danger(emergency).find(words))


def proposed_reasons(hints: Iterable[Hint], reason_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the reasons to refuse that words of exclusion propose, in the order in which they stand, each with its words.

    `reason_of` gives the reason of a word; a word without one makes a person look and proposes nothing.
    """
    proposed: dict[str, dict[str, None]] = {}
    for hint in hints:
        if hint.kind is HintKind.EXCLUSION and (reason := reason_of.get(hint.word)):
            proposed.setdefault(reason, {})[hint.word] = None
    return {reason: tuple(words) for reason, words in proposed.items()}


@lru_cache(maxsize=2)
def _of_danger(emergency: tuple[str, ...]) -> WordHints:
    return prepare_words(emergency=emergency)


def _tokens(text: str) -> list[_Token]:
    """Part text into words. What folds to nothing after a word (its accents, when they stand apart) belongs to it."""
    folded, origins = fold_with_origins(text)
    ends = (*origins, len(text))
    return [_Token(m.group(), origins[m.start()], ends[m.end()]) for m in _TOKEN.finditer(folded)]


def _syllable(word: str) -> _Syllable:
    """Return what tells ă from a and đ from d, letter by letter, and the tones; hoà and hòa come out the same."""
    shape: list[str] = []
    tones: set[str] = set()
    for character in unicodedata.normalize("NFKD", word).lower().translate(STROKED_D):
        if character in _TONES:
            tones.add(character)
        elif shape and unicodedata.combining(character):
            shape[-1] += character
        elif unicodedata.category(character) != "Cf":
            shape.append(character)
    return _Syllable(tuple(shape), frozenset(tones))


def _hint_at(phrase: _Phrase, tokens: list[_Token], index: int, text: str) -> Hint | None:
    run = tokens[index : index + len(phrase.folded)]
    if tuple(token.folded for token in run) != phrase.folded:
        return None
    typed = (_syllable(text[token.start : token.end]) for token in run)
    if not all(_may_mean(one, other) for one, other in zip(typed, phrase.syllables, strict=True)):
        return None
    if any(_PARTS_SENTENCES.search(text, left.end, right.start) for left, right in pairwise(run)):
        return None
    return Hint(phrase.kind, phrase.word, run[0].start, run[-1].end)


def _may_mean(typed: _Syllable, meant: _Syllable) -> bool:
    """Return whether a typed syllable can be the meant one: an accent may be left out, a different one may not."""
    if typed.tones and typed.tones != meant.tones:
        return False
    return all(one in (other, fold(other)) for one, other in zip(typed.shape, meant.shape, strict=False))


def _outermost(found: Iterable[Hint]) -> Iterator[Hint]:
    """Leave out what lies in a longer find of its kind. `found` is in order, the longer first; one look at each."""
    reaching: dict[HintKind, Hint] = {}
    for hint in found:
        outer = reaching.get(hint.kind)
        if outer is None or outer.end < hint.end or (outer.start, outer.end) == (hint.start, hint.end):
            yield hint
        if outer is None or outer.end < hint.end:
            reaching[hint.kind] = hint
