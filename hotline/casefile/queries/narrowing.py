"""What public lists, searches and maps are narrowed to, as conditions on the public entries."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from hotline.core.searching import Query
from hotline.core.status import Phase
from hotline.directory import queries as directory


@dataclass(frozen=True, slots=True)
class Bounds:
    """A window in degrees of WGS84."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which cases: empty means all. `services` and `area` are codes, `since` the moment of reception, `words` looked for.

    `bounds`: whose public point, or whose ward's centre where only the ward is public, lies in the window.
    """

    services: tuple[str, ...] = ()
    area: str = ""
    phase: Phase | None = None
    since: datetime | None = None
    words: Query | None = None
    reference: str = ""
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions on `casefile_publicentry` as SQL, joined by AND, and their parameters by name."""

    sql: str
    parameters: dict[str, Any]

    def and_(self, sql: str, **parameters: object) -> "Conditions":
        """Return these and one more."""
        return Conditions(f"{self.sql} AND {sql}", {**self.parameters, **parameters})


SOUGHT = "document @@ %(words)s::tsquery"


def conditions_of(narrowing: Narrowing) -> Conditions:
    """Return the conditions but for the words, which each query places where they cost least.

    Raises KeyError for a service or an area that the profile does not have.
    """
    snapshot = directory.snapshot()
    found = Conditions("true", {"words": narrowing.words.tsquery if narrowing.words else ""})
    if narrowing.services:
        ids = [snapshot.services[code].id for code in narrowing.services]
        found = found.and_("service_id = ANY(%(services)s)", services=ids)
    if narrowing.area:
        found = found.and_("area_id = %(area)s", area=snapshot.areas[narrowing.area].id)
    if narrowing.phase:
        found = found.and_("phase = %(phase)s", phase=narrowing.phase.value)
    if narrowing.since:
        found = found.and_("received_at >= %(since)s", since=narrowing.since)
    if narrowing.reference:
        found = found.and_("reference = %(reference)s", reference=narrowing.reference)
    return _inside(found, narrowing.bounds) if narrowing.bounds else found


def wards_inside(bounds: Bounds) -> list[int]:
    """Return the numbers of the wards whose centres lie in a window."""
    inside = [
        ward
        for ward in directory.snapshot().wards
        if bounds.south <= ward.lat <= bounds.north and bounds.west <= ward.lon <= bounds.east
    ]
    return [ward.id for ward in inside]


POINT_INSIDE = "lat BETWEEN %(south)s AND %(north)s AND lon BETWEEN %(west)s AND %(east)s"
WARD_INSIDE = "lat IS NULL AND area_id = ANY(%(wards)s)"


def _inside(found: Conditions, bounds: Bounds) -> Conditions:
    return found.and_(f"({POINT_INSIDE} OR {WARD_INSIDE})", wards=wards_inside(bounds), **asdict(bounds))
