"""Reading a place: which ward a point lies in, and which wards people mean by a name.

With official boundaries the outline around a point decides. Without, it is the nearest known centre: that of a ward of
today, or of a former ward that went wholly into one. Measured on the official boundaries of Ho Chi Minh City, that names
the right ward for about 81 of 100 places (76 with the centres of today alone), so whatever it says is marked approximate
and people can correct it.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hotline.core.facts import PlaceHow
from hotline.core.text import fold
from hotline.directory.distances import distance_km
from hotline.directory.facts import AreaFacts, Directory
from hotline.directory.inside import Inside
from hotline.directory.queries import snapshot

if TYPE_CHECKING:
    from shapely import Point, STRtree

__all__ = ["Located", "OutsideCity", "WardCandidate", "distance_km", "find_ward", "locate", "wards"]

_WARD_RADII = 1.5
"""How many times the radius of a round ward of its size a place may be from the centre that decides for it.

With a margin of 2 km, one in 10,000 places drawn from the official boundaries is kept out (islets off Côn Đảo), and 69 of
100 drawn from around the city.
"""


class OutsideCity(Exception):
    """A point that lies in no ward of the city: degrees of WGS84, and kilometres to the nearest centre."""

    def __init__(self, lat: float, lon: float, *, km: float) -> None:
        super().__init__(f"{lat}, {lon} is {km:.1f} km from the nearest centre of the city")
        self.lat = lat
        self.lon = lon
        self.km = km


@dataclass(frozen=True, slots=True)
class Located:
    """The ward of a point, what decided it, and whether a person should look at it."""

    area: AreaFacts
    how: PlaceHow
    approximate: bool


@dataclass(frozen=True, slots=True)
class WardCandidate:
    """A ward that the words may mean. `former` is the name of before 1-7-2025 that matched, empty for today's."""

    area: AreaFacts
    former: str


def locate(lat: float, lon: float) -> Located:
    """Return the ward of a point in degrees of WGS84. Raises OutsideCity for one that lies in no ward.

    Some 5 µs with boundaries, 20 without. A ward that has none yet, as a new one of a profile,
    is found by its centre.
    """
    directory = snapshot()
    if not (math.isfinite(lat) and math.isfinite(lon)) or abs(lat) > 90 or abs(lon) > 180:
        raise OutsideCity(lat, lon, km=math.inf)
    code = _outlined(directory).code_at(lat, lon) if directory.outlines else None
    if code is not None:
        return Located(directory.areas[code], PlaceHow.POLYGON, approximate=False)
    return _near(lat, lon, directory)


def _near(lat: float, lon: float, directory: Directory) -> Located:
    centres = _centres(directory)
    index = centres.tree.nearest(_flat(lat, lon, centres.narrowing))
    centre_lat, centre_lon, area = centres.places[int(index)]
    km = distance_km(lat, lon, centre_lat, centre_lon)
    has_outline = area.code in directory.outlines
    if has_outline or km > _WARD_RADII * math.sqrt(area.square_km / math.pi) + directory.city.margin_km:
        raise OutsideCity(lat, lon, km=km)
    return Located(area, PlaceHow.NEAREST_CENTRE, approximate=True)


def wards() -> tuple[AreaFacts, ...]:
    """Return the wards of today in Vietnamese order."""
    return snapshot().wards


def find_ward(words: str) -> tuple[WardCandidate, ...]:
    """Return every ward that the words may mean, in Vietnamese order; none or several when that is the truth.

    Reads names of today and former ones, with or without accents, alone or inside an address ("p an phu q2",
    "45/8 QL1A, P.Tân Hưng Thuận (Q.12)"). A name with its ward word counts more than a bare one, a longer more than
    a shorter one inside it, and a former district that is named leaves out the wards of others.
    """
    text = _spelled_out(words)
    named = _best(list(_matches(_names(snapshot()), text)))
    found = {match.candidate.area.code: match.candidate for match in named}
    return tuple(candidate for area in wards() if (candidate := found.get(area.code)))


@dataclass(frozen=True, slots=True)
class _Centres:
    """All centres that may decide, in a search tree; longitudes are narrowed so that degrees weigh alike both ways."""

    tree: "STRtree"
    places: tuple[tuple[float, float, AreaFacts], ...]
    narrowing: float


@lru_cache(maxsize=2)
def _outlined(directory: Directory) -> Inside:
    return Inside(directory.outlines)


