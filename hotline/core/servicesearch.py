"""Finds the services that somebody means from what they type: toneless, abbreviated, run together, with a slip or two.

A service is known by phrases: its name, the words that people type, its hint. What is typed is read syllable by syllable
against the syllables of all phrases; a phrase counts for the syllables it shares, rare ones more than common ones, whole
phrases and syllables side by side more than scattered ones. No service is found by chance alone: what is typed must be
most of a phrase, or a phrase most of what is typed.
"""

import math
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from hotline.core.text import STROKED_D, fold

MOST_FOUND = 3
_MOST_LETTERS = 400  # of what is typed; the rest is a story, not a search
_MOST_SYLLABLES = 24
_WORD = re.compile(r"[^\W_]+")
_CHANCE = 0.45
"""The share of what was typed, or of a whole phrase, below which a service is not offered."""
_FAR_BEHIND = 0.4
"""The part of the likeliest one's score below which another is not offered beside it."""

# How Vietnamese shortens when typing in a hurry; of the language, not of a city, whose own words stand in its profile.
_SHORT_FOR = {
    "dg": ("duong",),
    "duog": ("duong",),
    "k": ("khong",),
    "ko": ("khong",),
    "hok": ("khong",),
    "khg": ("khong",),
    "nc": ("nuoc",),
    "xd": ("xay", "dung"),
    "vs": ("ve", "sinh"),
    "wc": ("ve", "sinh"),
    "mt": ("moi", "truong"),
    "gt": ("giao", "thong"),
    "vh": ("via", "he"),
    "bv": ("benh", "vien"),
    "hs": ("ho", "so"),
    "bh": ("bao", "hiem"),
    "bhyt": ("bao", "hiem", "y", "te"),
    "bhxh": ("bao", "hiem", "xa", "hoi"),
    "bhtn": ("that", "nghiep"),
    "cccd": ("can", "cuoc"),
    "cmnd": ("can", "cuoc"),
    "cb": ("can", "bo"),
    "attp": ("an", "toan", "thuc", "pham"),
    "vsattp": ("an", "toan", "thuc", "pham"),
    "pccc": ("phong", "chay"),
    "antt": ("an", "ninh", "trat", "tu"),
    "ttdt": ("trat", "tu", "do", "thi"),
    "sxh": ("sot", "xuat", "huyet"),
    "qc": ("quang", "cao"),
    "tv": ("truyen", "hinh"),
    "net": ("internet",),
}
_SAME_AS = {"hong": "hu", "hu": "hong", "vo": "be", "be": "vo", "ket": "nghet", "nghet": "tac", "do": "dau", "nga": "do"}


class Source(IntEnum):
    """Where a phrase of a service comes from, the most telling first."""

    WORD = 0  # what people type, as the profile lists it
    NAME = 1
    HINT = 2


_WEIGHTS = {Source.WORD: 1.0, Source.NAME: 0.98, Source.HINT: 0.8}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words by which a service is known, as the profile writes them."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Found:
    """A service that may be meant, and the words of its own that say why."""

    code: str
    because: str


class _Known(NamedTuple):
    service: int
    text: str
    source: Source
    syllables: tuple[str, ...]
    written: tuple[str, ...]  # each with its accents
    weight: float  # of all its syllables


class _Read(NamedTuple):
    """A syllable as it was read: which one of the index it is, how surely, and how it was typed.

    `part`: which part of the typed word it was read from. What one part may be otherwise ("do": "do", "dau") has the same
    part and counts once in a phrase; what stands in one word together ("bv": "benh", "vien") has parts of its own.
    """

    syllable: str
    surety: float
    written: str
    part: int = 0


