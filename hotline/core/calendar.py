"""Which days and hours are worked: a calendar as data, with the source of every day off and every day made up for."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)
_LONGEST_SEARCH = 2 * 366
LONGEST_REST = 31
"""Days in a row without a working day that a calendar may have. Tết takes nine to fourteen; more than a month is a slip, not a
holiday, and a deadline on such a calendar would never come. Our own bound: no paper names one."""


class CalendarNeverWorks(Exception):
    """A calendar on which no working day or no office hour can be found: `code` names it."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code


class CalendarContradicts(Exception):
    """A calendar that says two things of one day, or whose office hours are out of order."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which offices are closed, why in both languages, and the paper that says so."""

    on: date
    reason: str
    source: str
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class MakeUpDay:
    """A rest day that is worked in exchange for another day off, and the paper that says so."""

    on: date
    source: str
    reason: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """A stretch of office time within a day, without its end. One that closes at 00:00 lasts until the day is over."""

    opens: time
    closes: time

    @property
    def edges(self) -> tuple[timedelta, timedelta]:
        """Return how long after the beginning of its day this opens and closes, by the clock on the wall."""
        opens, closes = (
            timedelta(hours=edge.hour, minutes=edge.minute, seconds=edge.second) for edge in (self.opens, self.closes)
        )
        return opens, closes or _ONE_DAY

    def __str__(self) -> str:
        """Return "07:30–24:00"."""
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}" if self.closes != time.min else f"{self.opens:%H:%M}–24:00"


@dataclass(frozen=True, slots=True)
class HoursFrom:
    """Other office hours, the first day on which they hold, and the paper that says so."""

    since: date
    hours: tuple[OfficeHours, ...]
    source: str


USUAL_HOURS = (OfficeHours(time(7, 30), time(11, 30)), OfficeHours(time(13), time(17)))
"""Morning and afternoon of offices unless the profile says otherwise."""

MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days and office hours of one city, in its own time zone.

    `weekdays` are the days of the week that are worked (1 Monday … 7 Sunday). A day in `days_off` is not worked, a day
    in `make_up_days` is, whatever its weekday. `known_until` is the last day for which the State has decided the days
    off; what lies beyond is reckoned all the same, and said to be provisional. Weekly rest days need not be listed.
    `hours` hold until the first of `later_hours` begins, each of those until the next.

    Raises CalendarNeverWorks when no day of the week or no hour is worked, or for more than LONGEST_REST days on end none;
    CalendarContradicts when a day is listed twice or the hours overlap.
    """

    code: str
    days_off: tuple[DayOff, ...] = ()
    make_up_days: tuple[MakeUpDay, ...] = ()
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    hours: tuple[OfficeHours, ...] = USUAL_HOURS
    zone: str = "Asia/Ho_Chi_Minh"
    known_until: date | None = None
    later_hours: tuple[HoursFrom, ...] = ()
    _works: dict[int, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(1, 8)):
            raise CalendarNeverWorks(self.code, "no day of the week is worked")
        every_hours = (self.hours, *(later.hours for later in self.later_hours))
        if not all(every_hours):
            raise CalendarNeverWorks(self.code, "no office hours")
        if len(self._off) + len(self._made_up) < len(self.days_off) + len(self.make_up_days):
            raise CalendarContradicts(f"{self.code}: a day is listed twice")
        if both := self._off.keys() & self._made_up.keys():
            raise CalendarContradicts(f"{self.code}: {min(both)} is both off and made up for")
        if not all(map(_in_order, every_hours)):
            raise CalendarContradicts(f"{self.code}: office hours overlap or are out of order")
        since = [later.since for later in self.later_hours]
        if sorted(set(since)) != since:
            raise CalendarContradicts(f"{self.code}: two sets of office hours from one day, or out of order")
        self._refuse_endless_rest()

    @cached_property
    def tz(self) -> tzinfo:
        """The zone in which days begin and offices open."""
        return ZoneInfo(self.zone)

    @cached_property
    def _off(self) -> dict[date, DayOff]:
        return {day.on: day for day in self.days_off}

    @cached_property
    def _made_up(self) -> dict[date, MakeUpDay]:
        return {day.on: day for day in self.make_up_days}

    def local(self, moment: datetime) -> datetime:
        """Return the aware `moment` on this calendar's wall clock. Raises ValueError for one without a zone."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return moment.astimezone(self.tz)

    def is_working_day(self, day: date) -> bool:
        """Return whether offices are open on `day`."""
        ordinal = day.toordinal()
        known = self._works.get(ordinal)
        if known is None:
            known = day in self._made_up or (day.isoweekday() in self.weekdays and day not in self._off)
            self._works[ordinal] = known
        return known

    def day_off(self, day: date) -> DayOff | None:
        """Return the listed day off that falls on `day`, if any; plain weekly rest days have none."""
        return self._off.get(day)

    def make_up_day(self, day: date) -> MakeUpDay | None:
        """Return the make-up working day that falls on `day`, if any."""
        return self._made_up.get(day)

    def hours_on(self, day: date) -> tuple[OfficeHours, ...]:
        """Return the office hours that hold on `day`, worked or not."""
        hours = self.hours
        for later in self.later_hours:
            if day < later.since:
                break
            hours = later.hours
        return hours

    def spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the office hours of `day` as moments, none when it is not worked."""
        if not self.is_working_day(day):
            return ()
        return tuple((self._at(day, stretch.opens), self._close(day, stretch)) for stretch in self.hours_on(day))

    def closing(self, day: date) -> datetime:
        """Return the moment at which offices close on `day`, worked or not."""
        return self._close(day, self.hours_on(day)[-1])

    def next_working_day(self, day: date) -> date:
        """Return the first working day after `day`. Raises CalendarNeverWorks when two years hold none."""
        for _ in range(_LONGEST_SEARCH):
            day += _ONE_DAY
            if self.is_working_day(day):
                return day
        raise CalendarNeverWorks(self.code, f"no working day in the two years before {day}")

    def next_working_moment(self, moment: datetime) -> datetime:
        """Return `moment` itself when offices are open, else the next opening. Raises CalendarNeverWorks."""
        here = self.local(moment)
        for opens, closes in self.spans(here.date()):
            if here < closes:
                return max(here, opens)
        day = self.next_working_day(here.date())
        return self._at(day, self.hours_on(day)[0].opens)

    def after_working(self, moment: datetime, length: timedelta) -> datetime:
        """Return when `length` of office time has passed since `moment`.

        A length that ends exactly as offices close ends then, not at the next opening; a length of zero ends at once,
        at `moment`, open or not. Raises CalendarNeverWorks.
        """
        here = self.local(moment)
        if length <= timedelta(0):
            return here
        day = here.date()
        while True:
            for opens, closes in self.spans(day):
                worked = _elapsed(max(here, opens), closes)
                if timedelta(0) < worked < length:
                    length -= worked
                elif worked >= length:
                    return (max(here, opens).astimezone(UTC) + length).astimezone(self.tz)
            day = self.next_working_day(day)

    def before_working(self, moment: datetime, length: timedelta) -> datetime:
        """Return the latest moment from which `length` of office time has passed at `moment`: `moment` for a length of zero.

        Raises CalendarNeverWorks.
        """
        here = self.local(moment)
        if length <= timedelta(0):
            return here
        day = here.date()
        while True:
            for opens, closes in reversed(self.spans(day)):
                worked = _elapsed(opens, min(here, closes))
                if timedelta(0) < worked < length:
                    length -= worked
                elif worked >= length:
                    return (min(here, closes).astimezone(UTC) - length).astimezone(self.tz)
            day = self._working_day_before(day)

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Return how much office time lies between two moments; zero when `end` is not after `start`."""
        here, there = self.local(start), self.local(end)
        total = timedelta(0)
        day = here.date()
        while day <= there.date():
            for opens, closes in self.spans(day):
                total += max(_elapsed(max(here, opens), min(there, closes)), timedelta(0))
            day += _ONE_DAY
        return total

    def _working_day_before(self, day: date) -> date:
        for _ in range(_LONGEST_SEARCH):
            day -= _ONE_DAY
            if self.is_working_day(day):
                return day
        raise CalendarNeverWorks(self.code, f"no working day in the two years after {day}")

    def _refuse_endless_rest(self) -> None:
        """Raise CalendarNeverWorks where the days off leave no working day for more than LONGEST_REST days on end."""
        seen_until = date.min
        for day in sorted(self._off):
            if day < seen_until or self.is_working_day(day):
                continue
            first = last = day
            while not self.is_working_day(first - _ONE_DAY) and (day - first).days <= LONGEST_REST:
                first -= _ONE_DAY
            while not self.is_working_day(last + _ONE_DAY) and (last - first).days < LONGEST_REST:
                last += _ONE_DAY
            if (last - first).days >= LONGEST_REST:
                raise CalendarNeverWorks(self.code, f"no working day in the {LONGEST_REST} days from {first} on")
            seen_until = last

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.tz)

    def _close(self, day: date, stretch: OfficeHours) -> datetime:
        return self._at(day if stretch.closes != time.min else day + _ONE_DAY, stretch.closes)


def _in_order(hours: tuple[OfficeHours, ...]) -> bool:
    """Return whether each stretch has a length and begins when the one before has ended, or later."""
    order = [edge for stretch in hours for edge in stretch.edges]
    return sorted(order) == order and all(opens != closes for opens, closes in (stretch.edges for stretch in hours))


def _elapsed(start: datetime, end: datetime) -> timedelta:
    """Return the time that really passes between two moments; subtraction within one zone reads the wall clock."""
    return end.astimezone(UTC) - start.astimezone(UTC)
