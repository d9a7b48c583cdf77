"""The wards drawn for a browser: their outlines in fewer points, as GeoJSON; just their names at centres without boundaries.

Neighbours are simplified together, so that a border they share stays one line.
"""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from hotline.directory.facts import Directory

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MOST_BYTES = 80_000
"""What the gzipped drawing may weigh: a citizen's page has 250 kB for everything."""

_TOLERANCES = (0.0004, 0.0008, 0.0016, 0.0032, 0.0064)
_DECIMALS = 4  # about 11 m


@dataclass(frozen=True, slots=True)
class Drawing:
    """A GeoJSON document, gzipped, and the digest of its content."""

    packed: bytes
    digest: str


@lru_cache(maxsize=2)
def drawing(directory: Directory) -> Drawing:
    """Return every ward of today as a GeoJSON feature; its geometry is null where no boundary was imported.

    Properties: `code`, `vi` and `en` (its name), `lat` and `lon` (its centre in degrees of WGS84). The members `bounds`
    (west, south, east, north) and `centre` (lat, lon) are the city's; `former` gives name, lat and lon of former wards,
    which people know their way by. Takes about half a second, once for each import.
    """
    content, packed = b"", b""
    for tolerance in _TOLERANCES:
        content = _document(directory, _simplified(directory, tolerance))
        packed = gzip.compress(content, 9, mtime=0)
        if len(packed) <= MOST_BYTES:
            break
    return Drawing(packed, sha256(content).hexdigest()[:20])


def _simplified(directory: Directory, tolerance: float) -> dict[str, "BaseGeometry"]:
    if not directory.outlines:
        return {}
    import shapely

    read = [shapely.from_wkb(outline) for outline in directory.outlines.values()]
    return dict(zip(directory.outlines, shapely.coverage_simplify(read, tolerance), strict=True))


def _document(directory: Directory, outlines: dict[str, "BaseGeometry"]) -> bytes:
    south, west, north, east = directory.city.bounds
    document = {
        "type": "FeatureCollection",
        "bounds": [west, south, east, north],
        "centre": [directory.city.centre_lat, directory.city.centre_lon],
        "former": [[former.name_vi, former.lat, former.lon] for former in directory.former_areas],
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "code": ward.code,
                    "vi": ward.name_vi,
                    "en": ward.name_en,
                    "lat": ward.lat,
                    "lon": ward.lon,
                },
                "geometry": _geometry(outlines.get(ward.code)),
            }
            for ward in directory.wards
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _geometry(outline: "BaseGeometry | None") -> dict[str, Any] | None:
    if outline is None or outline.is_empty:
        return None
    polygons = getattr(outline, "geoms", [outline])
    rings = [[_ring(ring) for ring in (polygon.exterior, *polygon.interiors)] for polygon in polygons]
    return {"type": "MultiPolygon", "coordinates": rings}


def _ring(ring: Any) -> list[list[float]]:
    return [[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in ring.coords]
