"""Figures of wards and agencies, on the boundaries of today or on those before an administrative change."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from hotline.core.ordering import vietnamese_key
from hotline.core.streams import EVERY, Streams
from hotline.directory import queries as directory
from hotline.directory.facts import Directory, SuccessionFacts


@dataclass(frozen=True, slots=True)
class WardFigures:
    """What one ward has: `name` empty for cases without a known place; `has_ended`: it stands no more."""

    code: str
    name: str
    received: int
    open: int
    resolved: int
    refused: int
    has_ended: bool = False


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """What one agency was given, and how that stands."""

    name: str
    given: int
    in_hand: int
    done: int
    returned: int
    has_ended: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a city. `before`: the change on whose old boundaries they are, None for those of today."""

    before: SuccessionFacts | None
    wards: tuple[WardFigures, ...]
    agencies: tuple[AgencyFigures, ...]

    @property
    def sums(self) -> WardFigures:
        """Return the sums over all wards: the same on any boundaries."""
        received, still_open, resolved, refused = (
            sum(getattr(one, name) for one in self.wards) for name in ("received", "open", "resolved", "refused")
        )
        return WardFigures("", "", received, still_open, resolved, refused)


def figures(*, before: int | None, streams: Streams = EVERY, language: str) -> Figures:
    """Return the figures of today's boundaries, or of those before the change with this number. Raises KeyError.

    Those of wards count the cases of some of the city's hotlines alone, where `streams` says which.
    """
    change = None if before is None else {one.id: one for one in directory.successions()}[before]
    city = directory.snapshot()
    wards = sorted(
        _wards(city, change, streams, language=language), key=lambda one: (one.name == "", vietnamese_key(one.name), one.code)
    )
    agencies = sorted(_agencies(city, change, language=language), key=lambda one: (-one.given, vietnamese_key(one.name)))
    return Figures(change, tuple(wards), tuple(agencies))


def _wards(city: Directory, change: SuccessionFacts | None, streams: Streams, *, language: str) -> Iterable[WardFigures]:
    sole = [(area, after[0]) for area, after in city.areas_after.items() if len(after) == 1 and change is None]
    asked = {
        "before": change.id if change else None,
        "closed": [area for area, _after in sole],
        "followers": [after for _area, after in sole],
        "streams": sorted(streams),
    }
    districts = {former.id: former.within_vi for former in city.former_areas}  # of many a "Phường 4" only that says which
    for area_id, received, still_open, resolved, refused in _rows("by_area", asked):
        area = city.areas_by_id.get(area_id)
        if area is None:
            yield WardFigures("", "", received, still_open, resolved, refused)
        else:
            ended = city.areas.get(area.code) is not area
            name = ", ".join(filter(None, (area.name.in_language(language), districts.get(area_id))))
            yield WardFigures(area.code, name, received, still_open, resolved, refused, ended)


def _agencies(city: Directory, change: SuccessionFacts | None, *, language: str) -> Iterable[AgencyFigures]:
    heirs = [(before, after) for after, of_it in city.units_before.items() for before in of_it if change is None]
    asked = {
        "before": change.made_at if change else None,
        "ended": [before for before, _after in heirs],
        "heirs": [after for _before, after in heirs],
    }
    for unit_id, given, in_hand, done, returned in _rows("by_unit", asked):
        unit = city.units_by_id[unit_id]
        ended = city.units.get(unit.code) is not unit
        yield AgencyFigures(unit.name.in_language(language), given, in_hand, done, returned, ended)


def _rows(name: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_sql(name), parameters)
        return list(cursor.fetchall())


@cache
def _sql(name: str) -> str:
    return (Path(__file__).resolve().parent / "sql" / f"{name}.sql").read_text()
