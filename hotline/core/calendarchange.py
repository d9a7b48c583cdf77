"""What a decision changes in a working calendar: days off, rest days worked instead, office hours, and how far it is known."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Self

from hotline.core.calendar import DayOff, HoursFrom, MakeUpDay, OfficeHours, WorkingCalendar


class DayKind(StrEnum):
    """What is ordered of a day: off, worked instead of another, or again what its weekday says."""

    OFF = "off"
    WORKED = "worked"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class OrderedDay:
    """One day of a decision, and why in both languages."""

    on: date
    kind: DayKind
    reason: str = ""
    reason_en: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return this as plain JSON."""
        return {"on": self.on.isoformat(), "kind": self.kind.value, "reason": self.reason, "reason_en": self.reason_en}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """Return what `as_json` wrote down."""
        return cls(date.fromisoformat(plain["on"]), DayKind(plain["kind"]), plain["reason"], plain["reason_en"])


@dataclass(frozen=True, slots=True)
class OrderedHours:
    """Office hours of a decision and the first day on which they hold."""

    since: date
    hours: tuple[OfficeHours, ...]

    def as_json(self) -> dict[str, Any]:
        """Return this as plain JSON, times as "07:30"."""
        sessions = [[f"{stretch.opens:%H:%M}", f"{stretch.closes:%H:%M}"] for stretch in self.hours]
        return {"since": self.since.isoformat(), "sessions": sessions}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """Return what `as_json` wrote down."""
        sessions = [OfficeHours(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in plain["sessions"]]
        return cls(date.fromisoformat(plain["since"]), tuple(sessions))


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """One decision about one calendar. `document` is the paper that ordered it; what is not named stays as it was."""

    calendar: str
    document: str
    days: tuple[OrderedDay, ...] = ()
    hours: OrderedHours | None = None
    known_until: date | None = None

    @property
    def span(self) -> tuple[date | None, date | None]:
        """Return the first and the last day on which working time changes; no last one where hours change for good.

        None and None where none changes.
        """
        days = sorted(day.on for day in self.days)
        if self.hours is not None:
            return min([self.hours.since, *days]), None
        return (days[0], days[-1]) if days else (None, None)


def changed(calendar: WorkingCalendar, change: CalendarChange) -> WorkingCalendar:
    """Return the calendar as it is under `change`. A day of the decision replaces whatever was said of it before.

    Raises CalendarContradicts when the decision says two things of one day or its hours overlap, CalendarNeverWorks when no
    working time would be left.
    """
    named = {day.on for day in change.days}
    off = [DayOff(day.on, day.reason, change.document, day.reason_en) for day in change.days if day.kind is DayKind.OFF]
    worked = [MakeUpDay(day.on, change.document, day.reason, day.reason_en) for day in change.days if day.kind is DayKind.WORKED]
    later = calendar.later_hours
    if change.hours is not None:
        since = change.hours.since
        ordered = HoursFrom(since, change.hours.hours, change.document)
        later = tuple(sorted((*(one for one in later if one.since != since), ordered), key=lambda one: one.since))
    return replace(
        calendar,
        days_off=(*(day for day in calendar.days_off if day.on not in named), *off),
        make_up_days=(*(day for day in calendar.make_up_days if day.on not in named), *worked),
        later_hours=later,
        known_until=change.known_until or calendar.known_until,
    )


def changed_by_all(calendar: WorkingCalendar, changes: Iterable[CalendarChange]) -> WorkingCalendar:
    """Return the calendar under those of `changes` that are about it, the later over the earlier. Raises as `changed`."""
    for change in changes:
        if change.calendar == calendar.code:
            calendar = changed(calendar, change)
    return calendar


def fingerprint(calendar: WorkingCalendar) -> str:
    """Return a short text that is the same for two calendars exactly where they work and explain themselves alike."""
    said = (
        calendar.zone,
        sorted(calendar.weekdays),
        sorted((day.on.isoformat(), day.reason, day.reason_en, day.source) for day in calendar.days_off),
        sorted((day.on.isoformat(), day.reason, day.reason_en, day.source) for day in calendar.make_up_days),
        [str(stretch) for stretch in calendar.hours],
        [(later.since.isoformat(), [str(stretch) for stretch in later.hours]) for later in calendar.later_hours],
        str(calendar.known_until),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def can_move(change: CalendarChange, calendar: WorkingCalendar, *, started_at: datetime, due_at: datetime | None) -> bool:
    """Return whether a clock that runs from `started_at` to `due_at` (None: it stands still) can be moved by `change`.

    False only where it certainly cannot: it was due before the first changed day, or starts after the last.
    """
    first, last = change.span
    if first is None:
        return False
    starts = calendar.local(started_at).date()
    return (due_at is None or calendar.local(due_at).date() >= first) and (last is None or starts <= last)
