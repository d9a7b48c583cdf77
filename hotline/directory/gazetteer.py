"""The names by which people may call a ward, a former district, and what is not the city's, each under one folded word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hotline.directory.facts import AreaFacts, Directory, FormerAreaFacts
from hotline.directory.profile.package_names import PackageNames, names_around
from hotline.directory.spelling import Syllables, spelled_out

_WARD_WORDS = ("phuong", "xa", "thitran", "dackhu", "huyen")
_DISTRICT_WORDS = ("quan", "huyen", "thixa", "thanhpho")
_PROVINCE_WORDS = ("tinh", "thanhpho")
_OWN_SHORT_FORMS = ("brvt", "hcm", "sg", "tth")


@dataclass(frozen=True, slots=True)
class WardCandidate:
    """A ward that words may mean, and by which name.

    `former` is a name of before 1-7-2025, with its district ("Phường Thạnh Lộc, Quận 12"), empty for today's name;
    `is_split`: that former ward went to several of today, all of them given. `earlier` is a still older name that had
    become part of `former`. Where the words name a former district only, `former` is that.
    """

    area: AreaFacts
    former: str = ""
    is_split: bool = False
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a ward. `accents` are the marks on its syllables, none where they are not known."""

    candidate: WardCandidate
    districts: frozenset[str]
    accents: tuple[str, ...]
    is_number: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names of one directory, by their syllables as one folded word ("phuongankhanh").

    `full` with the word for a ward, `short` without (never bare numbers). `districts` and `bare_districts` give the
    former districts of a name, `initials` of their first letters. `wards_of` the wards of today in a former district.
    `elsewhere` gives what is not the city's as people should read it; `provinces` the city's own, of before too.
    """

    full: Mapping[str, tuple[Name, ...]]
    short: Mapping[str, tuple[Name, ...]]
    districts: Mapping[str, frozenset[str]]
    bare_districts: Mapping[str, frozenset[str]]
    initials: Mapping[str, frozenset[str]]
    wards_of: Mapping[str, tuple[AreaFacts, ...]]
    elsewhere: Mapping[str, str]
    provinces: frozenset[str]
    longest: int = 8


@lru_cache(maxsize=2)
def gazetteer(directory: Directory) -> Gazetteer:
    """Return the names of a directory. Takes some 100 ms, once for each."""
    around = names_around(directory.areas, (former.code for former in directory.former_areas))
    full: dict[str, list[Name]] = defaultdict(list)
    short: dict[str, list[Name]] = defaultdict(list)
    districts_of = _districts_of(directory)
    for area in directory.wards:
        name = spelled_out(area.name_vi)
        _keep(full, short, name, _bare_from(name), _named(WardCandidate(area), districts_of[area.code], name))
    for former in directory.former_areas:
        _keep_former(full, short, former, directory, around)
    districts, bare = _districts(directory, around)
    known = {*full, *short, *districts, *bare}
    return Gazetteer(
        full={key: tuple(names) for key, names in full.items()},
        short={key: tuple(names) for key, names in short.items()},
        districts=districts,
        bare_districts=bare,
        initials=_initials(directory),
        wards_of={district: tuple(areas) for district, areas in _wards_of(directory).items()},
        elsewhere=dict(_elsewhere(around, known)),
        provinces=frozenset(_own_provinces(around)),
    )


def _keep(full: dict[str, list[Name]], short: dict[str, list[Name]], spelled: Syllables, start: int, name: Name) -> None:
    end = len(spelled.folded)
    full[spelled.key(0, end)].append(name)
    if not name.is_number:
        short[spelled.key(start, end)].append(name)


def _keep_former(
    full: dict[str, list[Name]], short: dict[str, list[Name]], former: FormerAreaFacts, directory: Directory, around: PackageNames
) -> None:
    label = ", ".join(filter(None, (former.name_vi, former.within_vi)))
    spelled, districts = spelled_out(former.name_vi), frozenset(filter(None, [former.within_vi]))
    start = _bare_from(spelled)
    for code in former.successors:
        candidate = WardCandidate(directory.areas[code], label, is_split=len(former.successors) > 1)
        _keep(full, short, spelled, start, _named(candidate, districts, spelled))
        for key, alias, is_full in _older(around.older.get(former.code, ()), spelled.key(0, start)):
            older = WardCandidate(candidate.area, label, candidate.is_split, alias)
            (full if is_full else short)[key].append(Name(older, districts, (), is_number=key[-1].isdecimal()))


def _older(aliases: Iterable[str], word: str) -> Iterator[tuple[str, str, bool]]:
    """Give the still older names of a former ward: key, name as it can be shown, whether it has its ward word."""
    known = set(aliases)
    seen: set[str] = set()
    for alias in aliases:
        words = (word for word in _WARD_WORDS if alias.startswith(word))
        own = next((word for word in words if alias[len(word) :] in known or alias[len(word) :].isdecimal()), "")
        rest = alias[len(own) :]
        if own and rest.isdecimal():
            number = rest.lstrip("0")
            if number not in seen:
                seen.add(number)
                yield f"{own}{number}", f"Phường {number}", True
        elif own:
            yield alias, "", True
        elif not alias[-1].isdecimal():
            yield alias, "", False
            yield f"{word}{alias}", "", True


def _named(candidate: WardCandidate, districts: frozenset[str], spelled: Syllables) -> Name:
    start, end = _bare_from(spelled), len(spelled.folded)
    return Name(candidate, districts, spelled.accents(start, end), is_number=spelled.key(start, end).isdecimal())


def _bare_from(spelled: Syllables) -> int:
    """Return where the name begins behind the word for its kind."""
    for length in (2, 1):
        if spelled.key(0, length) in (*_WARD_WORDS, *_DISTRICT_WORDS) and len(spelled.folded) > length:
            return length
    return 0


def _districts_of(directory: Directory) -> dict[str, frozenset[str]]:
    """Return the former districts in which each ward of today lies."""
    found: dict[str, set[str]] = {area.code: set() for area in directory.wards}
    for former in directory.former_areas:
        for code in former.successors:
            found[code].add(former.within_vi)
    return {code: frozenset(filter(None, districts)) for code, districts in found.items()}


def _wards_of(directory: Directory) -> dict[str, list[AreaFacts]]:
    districts = _districts_of(directory)
    found: dict[str, list[AreaFacts]] = defaultdict(list)
    for area in directory.wards:
        for district in districts[area.code]:
            found[district].append(area)
    return found


def _districts(directory: Directory, around: PackageNames) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return the former districts by name with any word for a district, and without; numbers only with."""
    full: dict[str, set[str]] = defaultdict(set)
    bare: dict[str, set[str]] = defaultdict(set)
    for district in {former.within_vi for former in directory.former_areas if former.within_vi}:
        spelled = spelled_out(district)
        name = spelled.key(_bare_from(spelled), len(spelled.folded))
        names = {name} | {_without_word(alias) for alias in around.older_districts.get(district, ())}
        for one in names:
            if not one.isdecimal():
                bare[one].add(district)
            for word in _DISTRICT_WORDS if not one.isdecimal() else ("quan",):
                full[f"{word}{one}"].add(district)
    return {key: frozenset(found) for key, found in full.items()}, {key: frozenset(found) for key, found in bare.items()}


