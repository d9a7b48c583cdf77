"""Compares outlines with the wards of the city: each once, whole, in its place, over no other."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hotline.core.text import fold
from hotline.directory.boundaries.faults import Fault
from hotline.directory.boundaries.outline import Outline, square_km
from hotline.directory.distances import distance_km
from hotline.directory.facts import AreaFacts, Directory

if TYPE_CHECKING:
    from shapely import MultiPolygon

OVERLAP_KM2 = 0.01
"""Neighbours may overlap by this much, a hectare: drawings are simplified. The largest overlap of real ones is 0.0001."""

OVERLAP_SHARE = 0.005
"""Or by this share of the smaller one, for wards of a large scale."""

FAR_KM = 5.0
"""How far from its known centre an outline may lie: beyond it the code belongs to another ward."""

_WARD_WORD = re.compile(r"^(phuong|xa|dac khu|thi tran)\s+")
_AT = re.compile(r"\[(?P<x>\S+) (?P<y>\S+)\]")


def check(outlines: Sequence[Outline], directory: Directory) -> list[Fault]:
    """Return every fault, those of the file as a whole first; a file of another place has just that one."""
    if elsewhere := _elsewhere(outlines, directory):
        return [elsewhere]
    named = [fault for outline in outlines if (fault := _wrong_ward(outline, directory))]
    bent = {outline.number: fault for outline in outlines if (fault := _broken(outline))}
    sound = [outline for outline in outlines if outline.number not in bent]
    by_number = sorted([*named, *bent.values(), *_twice(outlines), *_overlapping(sound)], key=lambda fault: fault.number)
    return [*_missing(outlines, directory), *by_number]


def _elsewhere(outlines: Sequence[Outline], directory: Directory) -> Fault | None:
    """Return the fault of a file whose features mostly lie outside the city."""
    far = [outline for outline in outlines if not _is_near(outline, directory)]
    if not far or len(far) <= len(outlines) / 2:
        return None
    lat, lon = _middle(far[0])
    km = distance_km(lat, lon, directory.city.centre_lat, directory.city.centre_lon)
    reason = (
        f"{len(far)} of {len(outlines)} features lie outside {directory.city.name.en}, the first at {lat:.4f}, {lon:.4f}, "
        f"{km:.0f} km from its centre: this is a file of another province or country"
    )
    return Fault(0, "", reason)


def _is_near(outline: Outline, directory: Directory) -> bool:
    lat, lon = _middle(outline)
    south, west, north, east = directory.city.bounds
    margin = directory.city.margin_km / 100
    return south - margin <= lat <= north + margin and west - margin <= lon <= east + margin


def _middle(outline: Outline) -> tuple[float, float]:
    west, south, east, north = outline.polygons.bounds
    return (south + north) / 2, (west + east) / 2


def _wrong_ward(outline: Outline, directory: Directory) -> Fault | None:
    ward = directory.areas.get(outline.code)
    if ward is None:
        was = next((former for former in directory.former_areas if former.code == outline.code), None)
        known = f": it was {was.name_vi}, which is no more" if was else ""
        return _fault(outline, f"code {outline.code} is no ward of {directory.city.name.en} today{known}")
    if outline.name and _bare(outline.name) != _bare(ward.name_vi):
        return _fault(outline, f"code {outline.code} is {ward.name_vi}, and the file calls it {outline.name}")
    km = _km_from(outline.polygons, ward)
    if km > FAR_KM:
        return _fault(
            outline, f"{ward.name_vi} has its centre at {ward.lat}, {ward.lon}, and this outline ends {km:.0f} km from it"
        )
    return None


def _bare(name: str) -> str:
    return _WARD_WORD.sub("", re.sub(r"[\W_]+", " ", fold(name)).strip())


def _km_from(polygons: "MultiPolygon", ward: AreaFacts) -> float:
    from shapely import Point
    from shapely.ops import nearest_points

    centre = Point(ward.lon, ward.lat)
    if polygons.intersects(centre) if polygons.is_valid else polygons.envelope.intersects(centre):
        return 0.0
    nearest, _ = nearest_points(polygons, centre)
    return distance_km(nearest.y, nearest.x, ward.lat, ward.lon)


def _broken(outline: Outline) -> Fault | None:
    import shapely

    if shapely.is_valid(outline.polygons) and not outline.polygons.is_empty:
        return None
    reason = shapely.is_valid_reason(outline.polygons)
    at = _AT.search(reason)
    where = f" near {float(at['y']):.5f}, {float(at['x']):.5f} (latitude, longitude)" if at else ""
    said = "a ring that crosses itself" if "Self-intersection" in reason else reason.split("[")[0].lower()
    return _fault(outline, f"its outline is broken: {said}{where}")


def _twice(outlines: Sequence[Outline]) -> Iterator[Fault]:
    first: dict[str, Outline] = {}
    for outline in outlines:
        before = first.setdefault(outline.code, outline)
        if before is not outline:
            yield _fault(outline, f"code {outline.code} stands in feature {before.number} already")


def _overlapping(outlines: Sequence[Outline]) -> Iterator[Fault]:
    """Give each pair that lies over each other by more than drawing explains, on the later of the two."""
    import shapely

    if not outlines:
        return
    shapes = [outline.polygons for outline in outlines]
    for here, there in zip(*shapely.STRtree(shapes).query(shapes, predicate="intersects"), strict=True):
        one, other = outlines[int(here)], outlines[int(there)]
        if one.number <= other.number or one.code == other.code:
            continue
        common = square_km(one.polygons.intersection(other.polygons))
        if common > max(OVERLAP_KM2, OVERLAP_SHARE * min(square_km(one.polygons), square_km(other.polygons))):
            called = f"feature {other.number}" + (f" ({other.name})" if other.name else "")
            yield _fault(one, f"it lies over {common:.2f} km² of {called}")


def _missing(outlines: Sequence[Outline], directory: Directory) -> Iterator[Fault]:
    given = {outline.code for outline in outlines}
    lacking = [ward for ward in directory.wards if ward.code not in given]
    if lacking:
        names = ", ".join(f"{ward.name_vi} ({ward.code})" for ward in lacking[:8])
        more = f" and {len(lacking) - 8} more" if len(lacking) > 8 else ""
        yield Fault(0, "", f"{len(lacking)} of {len(directory.wards)} wards have no outline: {names}{more}")


def _fault(outline: Outline, reason: str) -> Fault:
    return Fault(outline.number, outline.name, reason)
