"""Agencies as rows: whoever changed its meaning is closed, and another opened that follows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hotline.core.text import fold
from hotline.directory.actions.rewriting import rewritten
from hotline.directory.facts import UnitKind
from hotline.directory.models import Area, AreaSuccession, Unit, UnitSuccession
from hotline.directory.profile.package_areas import PackageArea, PackageAreas
from hotline.directory.profile.schema import Profile
from hotline.directory.profile.unit_schema import WardCommittees


@dataclass(frozen=True, slots=True)
class SettledUnits:
    """The units that stand now by code, and the codes of those closed and opened by this loading."""

    open: dict[str, Unit]
    closed: tuple[str, ...]
    opened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A unit as the profile wants it. `since` None: from the first day of the profile, or the day of a later loading."""

    code: str
    kind: UnitKind
    name_vi: str
    name_en: str
    parent: str | None
    area: Area | None
    since: date | None
    until: date | None
    made_up: bool


def settle_units(profile: Profile, areas: dict[str, Area], package: PackageAreas, *, today: date) -> SettledUnits:
    """Make the rows say what the profile says about agencies. `areas` are the areas of today by code."""
    wanted = {unit.code: unit for unit in (*_named(profile), *_committees(profile, areas, package))}
    newest = {row.code: row for row in Unit.objects.order_by("valid_from", "id")}
    first_day = today if newest else profile.city.since
    same = {code: row for code, row in newest.items() if code in wanted and _is_same(row, wanted[code])}
    closed = [row for code, row in newest.items() if code not in same and row.valid_to is None]
    for row in closed:
        row.valid_to = max(today, row.valid_from)
    Unit.objects.bulk_update(closed, ["valid_to"])
    corrected = [row for code, row in same.items() if _is_corrected(row, wanted[code])]
    Unit.objects.bulk_update(corrected, ["name_vi", "name_en", "made_up", "valid_to"])
    opened = [_opened(unit, first_day) for code, unit in wanted.items() if code not in same]
    Unit.objects.bulk_create(opened)
    rows = {row.code: row for row in (*same.values(), *opened)}
    below = {code: rows[above].pk if (above := wanted[code].parent) else None for code in rows}
    Unit.objects.bulk_update([row for code, row in rows.items() if rewritten(row, parent_id=below[code])], ["parent"])
    _settle_successions(profile, closed, rows)
    return SettledUnits(
        open={code: row for code, row in rows.items() if row.valid_to is None or row.valid_to > today},
        closed=tuple(sorted(row.code for row in closed)),
        opened=tuple(sorted(row.code for row in opened)),
    )


def _named(profile: Profile) -> Iterable[_Wanted]:
    for unit in profile.units:
        yield _Wanted(unit.code, unit.kind, unit.name.vi, unit.name.en, unit.parent, None, unit.since, unit.until, unit.made_up)


def _committees(profile: Profile, areas: dict[str, Area], package: PackageAreas) -> Iterable[_Wanted]:
    pattern = profile.ward_committees
    above = {area.code: _district_of(profile, area) for area in package.areas}
    if profile.district_committees is not None:
        yield from (_district(profile.district_committees, code, name) for code, name in package.districts().items())
    for code, area in areas.items():
        yield _Wanted(
            code=pattern.code.replace("{code}", code),
            kind=UnitKind.WARD_COMMITTEE,
            name_vi=pattern.name.vi.replace("{area}", area.name_vi[:1].lower() + area.name_vi[1:]),
            name_en=pattern.name.en.replace("{area}", area.name_en),
            parent=above.get(code) or pattern.parent,
            area=area,
            since=area.valid_from,
            until=None,
            made_up=False,
        )


def _district(pattern: WardCommittees, code: str, name: str) -> _Wanted:
    return _Wanted(
        code=pattern.code.replace("{code}", code),
        kind=UnitKind.DISTRICT_COMMITTEE,
        name_vi=pattern.name.vi.replace("{area}", name[:1].lower() + name[1:]),
        name_en=pattern.name.en.replace("{area}", name),
        parent=pattern.parent,
        area=None,
        since=None,
        until=None,
        made_up=False,
    )


def _district_of(profile: Profile, area: PackageArea) -> str | None:
    """Return the code of the committee above a ward's; None where the city has no districts."""
    pattern = profile.district_committees
    return pattern.code.replace("{code}", area.district_code) if pattern and area.district_vi else None


def _is_same(row: Unit, unit: _Wanted) -> bool:
    """Return whether the row still means this agency: its kind, its area and, but for accents and case, its name."""
    area_id = unit.area.pk if unit.area else None
    return row.kind == unit.kind and row.area_id == area_id and fold(row.name_vi) == fold(unit.name_vi)


def _is_corrected(row: Unit, unit: _Wanted) -> bool:
    """Have the row be as the profile spells it now; one that was closed and is wanted again stands again."""
    return rewritten(row, name_vi=unit.name_vi, name_en=unit.name_en, made_up=unit.made_up, valid_to=unit.until)


def _opened(unit: _Wanted, first_day: date) -> Unit:
    return Unit(
        code=unit.code,
        kind=unit.kind.value,
        name_vi=unit.name_vi,
        name_en=unit.name_en,
        area=unit.area,
        valid_from=min(unit.since or first_day, unit.until or date.max),
        valid_to=unit.until,
        made_up=unit.made_up,
    )


def _settle_successions(profile: Profile, closed: list[Unit], rows: dict[str, Unit]) -> None:
    """Write down who follows whom: the same code under another meaning, what the profile says, the wards' own succession."""
    # A ward's code may go to another ward; whom its committee is followed by, the wards' own succession says.
    pairs = {(row.pk, rows[row.code].pk) for row in closed if row.code in rows and row.area_id in (None, rows[row.code].area_id)}
    pairs |= {(rows[code].pk, rows[unit.code].pk) for unit in profile.units for code in unit.succeeds}
    committee_of = {row.area_id: row.pk for row in rows.values() if row.area_id}
    areas_of_closed = {row.area_id: row.pk for row in closed if row.area_id}
    followed = AreaSuccession.objects.filter(before_id__in=areas_of_closed)
    for before_area, after_area in followed.values_list("before_id", "after_id"):
        if after_area in committee_of:
            pairs.add((areas_of_closed[before_area], committee_of[after_area]))
    known = set(UnitSuccession.objects.values_list("before_id", "after_id"))
    UnitSuccession.objects.bulk_create(
        UnitSuccession(before_id=before, after_id=after) for before, after in sorted(pairs - known)
    )