def _without_word(alias: str) -> str:
    """Return an older name of a district without its word: "huyennamdong", "quan9", "q09", "txdian"."""
    word = next((w for w in (*_DISTRICT_WORDS, "tx", "district", "q") if alias.startswith(w) and len(alias) > len(w)), "")
    rest = alias[len(word) :]
    if word in ("q", "district") and not rest.isdecimal():
        return alias
    return rest.lstrip("0")


def _initials(directory: Directory) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for district in {former.within_vi for former in directory.former_areas if former.within_vi}:
        spelled = spelled_out(district)
        names = spelled.folded[_bare_from(spelled) :]
        if len(names) > 1:
            found["".join(name[0] for name in names)].add(district)
    return {key: frozenset(districts) for key, districts in found.items()}


def _elsewhere(around: PackageNames, known: set[str]) -> Iterator[tuple[str, str]]:
    """Give the names of other provinces and their towns; a bare one only where the city has no such name itself."""
    for town, province in around.towns.items():
        yield from _keys(town, (), known, f"{town}, {province}", _DISTRICT_WORDS)
    for province, aliases in around.elsewhere.items():
        yield from _keys(province, aliases, known, province, _PROVINCE_WORDS)


def _keys(name: str, aliases: Iterable[str], known: set[str], shown: str, words: Iterable[str]) -> Iterator[tuple[str, str]]:
    spelled = spelled_out(name)
    bare = spelled.key(_bare_from(spelled) or (1 if spelled.folded[0] == "tinh" else 0), len(spelled.folded))
    names = (bare, *aliases)
    for key in (*names, *(f"{word}{one}" for word in words for one in names)):
        if key not in known:
            yield key, shown


def _own_provinces(around: PackageNames) -> Iterator[str]:
    for province, aliases in around.provinces.items():
        spelled = spelled_out(province)
        start = _bare_from(spelled) or (1 if spelled.folded[0] == "tinh" else 0)
        yield spelled.key(start, len(spelled.folded))
        yield from aliases
    yield from _OWN_SHORT_FORMS
