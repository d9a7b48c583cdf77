"""Boundary files for tests: every ward of the city drawn as the places that are nearest to its centre."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import shapely

from hotline.directory.queries import snapshot

type Feature = dict[str, Any]


def features() -> list[Feature]:
    """Return the city's wards, with borders in common and no gap between them."""
    wards = snapshot().wards
    cells = _cells(tuple((ward.lon, ward.lat) for ward in wards), snapshot().city.bounds)
    return [feature(ward.code, ward.name_vi, cell) for ward, cell in zip(wards, cells, strict=True)]


@cache
def _cells(centres: tuple[tuple[float, float], ...], bounds: tuple[float, float, float, float]) -> list[Any]:
    points = shapely.MultiPoint(centres)
    south, west, north, east = bounds
    box = shapely.box(west, south, east, north)
    drawn = shapely.voronoi_polygons(points, extend_to=points.buffer(0.2), ordered=True).geoms
    return [cell.intersection(box) for cell in drawn]


def feature(code: str, name: str, outline: Any) -> Feature:
    """Return a feature as the national data set writes it."""
    geometry = json.loads(shapely.to_geojson(outline))
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry}


def file_of(these: list[Feature], **members: Any) -> bytes:
    """Return a GeoJSON file."""
    return json.dumps({"type": "FeatureCollection", **members, "features": these}, ensure_ascii=False).encode()


def changed(these: list[Feature], change: Callable[[float, float], list[float]]) -> list[Feature]:
    """Return the features with each point changed."""
    return [
        {**one, "geometry": {**one["geometry"], "coordinates": _changed(one["geometry"]["coordinates"], change)}} for one in these
    ]


def _changed(part: Any, change: Callable[[float, float], list[float]]) -> Any:
    if isinstance(part[0], int | float):
        return change(part[0], part[1])
    return [_changed(inner, change) for inner in part]
