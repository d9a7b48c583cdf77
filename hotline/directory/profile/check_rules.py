"""Checks of the calendars, the deadlines and the routing rules."""

from collections.abc import Iterator
from datetime import date

from hotline.core import clockrules, routing, ruleversions
from hotline.core.calendar import CalendarContradicts, CalendarNeverWorks
from hotline.core.deadlines import LengthUnit
from hotline.core.facts import PlaceNeed
from hotline.core.routing import SUPERIOR, WARD_COMMITTEE, Matter, RoutingRule, Undecided, UndecidedReason
from hotline.directory.facts import ReasonUse
from hotline.directory.profile.check_units import committee_codes
from hotline.directory.profile.converting import Placed
from hotline.directory.profile.core_rules import clock_rules, routing_rules, titles_of, working_calendar
from hotline.directory.profile.draft import Draft
from hotline.directory.profile.faults import Fault
from hotline.directory.profile.package_areas import PackageAreas
from hotline.directory.profile.resolving import resolved
from hotline.directory.profile.rule_schema import AreaSet, Calendar, Clock, DayRow, Route
from hotline.directory.profile.service_schema import Service

_LONGEST = {LengthUnit.WORKING_HOURS: 250 * 8, LengthUnit.WORKING_DAYS: 250}
"""About a year of office time, of which a deadline must be less."""


def calendar_faults(draft: Draft) -> Iterator[Fault]:
    """Give the faults of `calendars.yaml` and `calendar_days.csv`."""
    known = {calendar.record.code for calendar in draft.calendars}
    seen: set[tuple[str, date]] = set()
    for day in draft.days:
        if day.record.calendar not in known:
            yield day.fault(f"there is no calendar `{day.record.calendar}`")
        if (day.record.calendar, day.record.day) in seen:
            yield day.fault(f"{day.record.day} stands twice in `{day.record.calendar}`")
        seen.add((day.record.calendar, day.record.day))
    unique = list({(day.record.calendar, day.record.day): day.record for day in draft.days}.values())
    for calendar in draft.calendars:
        try:
            working_calendar(
                calendar.record,
                unique,
                zone="Asia/Ho_Chi_Minh",
                titles=titles_of([source.record for source in draft.sources]),
            )
        except (CalendarContradicts, CalendarNeverWorks) as error:
            yield calendar.fault(str(error), at="sessions")
        if calendar.record.until is None and not _needs_no_decision(calendar.record, unique):
            yield calendar.fault("`until` is missing: the last day whose days off the State has decided", at="code")


def _needs_no_decision(calendar: Calendar, days: list[DayRow]) -> bool:
    """Return whether a calendar is open on every day, so that no decision of the State can change it."""
    return set(calendar.weekdays) == set(range(1, 8)) and all(day.calendar != calendar.code for day in days)


def clock_faults(draft: Draft) -> Iterator[Fault]:
    """Give the faults of `clocks.yaml`."""
    known = {
        "calendar": {calendar.record.code for calendar in draft.calendars},
        "service": {service.code for _, _, service in draft.services},
        "group": {group.record.code for group in draft.groups},
        "reason to pause": {reason.record.code for reason in draft.reasons if reason.record.use is ReasonUse.PAUSE},
    }
    for clock in draft.clocks:
        yield from _faults_of_clock(clock, known)
    rules = clock_rules(draft.as_profile())
    places = dict(zip(map(id, rules), draft.clocks, strict=True))
    for earlier, later in ruleversions.overlapping(rules):
        if earlier.valid_from == later.valid_from:
            continue  # the same version twice is said elsewhere
        until = f"until {earlier.valid_to}" if earlier.valid_to else "without end: give it `until`"
        reason = f"two versions of `{later.code}` at once: the one since {earlier.valid_from} holds {until}"
        yield places[id(later)].fault(reason, at="since")
    for earlier, later in ruleversions.changed_meaning(rules):
        reason = f"a version of `{later.code}` must keep `purpose: {earlier.purpose}` and `on: {earlier.on}`"
        yield places[id(later)].fault(reason, at="code")
    for first, second in clockrules.collisions(rules):
        if first.code == second.code:
            continue  # said above
        reason = f"`{second.code}` and `{first.code}` both give the clock `{second.purpose}` to one case"
        yield places[id(second)].fault(reason, at="code")


def routing_faults(draft: Draft, package: PackageAreas) -> Iterator[Fault]:
    """Give the faults of `routing.yaml`, and of services that nothing routes."""
    wards = {area.code for area in package.areas}
    for area_set in draft.area_sets:
        yield from _faults_of_area_set(area_set, wards, package)
    known = _Known(draft, package)
    broken = [fault for route in draft.routes for fault in known.faults_of(route)]
    yield from broken
    rules = routing_rules(resolved(draft.as_profile(), package))
    places = dict(zip(map(id, rules), draft.routes, strict=True))
    for first, second in routing.collisions(rules):
        reason = f"`{second.code}` and `{first.code}` both decide for one case, and neither is more specific"
        yield places[id(second)].fault(reason, at="code")
    if not broken:
        yield from _unrouted(draft, rules, package)


