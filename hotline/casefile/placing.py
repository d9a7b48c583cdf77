"""The H3 cell of a place: hot spots and neighbours are found by it."""

import h3

from hotline.core.facts import Place

RESOLUTION = 9
"""About 0.1 km² a cell: a few blocks of a city."""


def cell_of(place: Place) -> str:
    """Return the H3 index of the place's point, or an empty text without one."""
    if place.lat is None or place.lon is None:
        return ""
    return str(h3.latlng_to_cell(place.lat, place.lon, RESOLUTION))
