"""Taking official boundaries in: all of a file or nothing, and the same file again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from hotline.directory import queries
from hotline.directory.boundaries import BadBoundaries, Outline, check, read_outlines, square_km
from hotline.directory.facts import AreaFacts, Directory
from hotline.directory.models import AreaBoundary, BoundaryImport

_LOCK = 1022_0002
"""Number of the advisory lock under which boundaries are imported one file after the other."""


@dataclass(frozen=True, slots=True)
class Change:
    """One ward whose outline is new or another: square kilometres before (None: it had none) and after."""

    area: AreaFacts
    before: float | None
    after: float


@dataclass(frozen=True, slots=True)
class ImportedBoundaries:
    """What the import did, or would do: the wards that change, and how many stay as they are."""

    city: str
    changes: tuple[Change, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    """An outline as it is kept."""

    area: AreaFacts
    outline: bytes
    digest: str
    square_km: float


def import_boundaries(
    content: bytes,
    *,
    file_name: str,
    now: datetime,
    code_field: str = "code",
    name_field: str = "name",
    only_ours: bool = False,
    dry: bool = False,
) -> ImportedBoundaries:
    """Make the outlines of a GeoJSON file those of the city's wards; with `dry`, only say what would change.

    Every ward of today must be in it. A ward whose outline is another keeps its old one as closed since today. Web
    processes see the new ones within seconds. With `only_ours`, features of other wards are left out: a file of a whole
    province for a city that is part of it. Raises BadBoundaries with every fault and changes nothing then.
    """
    outlines = read_outlines(content, code_field=code_field, name_field=name_field)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        queries.forget()
        directory = queries.snapshot()
        if only_ours:
            outlines = [outline for outline in outlines if outline.code in directory.areas]
        if faults := check(outlines, directory):
            raise BadBoundaries(faults)
        drawn = [_drawn(outline, directory.areas[outline.code]) for outline in outlines]
        done = _settle(drawn, directory, file_name=file_name, digest=sha256(content).hexdigest(), now=now, dry=dry)
    queries.forget()
    return done


def _drawn(outline: Outline, area: AreaFacts) -> _Drawn:
    """Return the outline in normal form: where a ring begins and which way it runs makes no difference."""
    import shapely

    written = bytes(shapely.to_wkb(shapely.normalize(outline.polygons), byte_order=1))
    return _Drawn(area, written, sha256(written).hexdigest(), square_km(outline.polygons))


def _settle(
    drawn: Sequence[_Drawn], directory: Directory, *, file_name: str, digest: str, now: datetime, dry: bool
) -> ImportedBoundaries:
    standing = {row.area_id: row for row in AreaBoundary.objects.filter(valid_to__isnull=True)}
    others = [one for one in drawn if one.area.id not in standing or standing[one.area.id].digest != one.digest]
    replaced = [standing[one.area.id] for one in others if one.area.id in standing]
    sizes = {row.area_id: _size(row) for row in replaced}
    if others and not dry:
        today = now.astimezone(directory.city.zone).date()
        source = BoundaryImport.objects.create(file_name=file_name[:255], digest=digest, imported_at=now)
        for row in replaced:
            row.valid_to = max(today, row.valid_from)
        AreaBoundary.objects.bulk_update(replaced, ["valid_to"])
        AreaBoundary.objects.bulk_create(
            AreaBoundary(area_id=one.area.id, outline=one.outline, digest=one.digest, source=source, valid_from=today)
            for one in others
        )
    changes = tuple(Change(one.area, sizes.get(one.area.id), one.square_km) for one in others)
    return ImportedBoundaries(directory.city.name.vi, changes, unchanged=len(drawn) - len(others))


def _size(row: AreaBoundary) -> float:
    import shapely

    return square_km(shapely.from_wkb(bytes(row.outline)))