@lru_cache(maxsize=2)
def _centres(directory: Directory) -> _Centres:
    from shapely import STRtree  # numpy comes with it: a third of a second that a start need not pay

    narrowing = math.cos(math.radians(directory.city.centre_lat))
    places = [(area.lat, area.lon, area) for area in directory.wards]
    places += [
        (former.lat, former.lon, directory.areas[former.successors[0]])
        for former in directory.former_areas
        if len(former.successors) == 1
    ]
    places = [place for place in places if place[2].code not in directory.outlines] or places
    tree = STRtree([_flat(lat, lon, narrowing) for lat, lon, _ in places])
    return _Centres(tree, tuple(places), narrowing)


def _flat(lat: float, lon: float, narrowing: float) -> "Point":
    from shapely import Point

    return Point(lon * narrowing, lat)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name by which a ward may be called, folded: `full` with the ward word, `short` without."""

    full: str
    short: str
    district: str
    candidate: WardCandidate


@dataclass(frozen=True, slots=True)
class _Match:
    """Where in the words a name stands. `strength` 2: with its ward word, 1: bare."""

    start: int
    end: int
    strength: int
    in_district: bool
    candidate: WardCandidate


_SHORT_FORMS = {"p": "phuong", "f": "phuong", "x": "xa", "tt": "thi tran", "dk": "dac khu", "q": "quan", "h": "huyen"}
_SHORT_FORMS |= {"tp": "thanh pho", "tx": "thi xa"}
_WARD_WORDS = ("phuong", "xa", "thi tran", "dac khu", "huyen")
_GLUED = re.compile(r"\b([pfq]|phuong|quan)(\d{1,2})\b")
_BEFORE_THU_DUC = {"quan 2": "thanh pho thu duc", "quan 9": "thanh pho thu duc", "quan thu duc": "thanh pho thu duc"}


def _spelled_out(words: str) -> str:
    """Return folded words with abbreviations written out, single spaces, and a space at each end."""
    text = _GLUED.sub(r"\1 \2", re.sub(r"[\W_]+", " ", fold(words)))
    spelled = " ".join(_SHORT_FORMS.get(word, word.lstrip("0") if word.isdecimal() else word) for word in text.split())
    for old, new in _BEFORE_THU_DUC.items():
        spelled = re.sub(rf"\b{old}\b", new, spelled)
    return f" {spelled} "


@lru_cache(maxsize=2)
def _names(directory: Directory) -> tuple[_Name, ...]:
    names = [_name(area.name_vi, "", WardCandidate(area, "")) for area in directory.wards]
    for former in directory.former_areas:
        label = f"{former.name_vi}, {former.within_vi}"
        candidates = (WardCandidate(directory.areas[code], label) for code in former.successors)
        names.extend(_name(former.name_vi, former.within_vi, candidate) for candidate in candidates)
    return tuple(names)


def _name(name_vi: str, within_vi: str, candidate: WardCandidate) -> _Name:
    full = _spelled_out(name_vi).strip()
    short = next((full.removeprefix(f"{word} ") for word in _WARD_WORDS if full.startswith(f"{word} ")), full)
    return _Name(full, short, _spelled_out(within_vi).strip(), candidate)


def _matches(names: tuple[_Name, ...], text: str) -> Iterator[_Match]:
    """Give each name that stands in the text. A bare number is no name: "5" alone is not Phường 5."""
    for name in names:
        in_district = bool(name.district) and f" {name.district} " in text
        if (start := text.find(f" {name.full} ")) >= 0:
            yield _Match(start, start + len(name.full), 2, in_district, name.candidate)
        elif not name.short.isdecimal() and (start := text.find(f" {name.short} ")) >= 0:
            yield _Match(start, start + len(name.short), 1, in_district, name.candidate)


def _best(matches: list[_Match]) -> list[_Match]:
    """Keep the strongest, then the longest where one name stands inside another, then those of a named district."""
    strongest = max((match.strength for match in matches), default=0)
    strong = [match for match in matches if match.strength == strongest]
    longest = [match for match in strong if not any(_inside(match, other) for other in strong)]
    in_district = [match for match in longest if match.in_district]
    return sorted(in_district or longest, key=lambda match: bool(match.candidate.former), reverse=True)


def _inside(match: _Match, other: _Match) -> bool:
    return other.start <= match.start and match.end <= other.end and other.end - other.start > match.end - match.start
