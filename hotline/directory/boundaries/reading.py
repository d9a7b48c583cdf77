"""Reads GeoJSON (RFC 7946) as offices send it: what is not GeoJSON, not in degrees, or has no closed ring is said so."""

import json
import math
from collections.abc import Iterator
from typing import Any

from hotline.core.text import shorten
from hotline.directory.boundaries.faults import BadBoundaries, Fault
from hotline.directory.boundaries.outline import Outline

type Point = tuple[float, float]
type Ring = list[Point]

_WGS84 = ("CRS84", "EPSG:4326", "EPSG::4326", "WGS84", "WGS 84")
_NOT_JSON = {
    b"PK": "a zip archive, perhaps a shapefile: export it as GeoJSON in WGS84",
    b"<": "XML, perhaps KML or GML: export it as GeoJSON in WGS84",
    b"\x00\x00\x27\x0a": "a shapefile: export it as GeoJSON in WGS84",
}


class _Unreadable(Exception):
    """Why one feature cannot be read."""


class _NotDegrees(_Unreadable):
    """Coordinates of a projection in metres, or with their order changed over."""


def read_outlines(content: bytes, *, code_field: str, name_field: str) -> list[Outline]:
    """Return the features' outlines, in the order of the file. Raises BadBoundaries with every fault.

    `code_field` and `name_field` are the properties that hold a ward's national code and its name.
    """
    features = _features(_document(content))
    outlines: list[Outline] = []
    faults: list[Fault] = []
    strangers: list[Fault] = []
    for number, feature in enumerate(features, start=1):
        name = _name(feature, name_field)
        try:
            outlines.append(Outline(number, _code(feature, code_field), name, _polygons(feature)))
        except _NotDegrees as error:
            strangers.append(Fault(number, name, str(error)))
        except _Unreadable as error:
            faults.append(Fault(number, name, str(error)))
    if len(strangers) > len(features) / 2:
        raise BadBoundaries([Fault(0, "", f"{strangers[0].reason} ({len(strangers)} of {len(features)} features)")])
    if faults or strangers:
        raise BadBoundaries(sorted([*faults, *strangers], key=lambda fault: fault.number))
    return outlines


def _document(content: bytes) -> Any:
    for beginning, reason in _NOT_JSON.items():
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(beginning):
            raise BadBoundaries([Fault(0, "", f"this is not GeoJSON but {reason}")])
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        reason = "this is not GeoJSON: it is not text in UTF-8"
    except json.JSONDecodeError as error:
        reason = f"this is not GeoJSON: line {error.lineno}, column {error.colno}: {error.msg}"
    except RecursionError:
        reason = "this is not GeoJSON: it is nested too deeply"
    raise BadBoundaries([Fault(0, "", reason)])


def _features(document: Any) -> list[Any]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind != "FeatureCollection" or not isinstance(document.get("features"), list):
        found = f"a {kind}" if isinstance(kind, str) else "something else"
        raise BadBoundaries([Fault(0, "", f"a GeoJSON FeatureCollection is needed, and this is {shorten(found, width=40)}")])
    if system := _other_system(document.get("crs")):
        reason = f"it says that its coordinates are of {system}: convert it to WGS84 (EPSG:4326) first"
        raise BadBoundaries([Fault(0, "", reason)])
    if not document["features"]:
        raise BadBoundaries([Fault(0, "", "it has no features")])
    return list(document["features"])


def _other_system(system: Any) -> str:
    """Return the coordinate system that an old-style `crs` names, when it is not WGS84."""
    if system is None:
        return ""
    properties = system.get("properties") if isinstance(system, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    return "" if name.upper().endswith(_WGS84) else shorten(name or "an unnamed system", width=60)


def _name(feature: Any, field: str) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    value = properties.get(field) if isinstance(properties, dict) else None
    return shorten(value, width=60) if isinstance(value, str) else ""


def _code(feature: Any, field: str) -> str:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Unreadable("it is no GeoJSON Feature")
    properties = feature.get("properties")
    value = properties.get(field) if isinstance(properties, dict) else None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 100_000:
        return f"{value:05d}"  # a spreadsheet on the way made a number of it
    if isinstance(value, str) and value.strip():
        return value.strip()
    known = ", ".join(sorted(map(str, properties))[:12]) if isinstance(properties, dict) else "none"
    raise _Unreadable(f"it has no property '{field}' with the ward's code (--code names another; it has: {known})")


def _polygons(feature: dict[str, Any]) -> Any:
    import shapely

    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise _Unreadable(f"a Polygon or MultiPolygon is needed, and it has {kind or 'no geometry'}")
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(parts, list) or not parts:
        raise _Unreadable("it has no coordinates")
    return shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in map(_rings, parts)])


def _rings(part: Any) -> list[Ring]:
    if not isinstance(part, list) or not part:
        raise _Unreadable("it has a polygon without a ring")
    return [list(_ring(ring)) for ring in part]


def _ring(ring: Any) -> Iterator[Point]:
    if not isinstance(ring, list) or len(ring) < 4:
        raise _Unreadable("it has a ring of fewer than four points")
    if ring[0] != ring[-1]:
        raise _Unreadable("it has a ring that does not end where it begins")
    for point in ring:
        yield _point(point)


def _point(point: Any) -> Point:
    is_pair = isinstance(point, list) and len(point) >= 2
    if not is_pair or not all(isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n) for n in point[:2]):
        raise _Unreadable("it has coordinates that are no pair of numbers")
    x, y = float(point[0]), float(point[1])
    if abs(x) > 180 or abs(y) > 180:
        raise _NotDegrees(
            f"its coordinates ({x:.0f}, {y:.0f}) are not degrees but of another projection, perhaps VN-2000 in metres: "
            "convert it to WGS84 (EPSG:4326) first"
        )
    if abs(y) > 90:
        raise _NotDegrees(f"its coordinates ({x:.4f}, {y:.4f}) have latitude before longitude: GeoJSON wants longitude first")
    return x, y
