"""Official boundaries: a GeoJSON file read and checked, before any of it is believed."""

from hotline.directory.boundaries.checking import check
from hotline.directory.boundaries.faults import BadBoundaries, Fault
from hotline.directory.boundaries.outline import Outline, square_km
from hotline.directory.boundaries.reading import read_outlines

__all__ = ["BadBoundaries", "Fault", "Outline", "check", "read_outlines", "square_km"]
