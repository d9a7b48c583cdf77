"""What a window of the public map shows: points while they are few, squares of a grid with their numbers when they are many.

A case whose place is public only as a ward, or not approved by anybody yet, is counted at its ward.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from hotline.core.facts import PublicPlace, Publish
from hotline.core.status import Phase
from hotline.directory import queries as directory

from .narrowing import SOUGHT, Bounds, Conditions, Narrowing, conditions_of

MOST_POINTS = 1000
NEWEST = 5000
"""How many of a window's cases are counted, the newest: a window costs the same over a city of ten years."""

_SQUARES = 14  # along the longer side of a window

_WINDOW = """
WITH newest AS MATERIALIZED (
    SELECT reference, service_id, phase, lat, lon, CASE WHEN lat IS NULL THEN area_id END AS ward FROM casefile_publicentry
    WHERE {} ORDER BY received_at DESC LIMIT %(newest)s
), counted AS (
    SELECT count(*) AS cases, count(lat) AS points FROM newest
)
SELECT ward, count(*), avg(lat), avg(lon), NULL AS reference, NULL AS service, NULL AS phase FROM newest
GROUP BY ward, floor(lat / %(step)s::float8), floor(lon / %(step)s::float8)
UNION ALL
SELECT NULL, NULL, lat, lon, reference, service_id, phase FROM newest, counted
WHERE lat IS NOT NULL AND cases < %(newest)s AND points <= %(most)s
"""
"""Counts of the squares and the wards, and the points themselves where they are few: those have a reference."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One case at its public point, rounded to about a hundred metres."""

    reference: str
    service_name: str
    phase: Phase
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
    found = _rows(conditions.and_("true", newest=NEWEST, most=MOST_POINTS, step=_step(bounds)))
    counted = [row[:4] for row in found if row[4] is None]
    is_cut = sum(count for _ward, count, _lat, _lon in counted) >= NEWEST
    wards = tuple(_ward(ward, count, language=language) for ward, count, _lat, _lon in counted if ward is not None)
    squares = tuple(MapCount(count, round(lat, 4), round(lon, 4)) for ward, count, lat, lon in counted if ward is None)
    if is_cut or sum(one.count for one in squares) > MOST_POINTS:
        return MapWindow((), squares, wards, is_cut)
    return MapWindow(_points([row[2:] for row in found if row[4] is not None], language=language), (), wards)


def _conditions(narrowing: Narrowing) -> Conditions:
    """Return the conditions; a service whose point is no longer public is left out before its entries are made anew."""
    services = directory.snapshot().services_by_id.values()
    placed = [one.id for one in services if one.place_public is PublicPlace.POINT and one.publish is not Publish.NEVER]
    conditions = conditions_of(narrowing).and_("(lat IS NULL OR service_id = ANY(%(placed)s))", placed=placed)
    return conditions.and_(SOUGHT) if narrowing.words else conditions


def _points(rows: list[tuple[Any, ...]], *, language: str) -> tuple[MapPoint, ...]:
    names = {number: service.name.in_language(language) for number, service in directory.snapshot().services_by_id.items()}
    phases = {phase.value: phase for phase in Phase}
    return tuple(MapPoint(reference, names[number], phases[phase], lat, lon) for lat, lon, reference, number, phase in rows)


def _ward(number: int, count: int, *, language: str) -> MapCount:
    area = directory.snapshot().areas_by_id[number]
    return MapCount(count, area.lat, area.lon, area.code, area.name.in_language(language))


def _step(bounds: Bounds) -> float:
    """Return the side of a square: a power of two of a degree, so that zooming in parts each into four."""
    longer = max(bounds.north - bounds.south, bounds.east - bounds.west, 1e-4)
    return 2.0 ** math.ceil(math.log2(longer / _SQUARES))


def _rows(conditions: Conditions) -> list[tuple[Any, ...]]:  # as the query says
    with connection.cursor() as cursor:
        cursor.execute(_WINDOW.format(conditions.sql), conditions.parameters)
        return list(cursor.fetchall())
