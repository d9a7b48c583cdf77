"""When things are due, and what is left when a clock stands still.

Four ways of counting, all of them data of a rule:

- **minutes** run by the clock, day and night, on every day;
- **open minutes** run only in the hours of the rule's calendar: one that is open from 07:30 to 24:00 on every day keeps
  the night out, and what starts at 23:58 has two minutes that day and goes on at 07:30;
- **working hours** run only while offices are open; what starts outside office hours starts at the next opening;
- **working days** do not count the day on which they start: that is the day in the calendar's zone, whether it was
  worked or not and whatever the hour. Day 1 is the first working day after it, and the time is up when offices close
  on the last day. So a report of Friday 09:00, one of Friday 23:50, one of Saturday and one of Sunday all count from
  Monday as day 1; one of Monday 00:10 counts from Tuesday, although offices were not open yet when it came.

Sources: Civil Code 91/2015/QH13, article 147 clause 2 (the first day is not counted; counting begins on the next) and
article 148 clause 5 (a time that would end on a day off ends with the next working day). The Code lets a day end at
24:00 (article 148 clause 6); a time counted in *working* days ends here when offices close, which is never later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from hotline.core.calendar import WorkingCalendar

_MICROSECOND = timedelta(microseconds=1)


class NothingLeft(Exception):
    """A clock that is overdue has no time left that could be kept while it stands still."""


class LengthUnit(StrEnum):
    """In what a length is counted."""

    MINUTES = "minutes"
    OPEN_MINUTES = "open_minutes"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


class LeftUnit(StrEnum):
    """In what the length that is left is kept: by the clock, or in office time."""

    ELAPSED = "elapsed_microseconds"
    WORKING = "working_microseconds"


@dataclass(frozen=True, slots=True)
class Length:
    """How long something may take: a whole number, at least 1, of minutes, open minutes, working hours or working days."""

    unit: LengthUnit
    amount: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", LengthUnit(self.unit))
        if self.amount < 1:
            raise ValueError("a length is at least 1")

    @property
    def left_unit(self) -> LeftUnit:
        """In what the rest of this length is kept while its clock stands still."""
        return LeftUnit.ELAPSED if self.unit is LengthUnit.MINUTES else LeftUnit.WORKING


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a length, exact to the microsecond, so that standing still for no time changes nothing."""

    unit: LeftUnit
    amount: int

    @property
    def time(self) -> timedelta:
        """The length that is left: elapsed time or office time, as the unit says."""
        return self.amount * _MICROSECOND

    def as_json(self) -> dict[str, Any]:
        """Return this as plain JSON."""
        return {"unit": self.unit.value, "amount": self.amount}

    @classmethod
    def from_json(cls, plain: Any) -> Self:
        """Return what `as_json` wrote down."""
        return cls(LeftUnit(plain["unit"]), int(plain["amount"]))


def due_at(started_at: datetime, length: Length, calendar: WorkingCalendar) -> datetime:
    """Return when `length` is over that started at `started_at` (aware), in the calendar's zone.

    Raises CalendarNeverWorks when the calendar has no working day within two years of where it is looked for.
    """
    if length.unit is LengthUnit.MINUTES:
        return calendar.local(started_at.astimezone(UTC) + timedelta(minutes=length.amount))
    if length.unit is LengthUnit.OPEN_MINUTES:
        return calendar.after_working(started_at, timedelta(minutes=length.amount))
    if length.unit is LengthUnit.WORKING_HOURS:
        return calendar.after_working(started_at, timedelta(hours=length.amount))
    return calendar.closing(working_day_after(calendar.local(started_at).date(), length.amount, calendar))


def working_day_after(day: date, count: int, calendar: WorkingCalendar) -> date:
    """Return the `count`-th working day after `day`; `day` itself is not counted. Raises CalendarNeverWorks."""
    for _ in range(count):
        day = calendar.next_working_day(day)
    return day


def pause(due: datetime, *, at: datetime, unit: LeftUnit, calendar: WorkingCalendar) -> Left:
    """Return the length that is left at `at` of a clock due at `due`: what it keeps while it stands still.

    A clock of minutes keeps elapsed time. Any other keeps the office time (the calendar's hours) up to its due
    moment, so a pause outside office hours costs and gives nothing, and one of two office hours moves a due moment of
    17:00 to 09:30 on the next working day, not to its end. Raises NothingLeft when `at` is after `due`.
    """
    if at > due:
        raise NothingLeft(f"due at {due.isoformat()}")
    left = due - at.astimezone(UTC) if unit is LeftUnit.ELAPSED else calendar.working_time(at, due)
    return Left(unit, left // _MICROSECOND)


def resume(left: Left, *, at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return when a clock with `left` to go is due if it goes on at `at`, in the calendar's zone.

    `resume(pause(due, at=p), at=r)` moves `due` by exactly the time from p to r: elapsed time for a clock of minutes,
    office time for the others. Raises CalendarNeverWorks.
    """
    if left.unit is LeftUnit.ELAPSED:
        return calendar.local(at.astimezone(UTC) + left.time)
    return calendar.after_working(at, left.time)


def due_after_pauses(
    started_at: datetime,
    length: Length,
    calendar: WorkingCalendar,
    pauses: Iterable[tuple[datetime, datetime | None]],
) -> datetime | Left:
    """Return when a clock is due that stood still from the first to the second moment of each of `pauses`, in order.

    The last pause may have no second moment: then the clock still stands, and what it has left is returned. For
    recomputing open clocks when a calendar changes; a pause that the new calendar puts after the due moment changes
    nothing. Nor does one whose second moment lies before its first, as when the machine's time was put back.
    """
    due, since = due_at(started_at, length, calendar), started_at
    for paused_at, resumed_at in pauses:
        stopped = max(paused_at, since)
        if stopped > due:
            break
        left = pause(due, at=stopped, unit=length.left_unit, calendar=calendar)
        if resumed_at is None:
            return left
        since = max(resumed_at, stopped)
        due = resume(left, at=since, calendar=calendar)
    return due