class _Known:
    """The codes that routing rules may name."""

    def __init__(self, draft: Draft, package: PackageAreas) -> None:
        self.units = {unit.record.code for unit in draft.units if unit.record.until is None}
        self.units |= {WARD_COMMITTEE, SUPERIOR, *committee_codes(draft.ward_committees.record, package).values()}
        self.services = {service.code for _, _, service in draft.services}
        self.groups = {group.record.code for group in draft.groups}
        self.area_sets = {area_set.record.code for area_set in draft.area_sets}
        self.streams = {stream.record.code for stream in draft.streams}

    def faults_of(self, route: Placed[Route]) -> Iterator[Fault]:
        """Give every code in `route` that does not exist."""
        record = route.record
        if record.lead not in self.units:
            yield route.fault(f"there is no unit `{record.lead}`", at="lead")
        named = (
            ("co", "unit", record.co, self.units),
            ("services", "service", record.services, self.services),
            ("groups", "group", record.groups, self.groups),
            ("areas", "area set", record.areas, self.area_sets),
            ("streams", "stream", record.streams, self.streams),
        )
        for field, what, codes, known in named:
            for index, code in enumerate(codes):
                if code not in known:
                    yield route.fault(f"there is no {what} `{code}`", at=f"{field}[{index}]")


def _faults_of_clock(clock: Placed[Clock], known: dict[str, set[str]]) -> Iterator[Fault]:
    record = clock.record
    if record.calendar not in known["calendar"]:
        yield clock.fault(f"there is no calendar `{record.calendar}`", at="calendar")
    if record.until is not None and record.until <= record.since:
        yield clock.fault("`until` does not lie after `since`", at="until")
    yield from _faults_of_start_and_end(clock)
    named = (
        ("services", "service", record.services),
        ("groups", "group", record.groups),
        ("pauses", "reason to pause", record.pauses),
    )
    for field, what, codes in named:
        for index, code in enumerate(codes):
            if code not in known[what]:
                yield clock.fault(f"there is no {what} `{code}`", at=f"{field}[{index}]")
    if record.length.unit in (LengthUnit.MINUTES, LengthUnit.OPEN_MINUTES) and record.length.amount > 7 * 24 * 60:
        yield clock.fault("more than a week in minutes; is it not meant in working days?", at="length")
    if record.length.amount > _LONGEST.get(record.length.unit, record.length.amount):
        yield clock.fault("more than a year of working time: nobody waits for its end", at="length")


def _faults_of_start_and_end(clock: Placed[Clock]) -> Iterator[Fault]:
    """Give what makes a deadline never begin or never end."""
    record = clock.record
    ends = clockrules.ENDS.get((record.on, record.starts))
    if ends is None:
        starts = ", ".join(start for on, start in clockrules.ENDS if on is record.on)
        yield clock.fault(f"it can never start: with `on: {record.on}`, `{record.starts}` is none of {starts}", at="starts")
    elif record.stops not in ends:
        known = " or ".join(sorted(ends))
        yield clock.fault(
            f"it can never end: with `on: {record.on}`, `{record.stops}` never follows `{record.starts}`; {known} does",
            at="stops",
        )


def _faults_of_area_set(area_set: Placed[AreaSet], wards: set[str], package: PackageAreas) -> Iterator[Fault]:
    record = area_set.record
    for index, code in enumerate(record.wards):
        if code not in wards:
            yield area_set.fault(f"there is no area `{code}`", at=f"wards[{index}]")
    for index, code in enumerate(record.former_districts):
        if code not in package.former_districts():
            yield area_set.fault(f"there was no district `{code}`", at=f"former_districts[{index}]")
    if not record.wards and not record.former_districts:
        yield area_set.fault("an area set needs `wards` or `former_districts`", at="code")


def _unrouted(draft: Draft, rules: tuple[RoutingRule, ...], package: PackageAreas) -> Iterator[Fault]:
    """Give the services for which no rule decides somewhere, though the profile does not leave them to people."""
    committees = committee_codes(draft.ward_committees.record, package)
    alike = _wards_alike(rules, package)
    for group, path, service in draft.services:
        if service.by_hand:
            continue
        about = [rule for rule in rules if _concerns(rule, service.code, group.record.code)]
        undecided = [
            ward
            for wards in alike
            if _is_unrouted(service, group.record.code, wards[0], about, committees, draft.city.record.since)
            for ward in wards
        ]
        if undecided:
            where = "anywhere" if len(undecided) == len(package.areas) else f"in {', '.join(sorted(undecided)[:3])}…"
            yield group.fault(f"no rule decides for `{service.code}` {where}", at=f"{path}.code")


def _wards_alike(rules: tuple[RoutingRule, ...], package: PackageAreas) -> list[list[str]]:
    """Return the wards in groups that every rule treats alike."""
    groups: dict[frozenset[str], list[str]] = {}
    for area in package.areas:
        groups.setdefault(frozenset(rule.code for rule in rules if area.code in rule.areas), []).append(area.code)
    return list(groups.values())


def _concerns(rule: RoutingRule, service: str, group: str) -> bool:
    return not (rule.services or rule.groups) or service in rule.services or group in rule.groups


def _is_unrouted(service: Service, group: str, ward: str, rules: list[RoutingRule], committees: dict[str, str], on: date) -> bool:
    areas = () if service.place is PlaceNeed.NONE else (ward,)
    matter = Matter(service.code, group, service.kinds[0], areas=areas)
    decision = routing.decide(rules, matter, on=on, ward_committees=committees)
    return isinstance(decision, Undecided) and decision.reason in (UndecidedReason.NO_RULE, UndecidedReason.NO_PLACE)