class ServiceIndex:
    """The services' phrases, made ready once; `best` is then quick on anything that is typed."""

    def __init__(self, services: Mapping[str, Sequence[Phrase]]) -> None:
        self._codes = tuple(services)
        cut = [
            (number, phrase, tuple(fold(word) for word in words), tuple(words))
            for number, code in enumerate(self._codes)
            for phrase in services[code]
            if (words := list(_written(phrase.text)))
        ]
        used_by: dict[str, set[int]] = defaultdict(set)
        for number, _phrase, syllables, _words in cut:
            for syllable in syllables:
                used_by[syllable].add(number)
        self._rarity = {one: math.log(1 + len(self._codes) / len(by)) for one, by in used_by.items()}
        self._unknown = math.log(1 + len(self._codes))
        self._phrases = [
            _Known(number, phrase.text, phrase.source, syllables, words, sum(map(self._rarity.__getitem__, set(syllables))))
            for number, phrase, syllables, words in cut
        ]
        self._with: dict[str, list[int]] = defaultdict(list)
        for place, known in enumerate(self._phrases):
            for syllable in set(known.syllables):
                self._with[syllable].append(place)
        self._sorted = sorted(self._rarity)
        self._one_less: dict[str, list[str]] = defaultdict(list)
        for syllable in self._sorted:
            for shorter in _one_less(syllable):
                self._one_less[shorter].append(syllable)

    def best(self, typed: str, *, most: int = MOST_FOUND) -> tuple[Found, ...]:
        """Return the services that may be meant, the likeliest first; none for nothing, and none that is mere chance."""
        words = list(_written(typed[:_MOST_LETTERS]))[:_MOST_SYLLABLES]
        read = [self._read(word, is_last=at == len(words) - 1) for at, word in enumerate(self._joined(words))]
        meant = sum(max((self._rarity[one.syllable] * one.surety for one in each), default=self._unknown) for each in read)
        scores: dict[int, tuple[float, _Known]] = {}
        aside: dict[int, float] = defaultdict(float)
        for known, score, share in self._scored(read, meant):
            if share < _CHANCE:
                continue
            aside[known.service] += score * 0.03
            if known.service not in scores or score > scores[known.service][0]:
                scores[known.service] = score, known
        ranked = sorted(scores, key=lambda number: (-scores[number][0] - min(aside[number], 0.5), number))
        near = [number for number in ranked[:most] if scores[number][0] >= _FAR_BEHIND * scores[ranked[0]][0]]
        return tuple(Found(self._codes[number], scores[number][1].text) for number in near)

    def _scored(self, read: Sequence[Sequence[_Read]], meant: float) -> Iterator[tuple[_Known, float, float]]:
        """Give each phrase that shares a syllable: what it counts, and how far it is no chance (0 to 1)."""
        surest: dict[str, tuple[_Read, int]] = {}
        for at, each in enumerate(read):
            for one in each:
                if one.syllable not in surest or one.surety > surest[one.syllable][0].surety:
                    surest[one.syllable] = one, at
        shared: dict[int, dict[tuple[int, int], float]] = defaultdict(dict)
        for syllable, (one, at) in surest.items():
            for place in self._with[syllable]:
                weight = self._rarity[syllable] * one.surety * _like(one, self._phrases[place])
                counted = shared[place]
                counted[at, one.part] = max(weight, counted.get((at, one.part), 0.0))
        order = set(pairwise(one.syllable for each in read for one in each))
        for place, counted in shared.items():
            known, weight = self._phrases[place], sum(counted.values())
            whole, said = weight / known.weight, weight / (meant or 1)
            pairs = list(pairwise(known.syllables))
            together = sum(pair in order for pair in pairs) / len(pairs) if pairs else 0.0
            score = weight * (0.35 + 0.65 * min(whole, 1.0)) * (1 + 0.5 * together) * _WEIGHTS[known.source]
            yield known, score, max(said, whole if together == 1.0 or len(known.syllables) == 1 else 0.0)

    def _read(self, word: str, *, is_last: bool) -> list[_Read]:
        """Return what a word may be: itself, its beginning as far as typed, what it is short for, what it was meant to be."""
        folded = fold(word)
        same = [_Read(one, 0.8, "") for one in (_SAME_AS.get(folded, ""),) if one in self._rarity]
        if folded in self._rarity:
            longer = self._beginning(folded) if is_last and len(folded) > 1 else []
            return [_Read(folded, 1.0, word), *same, *(_Read(one, 0.6, "") for one in longer)]
        if full := [_Read(one, 0.9, "", part) for part, one in enumerate(_SHORT_FOR.get(folded, ())) if one in self._rarity]:
            return full
        if is_last and (longer := self._beginning(folded)):
            return [_Read(one, 0.9, "") for one in longer]
        if (plain := _without_telex(folded)) in self._rarity:
            return [_Read(plain, 0.9, "")]
        if parts := self._run_together(folded):
            return [_Read(one, 0.9, "", part) for part, one in enumerate(parts)]
        return same or [_Read(one, 0.7, "") for one in self._near(folded)]

    def _joined(self, words: Sequence[str]) -> list[str]:
        """Return the words, two that make one only together ("kara oke") as that one."""
        joined: list[str] = []
        for word in words:
            whole = joined[-1] + word if joined else ""
            if whole and fold(whole) in self._rarity and not {fold(joined[-1]), fold(word)} <= self._rarity.keys():
                joined[-1] = whole
            else:
                joined.append(word)
        return joined

    def _beginning(self, start: str) -> list[str]:
        """Return the syllables that begin so and are longer, a few at most."""
        first = bisect_left(self._sorted, start)
        return [one for one in self._sorted[first : first + 12] if one.startswith(start) and one != start]

    def _run_together(self, word: str) -> list[str]:
        """Return the two or three syllables that were typed as one word ("oga", "denduong"); nothing if it is none."""
        if not 3 <= len(word) <= 24:
            return []
        for at in range(1, len(word)):
            head, tail = word[:at], word[at:]
            if head in self._rarity and tail in self._rarity and self._stand_together(head, tail):
                return [head, tail]
        for at in range(2, len(word) - 2):
            if (
                word[:at] in self._rarity
                and len(rest := self._run_together(word[at:])) == 2
                and self._stand_together(word[:at], rest[0])
            ):
                return [word[:at], *rest]
        return []

    def _stand_together(self, one: str, next_one: str) -> bool:
        """Return whether some phrase has one right before the other."""
        phrases = set(self._with[one]) & set(self._with[next_one])
        return any((one, next_one) in pairwise(self._phrases[place].syllables) for place in phrases)

    def _near(self, word: str) -> list[str]:
        """Return the syllables one slip away: a letter more, less, other or in the other order. Of two letters: none."""
        if not 3 <= len(word) <= 24:
            return []
        found = dict.fromkeys(self._one_less.get(word, ()))
        for shorter in _one_less(word):
            if shorter in self._rarity:
                found[shorter] = None
            found |= dict.fromkeys(self._one_less.get(shorter, ()))
        return [one for one in found if len(one) > 1]


def _like(one: _Read, known: _Known) -> float:
    """Return less than 1 where somebody typed accents and the phrase has others: "cầu" is not "câu"."""
    if not one.written or one.written == one.syllable or len(one.written) != len(one.syllable):
        return 1.0
    said = {known.written[at] for at, syllable in enumerate(known.syllables) if syllable == one.syllable}
    return 1.0 if one.written in said else 0.75


def _written(text: str) -> Iterator[str]:
    """Give the words of a text, lower case, each letter one character with its accents."""
    for found in _WORD.finditer(unicodedata.normalize("NFC", text).translate(STROKED_D).lower()):
        if fold(word := found.group()):
            yield word


def _without_telex(word: str) -> str:
    """Return a word typed by the Telex rules on a keyboard that does not know them ("dduwowngf") without its marks."""
    plain = word.rstrip("sfrxj") or word
    for typed, letter in (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("aw", "a"), ("ow", "o"), ("uw", "u")):
        plain = plain.replace(typed, letter)
    return plain


def _one_less(word: str) -> set[str]:
    """Return the word with each of its letters left out: two words a slip apart share one of these."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))} if len(word) > 2 else set()
