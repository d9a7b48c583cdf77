"""An administrative change carried out: old wards and their committees closed, their successors opened, who follows whom kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import msgspec
from django.db import connection, transaction

from hotline.core.facts import Actor
from hotline.directory import queries
from hotline.directory.actions.import_boundaries import ImportedBoundaries, import_boundaries
from hotline.directory.actions.settle_areas import succeed_areas
from hotline.directory.actions.settle_people import settle_people
from hotline.directory.actions.settle_units import SettledUnits, settle_units
from hotline.directory.facts import AreaKind, UnitKind
from hotline.directory.models import Area, FocalPoint, ProfileVersion, Succession, Unit, UnitSuccession
from hotline.directory.profile.package_areas import PackageArea, PackageAreas, area_of
from hotline.directory.profile.schema import Profile
from hotline.directory.profile.unit_schema import FocalPoint as Person
from hotline.directory.succession import BadMap, ChangeDocument, MapFault, NotYet, Standing, carried, plan, read_map
from hotline.directory.succession.carrying import Carried
from hotline.directory.succession.planning import City

_LOCK = 1022_0001
"""The lock of loading a profile: both settle what stands."""


@dataclass(frozen=True, slots=True)
class Succeeded:
    """What a change did. `closed_units` are the codes of agencies that ended. `again`: the file was carried out before."""

    id: int
    city: str
    day: date
    change: ChangeDocument
    again: bool = False
    closed_units: tuple[str, ...] = ()
    opened_units: tuple[str, ...] = ()
    boundaries: ImportedBoundaries | None = None

    @property
    def split(self) -> dict[str, list[str]]:
        """Return the old wards that several follow, with those, the main one first."""
        several = {code: self.change.after(code) for code, _name in self.change.closed}
        return {code: after for code, after in several.items() if len(after) > 1}


@dataclass(frozen=True, slots=True)
class Outlines:
    """A file of boundaries that comes with a change."""

    content: bytes
    file_name: str


def succeed(
    content: bytes,
    *,
    file_name: str,
    now: datetime,
    actor: Actor,
    outlines: Outlines | None = None,
    partial: bool = False,
    only_ours: bool = False,
    on: date | None = None,
) -> Succeeded:
    """Carry an administrative change out now: all of the file or nothing; the same file again changes nothing.

    `on` is the day from which it holds, as the decree names it: today, or one that is past. `outlines` are those of the wards
    that stand afterwards, taken in with it. Cases are not touched: `casefile` goes over them. Raises NoProfile, NotYet for a
    day to come, and BadMap or BadBoundaries with every fault, and changes nothing then.
    """
    digest = sha256(content).hexdigest()
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            queries.forget()
            zone = queries.snapshot().city.zone
            today = now.astimezone(zone).date()
            day = on or today
            if day > today:
                raise NotYet(day)
            done = _again(digest, on) or _carry_out(
                content, file_name=file_name, digest=digest, partial=partial, only_ours=only_ours, day=day, now=now, actor=actor
            )
            queries.forget()
            if outlines is not None:
                taken = import_boundaries(outlines.content, file_name=outlines.file_name, now=now, only_ours=only_ours)
                done = Succeeded(
                    done.id, done.city, done.day, done.change, done.again, done.closed_units, done.opened_units, taken
                )
    finally:
        queries.forget()
    return done


def _again(digest: str, on: date | None) -> Succeeded | None:
    row = Succession.objects.filter(digest=digest).first()
    if row is None:
        return None
    if on not in (None, row.day):
        raise BadMap([MapFault(0, f"it was carried out before, as of {row.day:%d-%m-%Y}: its day cannot be changed any more")])
    change = msgspec.convert(row.document, ChangeDocument)
    return Succeeded(row.pk, queries.snapshot().city.name.vi, row.day, change, again=True)


def _carry_out(
    content: bytes,
    *,
    file_name: str,
    digest: str,
    partial: bool,
    only_ours: bool,
    day: date,
    now: datetime,
    actor: Actor,
) -> Succeeded:
    current = ProfileVersion.objects.get(current=True)
    profile = msgspec.convert(current.document, Profile)
    districts = _districts(profile)
    rows = Area.objects.filter(valid_to__isnull=True).order_by("code")
    standing = [_standing(row, districts.get(row.pk, "")) for row in rows]
    change = plan(read_map(content), _city(profile, standing), _known, partial=partial, only_ours=only_ours)
    young = _young(day)
    if faults := [*_out_of_order(day), *(fault for code, _name in change.closed for fault in young.get(("area", code), ()))]:
        raise BadMap(faults)
    package = PackageAreas(tuple(_package_area(one) for one in standing), ())
    after = carried(Carried(profile, package, tuple(_people())), [change])
    areas = succeed_areas(change, day=day)
    units = settle_units(after.profile, areas, after.package, today=day)
    if faults := [fault for code in units.closed for fault in young.get(("agency", code), ())]:
        raise BadMap(faults)
    _follow_districts(units, day=day)
    _follow_agencies(change, units)
    settle_people(after.people, units.open, today=day)
    ProfileVersion.objects.filter(current=True).update(current=False)
    document = msgspec.to_builtins(after.profile)
    ProfileVersion.objects.create(code=current.code, digest=current.digest, document=document, loaded_at=now, current=True)
    row = Succession.objects.create(
        file_name=file_name[:255],
        digest=digest,
        day=day,
        document=msgspec.to_builtins(change),
        made_at=now,
        made_by=actor.user_id,
    )
    return Succeeded(row.pk, profile.city.name.vi, day, change, closed_units=units.closed, opened_units=units.opened)


def _young(day: date) -> dict[tuple[str, str], list[MapFault]]:
    """Return, by sort and code, what speaks against ending an area or agency on a day on which it did not stand yet."""
    found: dict[tuple[str, str], list[MapFault]] = defaultdict(list)
    for kind, rows in (("area", Area.objects), ("agency", Unit.objects)):
        later = rows.filter(valid_to__isnull=True, valid_from__gt=day)
        for code, name, since in later.values_list("code", "name_vi", "valid_from"):
            reason = f"{code} {name} stands since {since:%d-%m-%Y} only: it cannot end on {day:%d-%m-%Y}"
            found[kind, code].append(MapFault(0, reason))
    return found


def _out_of_order(day: date) -> Iterable[MapFault]:
    newest = Succession.objects.order_by("-day").first()
    if newest is not None and newest.day > day:
        yield MapFault(0, f"{newest.file_name} holds since {newest.day:%d-%m-%Y}: changes are carried out one after the other")


def _districts(profile: Profile) -> dict[int, str]:
    """Return the code of the district in which an area lies by the area's id: that of the committee above its own."""
    if profile.district_committees is None:
        return {}
    front, _code, behind = profile.district_committees.code.partition("{code}")
    below = Unit.objects.filter(valid_to__isnull=True, parent__kind=UnitKind.DISTRICT_COMMITTEE.value)
    return {area: code.removeprefix(front).removesuffix(behind) for area, code in below.values_list("area_id", "parent__code")}


