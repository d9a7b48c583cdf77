"""Days that somebody gives instead of a rule: until when such a day lasts, and which are none.

The papers name no hour: a day lasts until offices close on it, as a deadline of working days does. How far ahead one may lie
stands in no paper either: a year is where this system stops believing it (chưa kiểm chứng).
"""

from datetime import date, datetime
from enum import StrEnum

from hotline.core.calendar import WorkingCalendar


class BadDay(StrEnum):
    """Why a day cannot be kept."""

    BEFORE_TODAY = "before_today"
    TODAY_IS_OVER = "today_is_over"
    AFTER_A_YEAR = "after_a_year"


class DayRefused(Exception):
    """The day is none by which anything can be done: `why` says what is wrong with it."""

    def __init__(self, why: BadDay) -> None:
        super().__init__(why.value)
        self.why = why


def lasts_until(day: date, *, now: datetime, calendar: WorkingCalendar) -> datetime:
    """Return until when somebody has who is told at `now` to be done by `day`: until offices close on it.

    Raises DayRefused for a day before today, today once offices have closed, and a day more than a year ahead.
    """
    today = calendar.local(now).date()
    if day < today:
        raise DayRefused(BadDay.BEFORE_TODAY)
    if day > a_year_after(today):
        raise DayRefused(BadDay.AFTER_A_YEAR)
    until = calendar.closing(day)
    if until <= now:
        raise DayRefused(BadDay.TODAY_IS_OVER)
    return until


def a_year_after(day: date) -> date:
    """Return the same day of the next year; of a 29 February, the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
