"""What must hold between the records of a profile: every code that is named exists, none stands twice."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct, structs

from hotline.core.facts import Forward, PlaceNeed
from hotline.directory.facts import ReasonUse
from hotline.directory.profile.check_centre import centre_faults
from hotline.directory.profile.check_dunning import dunning_faults
from hotline.directory.profile.check_evidence import evidence_faults
from hotline.directory.profile.check_look import look_faults
from hotline.directory.profile.check_rules import calendar_faults, clock_faults, routing_faults
from hotline.directory.profile.check_texts import text_faults
from hotline.directory.profile.check_units import people_faults, unit_faults
from hotline.directory.profile.converting import Placed
from hotline.directory.profile.draft import Draft
from hotline.directory.profile.faults import Fault
from hotline.directory.profile.package_areas import PackageAreas
from hotline.directory.profile.service_schema import Attribute, Group


def faults_of(draft: Draft, package: PackageAreas) -> list[Fault]:
    """Return every fault between the records of `draft`; `package` holds the areas of its province."""
    return list(
        chain(
            _repeated_codes(draft),
            _source_faults(draft),
            _city_faults(draft, package),
            _category_faults(draft),
            _service_faults(draft),
            evidence_faults(draft),
            _exclusion_faults(draft),
            _reason_faults(draft),
            unit_faults(draft, package),
            people_faults(draft, package),
            calendar_faults(draft),
            clock_faults(draft),
            dunning_faults(draft),
            routing_faults(draft, package),
            text_faults(draft),
            centre_faults(draft),
            look_faults(draft),
        )
    )


def _repeated_codes(draft: Draft) -> Iterator[Fault]:
    yield from _repeated("source", ((source, source.record.code) for source in draft.sources))
    yield from _repeated("unit", ((unit, unit.record.code) for unit in draft.units))
    yield from _repeated("group", ((group, group.record.code) for group in draft.groups))
    yield from _repeated("category", ((category, category.record.code) for category in draft.categories))
    yield from _repeated("stream", ((stream, stream.record.code) for stream in draft.streams))
    yield from _repeated("channel", ((channel, channel.record.code) for channel in draft.channels))
    yield from _repeated("shift", ((shift, shift.record.code) for shift in draft.shifts))
    yield from _repeated("area set", ((area_set, area_set.record.code) for area_set in draft.area_sets))
    yield from _repeated("routing rule", ((route, route.record.code) for route in draft.routes))
    yield from _repeated("calendar", ((calendar, calendar.record.code) for calendar in draft.calendars))
    yield from _repeated("ladder", ((ladder, ladder.record.code) for ladder in draft.ladders))
    yield from _repeated("answer template", ((template, template.record.code) for template in draft.answers))
    versions: set[tuple[str, date]] = set()
    for clock in draft.clocks:
        version = (clock.record.code, clock.record.since)
        if version in versions:
            yield clock.fault(f"the clock `{clock.record.code}` since {clock.record.since} stands twice", at="code")
        versions.add(version)


def _repeated(what: str, places: Iterable[tuple[Placed[Any], str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for placed, code in places:
        if code in seen:
            yield placed.fault(f"the {what} `{code}` stands twice", at="code")
        seen.add(code)


def _source_faults(draft: Draft) -> Iterator[Fault]:
    known = {source.record.code for source in draft.sources}
    places: Iterable[Placed[Any]] = chain(
        [draft.city, draft.areas, draft.windows, draft.ward_committees, draft.screening],
        [draft.evidence] if draft.evidence else [],
        draft.units,
        draft.focal_points,
        draft.area_sets,
        draft.routes,
        draft.clocks,
        draft.calendars,
        draft.days,
        draft.leaders,
        [draft.reminder],
        draft.streams,
        draft.channels,
        draft.emergencies,
        draft.shifts,
    )
    for placed in places:
        for path, code in _sources_in(placed.record):
            if code not in known:
                yield placed.fault(f"the source `{code}` is not in sources.yaml", at=path)


def _sources_in(record: Struct) -> Iterator[tuple[str, str]]:
    """Give the path and code of every source that a record, or a figure in it, names."""
    for name, value in structs.asdict(record).items():
        if name == "source":
            yield name, value
        elif isinstance(value, Struct) and hasattr(value, "source"):
            yield f"{name}.source", value.source


def _city_faults(draft: Draft, package: PackageAreas) -> Iterator[Fault]:
    city, areas = draft.city, draft.areas
    try:
        ZoneInfo(city.record.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield city.fault(f"`zone`: there is no time zone {city.record.zone!r}", at="zone")
    if not package.areas and not areas.record.former_districts:
        yield areas.fault(f"the package has no province {areas.record.province!r}", at="province")
        return
    for index, code in enumerate(areas.record.former_districts):
        if code not in package.former_districts():
            yield areas.fault(f"there was no district `{code}`", at=f"former_districts[{index}]")
    if len(package.areas) != areas.record.count:
        yield areas.fault(f"the package has {len(package.areas)} areas, not {areas.record.count}", at="count")
    bounds = city.record.bounds
    for area in package.areas:
        if not (bounds.south <= area.lat <= bounds.north and bounds.west <= area.lon <= bounds.east):
            yield city.fault(f"{area.code} {area.name_vi} lies outside the bounds", at="bounds")


def _service_faults(draft: Draft) -> Iterator[Fault]:
    seen: set[str] = set()
    for group, path, service in draft.services:
        if service.code in seen:
            yield group.fault(f"the service `{service.code}` stands twice", at=f"{path}.code")
        seen.add(service.code)
        if service.forward is Forward.AUTOMATIC and service.place is not PlaceNeed.REQUIRED:
            yield group.fault("`forward: automatic` needs `place: required`", at=f"{path}.forward")
        yield from _attribute_faults(group, f"{path}.attributes", service.attributes)
    for template in draft.answers:
        for index, code in enumerate(template.record.services):
            if code not in seen:
                yield template.fault(f"there is no service `{code}`", at=f"services[{index}]")


def _attribute_faults(group: Placed[Group], path: str, attributes: list[Attribute]) -> Iterator[Fault]:
    codes = [attribute.code for attribute in attributes]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield group.fault(f"the attribute `{code}` stands twice", at=path)
    if [attribute.agency for attribute in attributes].count(True) > 1:
        yield group.fault("a matter is about one agency: `agency` may stand once", at=path)
    sealed = [attribute.sealed for attribute in attributes if attribute.sealed is not None]
    for what in sorted({one for one in sealed if sealed.count(one) > 1}):
        yield group.fault(f"`sealed: {what}` may stand once", at=path)
    for index, attribute in enumerate(attributes):
        if attribute.agency and attribute.choices:
            yield group.fault("an agency is chosen from units.yaml, not from `choices`", at=f"{path}[{index}].choices")
        if attribute.sealed and (attribute.choices or attribute.agency):
            yield group.fault(
                "`sealed` is for what people write themselves, not for `choices` or an agency", at=f"{path}[{index}].sealed"
            )
        choices = [choice.code for choice in attribute.choices]
        for code in sorted({code for code in choices if choices.count(code) > 1}):
            yield group.fault(f"the choice `{code}` stands twice", at=f"{path}[{index}].choices")


def _category_faults(draft: Draft) -> Iterator[Fault]:
    categories = {category.record.code for category in draft.categories}
    for group in draft.groups:
        if group.record.category is not None and group.record.category not in categories:
            yield group.fault(f"there is no category `{group.record.category}`", at="category")


def _exclusion_faults(draft: Draft) -> Iterator[Fault]:
    known = {reason.record.code for reason in draft.reasons if reason.record.use is ReasonUse.REFUSE}
    seen: set[str] = set()
    for index, one in enumerate(draft.screening.record.exclusion):
        path = f"exclusion[{index}]"
        if not isinstance(one, str) and one.reason not in known:
            yield draft.screening.fault(f"there is no reason `{one.reason}` to refuse", at=f"{path}.reason")
        for word in [one] if isinstance(one, str) else one.words:
            if word in seen:
                yield draft.screening.fault(f"the word `{word}` stands twice", at=path)
            seen.add(word)


def _reason_faults(draft: Draft) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for reason in draft.reasons:
        key = (reason.record.use, reason.record.code)
        if key in seen:
            yield reason.fault(f"the reason `{reason.record.code}` for {reason.record.use} stands twice", at="code")
        seen.add(key)
        if reason.record.use is ReasonUse.REFUSE and reason.record.advice is None:
            yield reason.fault("a reason for refusing needs `advice`: where to go, what to do", at="code")
