"""Checks of agencies and their people."""

from collections.abc import Iterator
from email.headerregistry import Address
from functools import lru_cache

import phonenumbers

from hotline.core.routing import SUPERIOR, WARD_COMMITTEE
from hotline.directory.facts import UnitKind
from hotline.directory.profile.converting import Placed
from hotline.directory.profile.draft import Draft
from hotline.directory.profile.faults import Fault
from hotline.directory.profile.package_areas import PackageAreas
from hotline.directory.profile.unit_schema import FocalPoint, Unit, WardCommittees

COUNTRY = "VN"


def unit_faults(draft: Draft, package: PackageAreas) -> Iterator[Fault]:
    """Give the faults of `units.yaml`."""
    known = {unit.record.code: unit.record for unit in draft.units}
    committees = _committees(draft, package)
    for unit in draft.units:
        yield from _faults_of_unit(unit, known, committees)
    for pattern in filter(None, (draft.ward_committees, draft.district_committees)):
        if "{code}" not in pattern.record.code:
            yield pattern.fault("`code` must hold {code}, or every ward would have the same", at="code")
        for language in ("vi", "en"):
            if "{area}" not in getattr(pattern.record.name, language):
                yield pattern.fault("`name` must hold {area}", at=f"name.{language}")
        if pattern.record.parent not in known:
            yield pattern.fault(f"there is no unit `{pattern.record.parent}`", at="parent")


def people_faults(draft: Draft, package: PackageAreas) -> Iterator[Fault]:
    """Give the faults of `focal_points.csv`."""
    units = {unit.record.code for unit in draft.units if unit.record.until is None}
    units.update(_committees(draft, package))
    seen: set[tuple[str, str, str]] = set()
    for person in draft.focal_points:
        yield from _faults_of_person(person, units)
        key = (person.record.unit, person.record.phone, person.record.email)
        if key in seen:
            yield person.fault(f"{person.record.name} stands twice with `{person.record.unit}`")
        seen.add(key)
    reached = {person.record.unit for person in draft.focal_points if person.record.notify}
    for unit in draft.units:
        if unit.record.until is None and unit.record.code not in reached:
            yield unit.fault(f"nobody is told of new work: `{unit.record.code}` has no focal point with notify", at="code")
    for code in sorted(_committees(draft, package) - reached):
        yield Fault("focal_points.csv", 0, f"nobody is told of new work: `{code}` has no focal point with notify")


def committee_codes(pattern: WardCommittees, package: PackageAreas) -> dict[str, str]:
    """Return the code of each ward's committee by the code of the ward."""
    return {area.code: pattern.code.replace("{code}", area.code) for area in package.areas}


def district_codes(pattern: WardCommittees | None, package: PackageAreas) -> dict[str, str]:
    """Return the code of each district's committee by the code of the district; none where the city has no such."""
    return {code: pattern.code.replace("{code}", code) for code in package.districts()} if pattern else {}


@lru_cache(4096)
def e164(phone: str) -> str:
    """Return a Vietnamese or international number as +84…; raises phonenumbers.NumberParseException or ValueError."""
    number = phonenumbers.parse(phone, COUNTRY)
    if not phonenumbers.is_valid_number(number):
        raise ValueError(f"{phone} is no valid number")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _committees(draft: Draft, package: PackageAreas) -> set[str]:
    districts = draft.district_committees.record if draft.district_committees else None
    return {*committee_codes(draft.ward_committees.record, package).values(), *district_codes(districts, package).values()}


def _faults_of_unit(unit: Placed[Unit], known: dict[str, Unit], committees: set[str]) -> Iterator[Fault]:
    record = unit.record
    if record.code in (WARD_COMMITTEE, SUPERIOR):
        yield unit.fault(f"`{record.code}` is a word of the routing rules, not a code", at="code")
    if record.code in committees:
        yield unit.fault(f"`{record.code}` is the code of a ward committee", at="code")
    if record.kind in (UnitKind.WARD_COMMITTEE, UnitKind.DISTRICT_COMMITTEE):
        yield unit.fault("committees of wards and districts come from `ward_committees` and `district_committees`", at="kind")
    if record.parent is not None and record.parent not in known:
        yield unit.fault(f"there is no unit `{record.parent}`", at="parent")
    elif _goes_in_a_circle(record, known):
        yield unit.fault(f"`{record.code}` is above itself", at="parent")
    if record.since and record.until and record.until < record.since:
        yield unit.fault("`until` lies before `since`", at="until")
    for index, code in enumerate(record.succeeds):
        if code not in known:
            yield unit.fault(f"there is no unit `{code}`; a closed one stays in the list with `until`", at=f"succeeds[{index}]")
        elif code == record.code or known[code].until is None:
            yield unit.fault(f"`{code}` still stands, so nothing succeeds it", at=f"succeeds[{index}]")


def _goes_in_a_circle(unit: Unit, known: dict[str, Unit]) -> bool:
    above, steps = unit.parent, 0
    while above is not None and above in known and steps <= len(known):
        if above == unit.code:
            return True
        above, steps = known[above].parent, steps + 1
    return False


def _faults_of_person(person: Placed[FocalPoint], units: set[str]) -> Iterator[Fault]:
    record = person.record
    if record.unit not in units:
        yield person.fault(f"there is no unit `{record.unit}`")
    if not record.phone and not record.email:
        yield person.fault(f"{record.name} has neither phone nor e-mail")
    if record.phone:
        try:
            e164(record.phone)
        except (phonenumbers.NumberParseException, ValueError):
            yield person.fault(f"`phone`: {record.phone!r} is no telephone number")
    if record.email and not is_address(record.email):
        yield person.fault(f"`email`: {record.email!r} is no e-mail address")


@lru_cache(4096)
def is_address(email: str) -> bool:
    """Return whether this can be an e-mail address: a name and a domain with a dot."""
    try:
        address = Address(addr_spec=email)
    except (ValueError, IndexError):
        return False
    return bool(address.username) and "." in address.domain
