"""Reading a place: which ward a point lies in. What people mean by a name, `addresses` reads.

With official boundaries the outline around a point decides. Without, it is the nearest known centre: that of a ward of
today, or of a former ward that went wholly into one. Measured on the official boundaries of Ho Chi Minh City, that names
the right ward for about 81 of 100 places (76 with the centres of today alone), so whatever it says is marked approximate
and people can correct it.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hotline.core.facts import PlaceHow
from hotline.directory.addresses import WardCandidate, find_ward
from hotline.directory.distances import distance_km
from hotline.directory.facts import AreaFacts, Directory, FormerAreaFacts
from hotline.directory.inside import Inside
from hotline.directory.queries import snapshot

if TYPE_CHECKING:
    from shapely import Point, STRtree

__all__ = ["Located", "OutsideCity", "WardCandidate", "distance_km", "find_ward", "locate", "outlined_at", "wards"]

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


def locate(lat: float, lon: float) -> Located:
    """Return the ward of a point in degrees of WGS84. Raises OutsideCity for one that lies in no ward.

    Some 10 µs with boundaries, 20 without. A ward that has none yet, as a new one of a profile, is found by its centre.
    """
    directory = snapshot()
    if not (math.isfinite(lat) and math.isfinite(lon)) or abs(lat) > 90 or abs(lon) > 180:
        raise OutsideCity(lat, lon, km=math.inf)
    code = outlined_at(lat, lon, directory)
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


def outlined_at(lat: float, lon: float, directory: Directory) -> str | None:
    """Return the code of the ward whose official boundary is around a point; None where there is none such."""
    return _outlined(directory).code_at(lat, lon) if directory.outlines else None


def wards() -> tuple[AreaFacts, ...]:
    """Return the wards of today in Vietnamese order."""
    return snapshot().wards


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
        for former in _centred(directory.former_areas)
        if len(former.successors) == 1
    ]
    places = [place for place in places if place[2].code not in directory.outlines] or places
    tree = STRtree([_flat(lat, lon, narrowing) for lat, lon, _ in places])
    return _Centres(tree, tuple(places), narrowing)


def _centred(former_areas: tuple[FormerAreaFacts, ...]) -> list[FormerAreaFacts]:
    """Return those with a centre of their own: a point given to former wards of several wards stands for "not known".

    Two of Huế's have the middle of the city for such a point, which would name a ward by the sea there.
    """
    followed: dict[tuple[float, float], set[tuple[str, ...]]] = {}
    for former in former_areas:
        followed.setdefault((former.lat, former.lon), set()).add(former.successors)
    return [former for former in former_areas if len(followed[former.lat, former.lon]) == 1]


def _flat(lat: float, lon: float, narrowing: float) -> "Point":
    from shapely import Point

    return Point(lon * narrowing, lat)
