"""Reading an address as people write it: which ward of today it means, or that it lies in another province.

Names of today and of before count, those of before with their districts, with or without accents, shortened or glued
("45/8 QL1A, P.Tân Hưng Thuận (Q.12)", "p13 go vap", "q tb"). Nothing is ever picked from several: all are given, and a
person decides. Nothing leaves the machine: the names come from the profile's areas and the files of their package.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.directory.gazetteer import Gazetteer, Name, WardCandidate, gazetteer
from hotline.directory.queries import snapshot
from hotline.directory.spelling import Syllables, spelled_out

__all__ = ["MOST_LETTERS", "AddressReading", "AddressTooLong", "WardCandidate", "find_ward", "read_address"]

MOST_LETTERS = 300
"""The longest address that is read: real ones have some sixty letters."""

_STREET_WORDS = frozenset({"duong", "pho", "hem", "ngo", "ngach", "kiet", "lo", "cau"})


class AddressTooLong(Exception):
    """More letters than any address has."""


@dataclass(frozen=True, slots=True)
class AddressReading:
    """What an address says: the wards it may mean, in Vietnamese order; or the province that it lies in instead."""

    candidates: tuple[WardCandidate, ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class _Match:
    """Where in the words a ward's name stands: with its ward word, or bare."""

    start: int
    end: int
    has_word: bool
    name: Name


@dataclass(frozen=True, slots=True)
class _Mention:
    """Where a former district stands. `is_plain`: without the word for it."""

    start: int
    end: int
    districts: frozenset[str]
    is_plain: bool


def read_address(words: str) -> AddressReading:
    """Return what the words say; both parts are empty when they name no place. Raises AddressTooLong."""
    if len(words) > MOST_LETTERS:
        raise AddressTooLong
    known, text = gazetteer(snapshot()), spelled_out(words)
    matches, mentions = list(_matches(text, known)), list(_mentions(text, known))
    if elsewhere := _elsewhere(text, matches, known):
        return AddressReading(elsewhere=elsewhere)
    return AddressReading(_in_order(_chosen(matches, mentions, text, known)))


def find_ward(words: str) -> tuple[WardCandidate, ...]:
    """Return every ward that the words may mean, in Vietnamese order; none or several when that is the truth."""
    try:
        return read_address(words).candidates
    except AddressTooLong:
        return ()


def _chosen(
    matches: Sequence[_Match], mentions: Sequence[_Mention], text: Syllables, known: Gazetteer
) -> Iterable[WardCandidate]:
    """Keep the best names: with a ward word before bare, longer before what stands inside, those of a named district."""
    best = _with_word(matches) or _without_province(matches, text, known)
    best = [match for match in best if not any(_is_inside(match, other) for other in best)]
    best = _as_accented(best, text)
    apart = [mention for mention in mentions if not any(_overlap(mention, match) for match in best if match.has_word)]
    in_district = [match for match in best if any(_fits(match, mention) for mention in apart)]
    if in_district:
        return (match.name.candidate for match in in_district)
    are_numbers = bool(best) and all(match.name.is_number for match in best)
    if apart and (not best or are_numbers or _name_nothing_else(best, apart)):
        districts = frozenset[str]().union(*(mention.districts for mention in apart))
        own = [] if are_numbers else [match.name.candidate for match in best]
        return [*_of_districts(districts, known), *own]
    return (match.name.candidate for match in best)


def _with_word(matches: Sequence[_Match]) -> list[_Match]:
    """Return the names with a ward word, and what that word may belong to: "thuy phuong huong thuy" can be read two ways."""
    best = [match for match in matches if match.has_word]
    crossed = [match for match in matches if any(match.start < other.start < match.end < other.end for other in best)]
    return [*best, *(match for match in crossed if not match.has_word)]


def _matches(text: Syllables, known: Gazetteer) -> Iterable[_Match]:
    for start, end, key in text.windows(known.longest):
        for name in known.full.get(key, ()):
            if text.says_kind(start, end - len(name.accents)):
                yield _Match(start, end, has_word=True, name=name)
        if not _is_street(text, start):
            for name in known.short.get(key, ()):
                yield _Match(start, end, has_word=False, name=name)


