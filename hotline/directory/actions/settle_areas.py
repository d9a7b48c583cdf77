"""Areas as rows: those of today open, former ones closed, with who follows whom."""

from collections.abc import Iterable
from datetime import date

from hotline.core.text import fold
from hotline.directory.actions.rewriting import rewritten
from hotline.directory.facts import AreaKind
from hotline.directory.models import Area, AreaSuccession
from hotline.directory.profile.package_areas import FormerArea, PackageArea, PackageAreas
from hotline.directory.succession.document import ChangeDocument, Standing

_FORMER_KINDS = {
    "Phường": AreaKind.WARD,
    "Xã": AreaKind.COMMUNE,
    "Thị": AreaKind.TOWNSHIP,
    "Huyện": AreaKind.DISTRICT,
    "Đặc": AreaKind.SPECIAL_ZONE,
}


def settle_areas(package: PackageAreas, *, since: date, today: date) -> dict[str, Area]:
    """Make the rows say what the package says and return those of today by code.

    `since` is the day on which the areas of the package began. An area that is another one under its old code is closed
    and followed by a new row; by which, the package says for former areas, else it is the one that has its code now.
    """
    standing = {row.code: row for row in Area.objects.filter(valid_to__isnull=True)}
    day = since if not standing or since > max(row.valid_from or since for row in standing.values()) else today
    wanted = {area.code: area for area in package.areas}
    changed = {code for code, row in standing.items() if code in wanted and not _is_same(row, wanted[code])}
    closed = [row for code, row in standing.items() if code in changed or code not in wanted]
    for row in closed:
        row.valid_to = max(day, row.valid_from or day)
    Area.objects.bulk_update(closed, ["valid_to"])
    kept = [row for code, row in standing.items() if code in wanted and code not in changed]
    corrected = [row for row in kept if _is_corrected(row, wanted[row.code])]
    Area.objects.bulk_update(corrected, ["name_vi", "name_en", "lat", "lon", "square_km"])
    opened = [_opened(area, day) for code, area in wanted.items() if code not in standing or code in changed]
    Area.objects.bulk_create(opened)
    areas = {row.code: row for row in (*kept, *opened)}
    told = {(area.code, fold(area.name_vi)) for area in package.former}
    renamed = [row for row in closed if row.code in changed and (row.code, fold(row.name_vi)) not in told]
    _succeed((row, areas[row.code], True) for row in renamed)
    _settle_former(package.former, areas, ended_on=since)
    return areas


def succeed_areas(change: ChangeDocument, *, day: date) -> dict[str, Area]:
    """Close the areas that a change ends, open those that begin, write down who follows whom; return those of today by code.

    A ward that takes others in is another one, even under its old code and name.
    """
    standing = {row.code: row for row in Area.objects.filter(valid_to__isnull=True)}
    closed = [standing.pop(code) for code, _name in change.closed]
    for row in closed:
        row.valid_to = max(day, row.valid_from or day)
    Area.objects.bulk_update(closed, ["valid_to"])
    wanted = {area.code: area for area in change.areas}
    opened = [_opened(wanted[code], day) for code in change.opened]
    Area.objects.bulk_create(opened)
    standing |= {row.code: row for row in opened}
    ended = {row.code: row for row in closed}
    _succeed((ended[one.before], standing[one.after], one.is_main) for one in change.followings)
    return standing


def _is_same(row: Area, area: PackageArea) -> bool:
    """Return whether the row still means this area: its kind and, but for accents and case, its name."""
    return row.kind == area.kind and fold(row.name_vi) == fold(area.name_vi)


def _is_corrected(row: Area, area: PackageArea) -> bool:
    place = {"lat": area.lat, "lon": area.lon, "square_km": area.square_km}
    return rewritten(row, name_vi=area.name_vi, name_en=area.name_en, **place)


def _opened(area: PackageArea | Standing, day: date) -> Area:
    return Area(
        code=area.code,
        kind=area.kind.value,
        name_vi=area.name_vi,
        name_en=area.name_en,
        within_vi=area.district_vi,
        lat=area.lat,
        lon=area.lon,
        square_km=area.square_km,
        valid_from=day,
    )


def _settle_former(former: Iterable[FormerArea], areas: dict[str, Area], *, ended_on: date) -> None:
    """Keep a closed row for each former area, and who follows it. When it began is not known."""
    known = {(row.code, fold(row.name_vi)): row for row in Area.objects.filter(valid_to__isnull=False)}
    places = {(area.code, fold(area.name_vi)): area for area in former}
    missing = [
        Area(
            code=area.code,
            kind=_FORMER_KINDS[area.name_vi.split(" ")[0]].value,
            name_vi=area.name_vi,
            name_en=area.name_vi,
            within_vi=area.district_vi if area.district_vi != area.name_vi else "",
            lat=area.lat,
            lon=area.lon,
            valid_to=ended_on,
        )
        for key, area in places.items()
        if key not in known
    ]
    Area.objects.bulk_create(missing)
    rows = known | {(row.code, fold(row.name_vi)): row for row in missing}
    _succeed((rows[key], areas[code], rank == 0) for key, area in places.items() for rank, code in enumerate(area.successors))


def _succeed(pairs: Iterable[tuple[Area, Area, bool]]) -> None:
    """Write down who follows whom, where it is not written yet; a former area keeps the main successor it has."""
    known = set(AreaSuccession.objects.values_list("before_id", "after_id"))
    AreaSuccession.objects.bulk_create(
        AreaSuccession(before=before, after=after, is_main=is_main)
        for before, after, is_main in pairs
        if (before.pk, after.pk) not in known
    )