def _standing(row: Area, district: str) -> Standing:
    return Standing(
        code=row.code,
        kind=AreaKind(row.kind),
        name_vi=row.name_vi,
        name_en=row.name_en,
        lat=row.lat,
        lon=row.lon,
        square_km=row.square_km or 0.0,
        district_code=district,
        district_vi=row.within_vi if district else "",
    )


def _package_area(one: Standing) -> PackageArea:
    return PackageArea(
        one.code, one.kind, one.name_vi, one.name_en, one.lat, one.lon, one.square_km, one.district_code, one.district_vi
    )


def _city(profile: Profile, standing: Sequence[Standing]) -> City:
    closed = Area.objects.filter(valid_to__isnull=False).order_by("valid_to", "id").values_list("code", "name_vi")
    return City(
        name=profile.city.name.en,
        areas={one.code: one for one in standing},
        ended=dict(closed),
        units=frozenset(unit.code for unit in profile.units if unit.until is None),
    )


def _known(code: str) -> Standing | None:
    """Return what the package of areas knows of a code of today."""
    area = area_of(code)
    if area is None:
        return None
    return Standing(
        code=area.code,
        kind=area.kind,
        name_vi=area.name_vi,
        name_en=area.name_en,
        lat=area.lat,
        lon=area.lon,
        square_km=area.square_km,
    )


def _people() -> Iterable[Person]:
    for row in FocalPoint.objects.filter(left_on__isnull=True).select_related("unit").order_by("id"):
        yield Person(
            unit=row.unit.code,
            name=row.name,
            title=row.title,
            phone=row.phone,
            email=row.email,
            head=row.is_head,
            notify=row.notify,
            made_up=row.made_up,
            source="",
        )


def _follow_districts(units: SettledUnits, *, day: date) -> None:
    """Write down that the committees of a district's new wards took over from the district's."""
    districts = Unit.objects.filter(kind=UnitKind.DISTRICT_COMMITTEE.value, valid_to=day, code__in=units.closed)
    wards: dict[int, set[int]] = defaultdict(set)
    below = UnitSuccession.objects.filter(before__parent__in=districts, before__valid_to=day)
    for district_id, after_id in below.values_list("before__parent_id", "after_id"):
        if district_id is not None:
            wards[district_id].add(after_id)
    _succeed((district_id, after_id) for district_id, after in wards.items() for after_id in after)


def _follow_agencies(change: ChangeDocument, units: SettledUnits) -> None:
    """Write down which agency took over from one that the file closes."""
    if not change.units:
        return
    newest = {row.code: row.pk for row in Unit.objects.order_by("valid_from", "id")}
    _succeed((newest[one.before], units.open[one.after].pk) for one in change.units)


def _succeed(pairs: Iterable[tuple[int, int]]) -> None:
    known = set(UnitSuccession.objects.values_list("before_id", "after_id"))
    UnitSuccession.objects.bulk_create(
        UnitSuccession(before_id=before, after_id=after) for before, after in sorted(set(pairs) - known)
    )
