"""One ward's outline as a file gives it."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely import MultiPolygon
    from shapely.geometry.base import BaseGeometry

_KM_PER_DEGREE = 111.195


@dataclass(frozen=True, slots=True)
class Outline:
    """Feature `number` of the file, from 1: the ward it claims to be, and its polygons in degrees (x is longitude)."""

    number: int
    code: str
    name: str
    polygons: "MultiPolygon"


def square_km(shape: "BaseGeometry") -> float:
    """Return the area of polygons in degrees of WGS84, in square kilometres; right to a per cent in Viet Nam."""
    if shape.is_empty:
        return 0.0
    south, north = shape.bounds[1], shape.bounds[3]
    return float(shape.area) * _KM_PER_DEGREE**2 * math.cos(math.radians((south + north) / 2))
