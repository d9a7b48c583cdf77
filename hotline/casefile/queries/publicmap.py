"""What a window of the public map shows: points while they are few, squares of a grid with their numbers when they are many.

A case whose place is public only as a ward, or not approved by anybody yet, is counted at its ward.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from hotline.core.facts import PublicPlace, Publish
from hotline.core.status import Phase
from hotline.directory import queries as directory

from .narrowing import SOUGHT, Bounds, Conditions, Narrowing, conditions_of

MOST_POINTS = 1000
NEWEST = 5000
"""How many of a window's cases are counted, the newest: a window costs the same over a city of ten years."""

_SQUARES = 14  # along the longer side of a window

_POINTS = """
SELECT reference, service_id, phase, received_at, lat, lon FROM casefile_publicentry
WHERE {} ORDER BY received_at DESC LIMIT %(most)s
"""
_COUNTED = """
WITH newest AS MATERIALIZED (
    SELECT lat, lon, CASE WHEN lat IS NULL THEN area_id END AS ward FROM casefile_publicentry
    WHERE {} ORDER BY received_at DESC LIMIT %(newest)s
)
SELECT ward, count(*), avg(lat), avg(lon) FROM newest
GROUP BY ward, floor(lat / %(step)s::float8), floor(lon / %(step)s::float8)
"""


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
    """What a window shows: either `points` or `squares`, and besides what is known by its ward alone.

    `is_cut`: there are more, and only the newest are counted.
    """

    points: tuple[MapPoint, ...]
    squares: tuple[MapCount, ...]
    wards: tuple[MapCount, ...]
    is_cut: bool = False

    @property
    def count(self) -> int:
        """Return how many cases that is."""
        return len(self.points) + sum(one.count for one in (*self.squares, *self.wards))


def public_map(narrowing: Narrowing, *, bounds: Bounds, language: str = "vi") -> MapWindow:
    """Return what the window shows. Raises KeyError for a service or an area that the profile does not have."""
    conditions = _conditions(replace(narrowing, bounds=bounds))
    counted = _rows(_COUNTED, conditions.and_("true", newest=NEWEST, step=_step(bounds)))
    is_cut = sum(count for _ward, count, _lat, _lon in counted) >= NEWEST
    squares = tuple(MapCount(count, round(lat, 4), round(lon, 4)) for ward, count, lat, lon in counted if ward is None)
    wards = tuple(_ward(ward, count, language=language) for ward, count, _lat, _lon in counted if ward is not None)
    if is_cut or sum(one.count for one in squares) > MOST_POINTS:
        return MapWindow((), squares, wards, is_cut)
    return MapWindow(_points(conditions, language=language), (), wards)


def _conditions(narrowing: Narrowing) -> Conditions:
    """Return the conditions; a service whose point is no longer public is left out before its entries are made anew."""
    services = directory.snapshot().services_by_id.values()
    placed = [one.id for one in services if one.place_public is PublicPlace.POINT and one.publish is not Publish.NEVER]
    conditions = conditions_of(narrowing).and_("(lat IS NULL OR service_id = ANY(%(placed)s))", placed=placed)
    return conditions.and_(SOUGHT) if narrowing.words else conditions


def _points(conditions: Conditions, *, language: str) -> tuple[MapPoint, ...]:
    services = directory.snapshot().services_by_id
    found = _rows(_POINTS, conditions.and_("lat IS NOT NULL", most=MOST_POINTS))
    return tuple(
        MapPoint(reference, services[service].name.in_language(language), Phase(phase), at, lat, lon)
        for reference, service, phase, at, lat, lon in found
    )


def _ward(number: int, count: int, *, language: str) -> MapCount:
    area = directory.snapshot().areas_by_id[number]
    return MapCount(count, area.lat, area.lon, area.code, area.name.in_language(language))


def _step(bounds: Bounds) -> float:
    """Return the side of a square: a power of two of a degree, so that zooming in parts each into four."""
    longer = max(bounds.north - bounds.south, bounds.east - bounds.west, 1e-4)
    return 2.0 ** math.ceil(math.log2(longer / _SQUARES))


def _rows(sql: str, conditions: Conditions) -> list[tuple]:  # type: ignore[type-arg]  # as the query says
    with connection.cursor() as cursor:
        cursor.execute(sql.format(conditions.sql), conditions.parameters)
        return list(cursor.fetchall())
