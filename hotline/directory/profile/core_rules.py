"""The profile's rules and calendars as the pure core reads them. The only place that turns one into the other."""

from collections.abc import Mapping
from datetime import time

from hotline.core.calendar import DayOff, MakeUpDay, OfficeHours, WorkingCalendar
from hotline.core.clockrules import ClockRule
from hotline.core.deadlines import Length
from hotline.core.routing import RoutingRule
from hotline.directory.profile.rule_schema import Calendar, Clock, DayRow, Route, Session
from hotline.directory.profile.schema import Profile, Source


def routing_rules(profile: Profile) -> tuple[RoutingRule, ...]:
    """Return the routing rules in the order in which they are written; area sets must list their wards."""
    wards = {area_set.code: frozenset(area_set.wards) for area_set in profile.area_sets}
    return tuple(_routing_rule(route, wards, profile) for route in profile.routes)


def clock_rules(profile: Profile) -> tuple[ClockRule, ...]:
    """Return the clock rules in the order in which they are written; groups become the services in them."""
    members = {group.code: [service.code for service in group.services] for group in profile.groups}
    titles = titles_of(profile.sources)
    return tuple(_clock_rule(clock, members, titles) for clock in profile.clocks)


def calendars(profile: Profile) -> dict[str, WorkingCalendar]:
    """Return the calendars by code. Raises CalendarContradicts or CalendarNeverWorks, which checks find first."""
    titles = titles_of(profile.sources)
    return {
        calendar.code: working_calendar(calendar, profile.days, zone=profile.city.zone, titles=titles)
        for calendar in profile.calendars
    }


def working_calendar(calendar: Calendar, days: list[DayRow], *, zone: str, titles: Mapping[str, str]) -> WorkingCalendar:
    """Return one calendar with those of `days` that are its own. Raises CalendarContradicts or CalendarNeverWorks."""
    own = [day for day in days if day.calendar == calendar.code]
    return WorkingCalendar(
        code=calendar.code,
        days_off=tuple(
            DayOff(day.day, day.name, titles.get(day.source, day.source), day.name_en) for day in own if day.kind == "off"
        ),
        make_up_days=tuple(
            MakeUpDay(day.day, titles.get(day.source, day.source), day.name, day.name_en) for day in own if day.kind == "worked"
        ),
        weekdays=frozenset(calendar.weekdays),
        hours=tuple(map(_office_hours, calendar.sessions)),
        zone=zone,
        known_until=calendar.until,
    )


def titles_of(sources: list[Source]) -> dict[str, str]:
    """Return what people read of each source: its title, with "chưa kiểm chứng" where it is not verified."""
    return {
        source.code: source.title
        if source.verified or "chưa kiểm chứng" in source.title.lower()
        else f"{source.title} (chưa kiểm chứng)"
        for source in sources
    }


def _routing_rule(route: Route, wards: Mapping[str, frozenset[str]], profile: Profile) -> RoutingRule:
    return RoutingRule(
        code=route.code,
        lead=route.lead,
        source=titles_of(profile.sources).get(route.source, route.source),
        services=frozenset(route.services),
        groups=frozenset(route.groups),
        areas=frozenset[str]().union(*(wards.get(code, frozenset()) for code in route.areas)),
        kinds=frozenset(route.kinds),
        streams=frozenset(route.streams),
        co=tuple(route.co),
        valid_from=route.since or profile.city.since,
        valid_to=route.until,
    )


def _clock_rule(clock: Clock, members: Mapping[str, list[str]], titles: Mapping[str, str]) -> ClockRule:
    services = frozenset(clock.services).union(*(members.get(group, []) for group in clock.groups))
    return ClockRule(
        code=clock.code,
        purpose=clock.purpose,
        name_vi=clock.name.vi,
        name_en=clock.name.en,
        on=clock.on,
        starts=clock.starts,
        stops=clock.stops,
        length=Length(clock.length.unit, clock.length.amount),
        calendar=clock.calendar,
        source=titles.get(clock.source, clock.source),
        valid_from=clock.since,
        valid_to=clock.until,
        services=services,
        kinds=frozenset(clock.kinds),
        levels=frozenset(clock.levels),
        agencies_from=clock.agencies_from,
        pauses=frozenset(clock.pauses),
        overrun_lawful=clock.overrun_lawful,
    )


def _office_hours(session: Session) -> OfficeHours:
    closes = time.min if session.closes == "24:00" else time.fromisoformat(session.closes)
    return OfficeHours(time.fromisoformat(session.opens), closes)
