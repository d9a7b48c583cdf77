"""Calendars and decisions in words, in the language of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.core.calendar import WorkingCalendar
from hotline.core.calendarchange import CalendarChange, DayKind
from hotline.ui.words import weekday, when

_A_WEEK_FROM_MONDAY = [date(2024, 1, day) for day in range(1, 8)]


@dataclass(frozen=True, slots=True)
class SpecialDayLine:
    """A day that is unlike its weekday, why, and the paper that says so."""

    on: date
    words: str
    is_worked: bool
    reason: str
    source: str


def days_of(calendar: WorkingCalendar, *, year: int) -> list[SpecialDayLine]:
    """Return the days off and the days worked instead of one year, in order."""
    english = (get_language() or "vi").startswith("en")
    lines = [
        SpecialDayLine(day.on, when(day.on), worked, (day.reason_en if english else "") or day.reason, day.source)
        for days, worked in ((calendar.days_off, False), (calendar.make_up_days, True))
        for day in days
        if day.on.year == year
    ]
    return sorted(lines, key=lambda line: line.on)


def weekdays_in_words(calendar: WorkingCalendar) -> str:
    """Return the days of the week that are worked."""
    if calendar.weekdays == frozenset(range(1, 8)):
        return _("mọi ngày trong tuần")
    return ", ".join(weekday(day) for day in _A_WEEK_FROM_MONDAY if day.isoweekday() in calendar.weekdays)


def hours_in_words(calendar: WorkingCalendar) -> list[str]:
    """Return the office hours, then each later set of them with the day from which it holds and its paper."""
    first = ", ".join(map(str, calendar.hours))
    later = [
        _("từ %(day)s: %(hours)s (%(source)s)")
        % {"day": f"{one.since:%d/%m/%Y}", "hours": ", ".join(map(str, one.hours)), "source": one.source}
        for one in calendar.later_hours
    ]
    return [first, *later]


def ordered_in_words(change: CalendarChange) -> list[str]:
    """Return what a decision orders, one thing a line."""
    return list(_orders(change))


def _orders(change: CalendarChange) -> Iterator[str]:
    named = {DayKind.OFF: _("Nghỉ"), DayKind.WORKED: _("Làm bù"), DayKind.USUAL: _("Như ngày thường trong tuần")}
    for kind, words in named.items():
        days = [day for day in change.days if day.kind is kind]
        for day in days:
            because = f" ({day.reason})" if day.reason else ""
            yield f"{words}: {when(day.on)}{because}"
    if change.hours is not None:
        hours = ", ".join(map(str, change.hours.hours))
        yield _("Giờ làm việc từ %(day)s: %(hours)s") % {"day": f"{change.hours.since:%d/%m/%Y}", "hours": hours}
    if change.known_until is not None:
        yield _("Ngày nghỉ đã công bố đến hết %(day)s") % {"day": f"{change.known_until:%d/%m/%Y}"}