def _mentions(text: Syllables, known: Gazetteer) -> Iterable[_Mention]:
    for start, end, key in text.windows(known.longest):
        if districts := known.districts.get(key):
            yield _Mention(start, end, districts, is_plain=False)
        elif (districts := known.bare_districts.get(key)) and not _is_street(text, start):
            yield _Mention(start, end, districts, is_plain=True)
    # Initials stand for a district where one is expected: behind its word, or at the end.
    for at, syllable in enumerate(text.folded):
        is_expected = at == len(text.folded) - 1 or (at > 0 and text.folded[at - 1] in ("quan", "huyen", "pho", "xa"))
        if at > 0 and is_expected and (districts := known.initials.get(syllable)):
            yield _Mention(at, at + 1, districts, is_plain=True)


def _elsewhere(text: Syllables, matches: Sequence[_Match], known: Gazetteer) -> str:
    """Return the province, or the town of another province, that the address ends in; empty for none.

    Where commas part the address the name must be a part of its own: "gần quán Cà Mau" is a place to eat. Without commas
    it must stand at the end, right behind a ward's name where there is one.
    """
    named = [match for match in matches if match.has_word]
    for start, end, key in text.windows(known.longest):
        found = known.elsewhere.get(key)
        if not found or _is_street(text, start):
            continue
        if text.has_parts:
            is_meant = text.part.count(text.part[start]) == end - start and text.part[start] == text.part[end - 1]
        else:
            is_meant = end == len(text.folded) and (not named or any(match.end == start for match in named))
        if is_meant:
            return found
    return ""


def _is_street(text: Syllables, start: int) -> bool:
    """Return whether a word for a street stands before; the "phố" of "thành phố" and "khu phố" is none."""
    if start == 0 or text.folded[start - 1] not in _STREET_WORDS or text.part[start - 1] != text.part[start]:
        return False
    return not (text.folded[start - 1] == "pho" and start > 1 and text.folded[start - 2] in ("thanh", "khu"))


def _without_province(matches: Sequence[_Match], text: Syllables, known: Gazetteer) -> list[_Match]:
    """Leave out a bare name at the end that is also a former province here, when another name stands before it."""
    last = len(text.folded)
    kept = [match for match in matches if not (match.end == last and text.key(match.start, match.end) in known.provinces)]
    return kept or list(matches)


def _as_accented(matches: list[_Match], text: Syllables) -> list[_Match]:
    """Of names that differ by accents only, keep the one that was typed with its accents."""
    exact = {(match.start, match.end) for match in matches if _is_accented(match, text)}
    return [match for match in matches if (match.start, match.end) not in exact or _is_accented(match, text)]


def _is_accented(match: _Match, text: Syllables) -> bool:
    typed = text.accents(match.end - len(match.name.accents), match.end)
    return any(typed) and typed == match.name.accents


def _fits(match: _Match, mention: _Mention) -> bool:
    return not _overlap(mention, match) and not match.name.districts.isdisjoint(mention.districts)


def _name_nothing_else(best: Sequence[_Match], mentions: Sequence[_Mention]) -> bool:
    """Return whether each name is the district's own: "gò vấp" alone may be the ward of today and every other of the district."""
    return all(not match.has_word and any((m.start, m.end) == (match.start, match.end) for m in mentions) for match in best)


def _of_districts(districts: frozenset[str], known: Gazetteer) -> list[WardCandidate]:
    return [WardCandidate(area, district) for district in sorted(districts) for area in known.wards_of.get(district, ())]


def _overlap(mention: _Mention, match: _Match) -> bool:
    return mention.start < match.end and match.start < mention.end


def _is_inside(match: _Match, other: _Match) -> bool:
    return other.start <= match.start and match.end <= other.end and other.end - other.start > match.end - match.start


def _in_order(candidates: Iterable[WardCandidate]) -> tuple[WardCandidate, ...]:
    """Return each ward once, in Vietnamese order; by its name of today where that was meant, too."""
    found: dict[str, WardCandidate] = {}
    for candidate in candidates:
        before = found.get(candidate.area.code)
        if before is None or (before.former and not candidate.former):
            found[candidate.area.code] = candidate
    return tuple(found[area.code] for area in snapshot().wards if area.code in found)
