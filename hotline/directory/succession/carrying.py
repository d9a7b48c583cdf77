"""A profile that was written before an administrative change, as it holds after it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from hotline.core.text import fold
from hotline.directory.profile.check_units import committee_codes
from hotline.directory.profile.package_areas import PackageArea, PackageAreas
from hotline.directory.profile.rule_schema import AreaSet
from hotline.directory.profile.schema import Profile
from hotline.directory.profile.unit_schema import FocalPoint
from hotline.directory.succession.document import ChangeDocument, Standing


@dataclass(frozen=True, slots=True)
class Carried:
    """A profile, its areas and its people."""

    profile: Profile
    package: PackageAreas
    people: tuple[FocalPoint, ...]


def carried(before: Carried, changes: Iterable[ChangeDocument]) -> Carried:
    """Return what the profile means after the changes, in their order; one that it knows of already leaves it as it is.

    It knows of a change when one of the areas that ended is not among its own.
    """
    for change in changes:
        own = {(area.code, fold(area.name_vi)) for area in before.package.areas}
        if all((code, fold(name)) in own for code, name in change.closed):
            before = _after(before, change)
    return before


def _after(before: Carried, change: ChangeDocument) -> Carried:
    profile, package = before.profile, PackageAreas(tuple(_area(one) for one in change.areas), ())
    gone = {one.before for one in change.units}
    takes = {one.before: one.after for one in change.units if one.is_main}
    area_sets = [_moved(area_set, change) for area_set in profile.area_sets]
    empty = {area_set.code for area_set in area_sets if not area_set.wards}
    after = replace(
        profile,
        areas=replace(profile.areas, count=len(package.areas)),
        area_sets=area_sets,
        units=[
            replace(unit, parent=takes.get(unit.parent or "", unit.parent)) for unit in profile.units if unit.code not in gone
        ],
        leaders=[replace(one, unit=takes.get(one.unit, one.unit)) for one in profile.leaders],
        emergencies=[replace(one, unit=takes.get(one.unit, one.unit)) for one in profile.emergencies],
        routes=[
            replace(route, lead=takes.get(route.lead, route.lead), co=[takes.get(code, code) for code in route.co])
            for route in profile.routes
            if not route.areas or not empty.issuperset(route.areas)  # without its wards it would hold everywhere
        ],
    )
    return Carried(after, package, _people(before, after, package, change, takes))


def _area(one: Standing) -> PackageArea:
    return PackageArea(
        one.code, one.kind, one.name_vi, one.name_en, one.lat, one.lon, one.square_km, one.district_code, one.district_vi
    )


def _moved(area_set: AreaSet, change: ChangeDocument) -> AreaSet:
    """Return the set with the new wards most of whose main predecessors lay in it: sets that were apart stay apart."""
    inside, of_new = set(area_set.wards), defaultdict[str, list[str]](list)
    for one in change.followings:
        if one.is_main:
            of_new[one.after].append(one.before)
    for one in change.followings:  # a ward that is the main one of nobody's follows all of its own
        if one.after not in of_new or not of_new[one.after]:
            of_new[one.after].append(one.before)
    closed = {code for code, _name in change.closed}
    wards = (inside - closed) | {code for code, before in of_new.items() if _mostly(before, inside)}
    return replace(area_set, wards=sorted(wards & {area.code for area in change.areas}))


def _mostly(before: Collection[str], inside: Collection[str]) -> bool:
    count = sum(code in inside for code in before)
    return 2 * count > len(before) or (2 * count == len(before) and min(before) in inside)


def _people(
    before: Carried, after: Profile, package: PackageAreas, change: ChangeDocument, takes: Mapping[str, str]
) -> tuple[FocalPoint, ...]:
    """Return the people with the agencies that took over from theirs; those of districts that are no more are left out."""
    old, new = (committee_codes(one.ward_committees, two) for one, two in ((before.profile, before.package), (after, package)))
    main = change.main_after()
    closed = {code for code, _name in change.closed}
    moves = {old[code]: new[main[code]] for code in closed if code in old} | dict(takes)
    heads = _heads(moves)
    stand = {*new.values(), *(unit.code for unit in after.units)}
    found: dict[tuple[str, str, str], FocalPoint] = {}
    for person in before.people:
        unit = moves.get(person.unit, person.unit)
        if unit in stand:
            is_head = person.head and heads.get(unit, person.unit) == person.unit
            found.setdefault((unit, person.phone, person.email), replace(person, unit=unit, head=is_head))
    return tuple(found.values())


def _heads(moves: Mapping[str, str]) -> dict[str, str]:
    """Return whose head leads each agency that follows several: that of the one with its code, else of the first by code."""
    found: dict[str, list[str]] = defaultdict(list)
    for before, after in moves.items():
        found[after].append(before)
    return {after: after if after in before else min(before) for after, before in found.items()}
