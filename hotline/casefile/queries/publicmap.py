"""What a window of the public map shows: points while they are few, squares of a grid with their numbers when they are many.

A case whose place is public only as a ward, or not approved by anybody yet, is counted at its ward.
"""

import math
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection

from hotline.core.facts import PublicPlace, Publish
from hotline.core.status import Phase
from hotline.directory import queries as directory

from .narrowing import POINT_INSIDE, SOUGHT, WARD_INSIDE, Bounds, Conditions, Narrowing, conditions_of, wards_inside

MOST_POINTS = 1000
_SQUARES = 14  # along the longer side of a window

_POINTS = """
SELECT reference, service_id, phase, received_at, lat, lon FROM casefile_publicentry
WHERE {} LIMIT %(most)s
"""
_GRID = """
SELECT count(*), avg(lat), avg(lon) FROM casefile_publicentry
WHERE {} GROUP BY floor(lat / %(step)s::float8), floor(lon / %(step)s::float8)
"""
_WARDS = "SELECT area_id, count(*) FROM casefile_publicentry WHERE {} GROUP BY area_id"


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One case at its public point, rounded to about a hundred metres."""

    reference: str
    service_name: str
    phase: Phase
    received_at: datetime
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class MapCount:
    """So many cases around a point; `area` and `name` are those of a ward, empty for a square of the grid."""

    count: int
    lat: float
    lon: float
    area: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class MapWindow:
    """What a window shows: either `points` or `squares`, and besides what is known by its ward alone."""

    points: tuple[MapPoint, ...]
    squares: tuple[MapCount, ...]
    wards: tuple[MapCount, ...]

    @property
    def count(self) -> int:
        """Return how many cases that is."""
        return len(self.points) + sum(one.count for one in (*self.squares, *self.wards))


def public_map(narrowing: Narrowing, *, bounds: Bounds, language: str = "vi") -> MapWindow:
    """Return what the window shows. Raises KeyError for a service or an area that the profile does not have."""
    conditions = conditions_of(narrowing)
    if narrowing.words:
        conditions = conditions.and_(SOUGHT)
    return MapWindow(*_placed(conditions, bounds, language=language), _by_ward(conditions, bounds, language=language))


def _placed(conditions: Conditions, bounds: Bounds, *, language: str) -> tuple[tuple[MapPoint, ...], tuple[MapCount, ...]]:
    """Return points, or when they are too many, squares. The grid lies still while the window moves over it."""
    services = directory.snapshot().services_by_id
    placed = [one.id for one in services.values() if one.place_public is PublicPlace.POINT and one.publish is not Publish.NEVER]
    inside = conditions.and_(
        f"{POINT_INSIDE} AND service_id = ANY(%(placed)s)",
        placed=placed,
        step=_step(bounds),
        most=MOST_POINTS + 1,
        **asdict(bounds),
    )
    found = _rows(_POINTS, inside)
    if len(found) > MOST_POINTS:
        return (), tuple(MapCount(count, round(lat, 4), round(lon, 4)) for count, lat, lon in _rows(_GRID, inside))
    return tuple(
        MapPoint(reference, services[service].name.in_language(language), Phase(phase), at, lat, lon)
        for reference, service, phase, at, lat, lon in found
    ), ()


def _by_ward(conditions: Conditions, bounds: Bounds, *, language: str) -> tuple[MapCount, ...]:
    snapshot = directory.snapshot()
    counted = _rows(_WARDS, conditions.and_(WARD_INSIDE, wards=wards_inside(bounds)))
    wards = [(snapshot.areas_by_id[area], count) for area, count in counted]
    return tuple(MapCount(count, area.lat, area.lon, area.code, area.name.in_language(language)) for area, count in wards)


def _step(bounds: Bounds) -> float:
    """Return the side of a square: a power of two of a degree, so that zooming in parts each into four."""
    longer = max(bounds.north - bounds.south, bounds.east - bounds.west, 1e-4)
    return 2.0 ** math.ceil(math.log2(longer / _SQUARES))


def _rows(sql: str, conditions: Conditions) -> list[tuple]:  # type: ignore[type-arg]  # as the query says
    with connection.cursor() as cursor:
        cursor.execute(sql.format(conditions.sql), conditions.parameters)
        return cursor.fetchall()
