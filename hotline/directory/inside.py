"""Point in polygon over a city's wards, for the path that every report takes.

A net of squares says which few outlines can hold a point; each is asked by its prepared polygon. That takes about a third
of the time of a search tree, which makes a point object and works on outlines that cannot be kept prepared.
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_PER_DEGREE = 50
"""Squares on a degree: about 2.2 km wide, so that a dense city's hold a handful of outlines."""


class Inside:
    """The outlines of wards in WGS84, given as WKB by code, ready to be asked from several threads."""

    def __init__(self, outlines: Mapping[str, bytes]) -> None:
        import shapely  # numpy comes with it: a third of a second that a start need not pay

        self._covers = shapely.intersects_xy
        self._squares: dict[tuple[int, int], list[tuple[str, BaseGeometry]]] = {}
        for code, written in outlines.items():
            outline = shapely.from_wkb(written)
            shapely.prepare(outline)
            west, south, east, north = outline.bounds
            self._covers(outline, west, south)  # builds its index now: two threads must not do it at once
            for row in range(_square(south), _square(north) + 1):
                for column in range(_square(west), _square(east) + 1):
                    self._squares.setdefault((row, column), []).append((code, outline))

    def code_at(self, lat: float, lon: float) -> str | None:
        """Return the code of the ward around the point; on a border, that with the lower code. None: no ward is."""
        for code, outline in self._squares.get((_square(lat), _square(lon)), ()):
            if self._covers(outline, lon, lat):
                return code
        return None


def _square(degrees: float) -> int:
    return math.floor(degrees * _PER_DEGREE)
