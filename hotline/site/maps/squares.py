"""Which squares of the tile pyramid lie over the city: nobody may have the source asked for any other."""

import math
from dataclasses import dataclass

from hotline.directory.facts import CityFacts

LOWEST, HIGHEST = 7, 18
"""Zooms that a tile may be asked for: the city in a hand's width, and single houses."""

_MARGIN = 0.15
"""Degrees around the city's box that a view of its border shows too."""


@dataclass(frozen=True, slots=True)
class Square:
    """One tile in the usual numbering: zoom, column from the west, row from the north (Web Mercator)."""

    z: int
    x: int
    y: int


def is_of_city(square: Square, city: CityFacts) -> bool:
    """Return whether the tile shows anything of the city or of what is just around it."""
    if not LOWEST <= square.z <= HIGHEST:
        return False
    south, west, north, east = city.bounds
    left, top = _numbers(north + _MARGIN, west - _MARGIN, square.z)
    right, bottom = _numbers(south - _MARGIN, east + _MARGIN, square.z)
    return left <= square.x <= right and top <= square.y <= bottom


def _numbers(lat: float, lon: float, z: int) -> tuple[int, int]:
    """Return column and row of the tile that holds a point."""
    across = 2**z
    column = (lon + 180) / 360 * across
    row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * across
    return int(column), int(row)
