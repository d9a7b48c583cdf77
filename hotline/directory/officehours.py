"""By which calendar a case is answered, and at what hour its offices close: that is when a day named as a deadline is over."""

from collections.abc import Sequence
from datetime import datetime, time

from hotline.core.calendar import WorkingCalendar
from hotline.core.clockrules import ClockRule, StoppedBy

from .facts import Directory


def answering_calendar(rules: Sequence[ClockRule], directory: Directory) -> WorkingCalendar:
    """Return the calendar of the rule by which a case is answered, of its rules; the city's first where there are none."""
    answering = [rule for rule in rules if rule.stops is StoppedBy.ANSWERED]
    named = next((rule.calendar for rule in (*answering, *rules)), "")
    return directory.calendars[named] if named else next(iter(directory.calendars.values()))


def closing_hour(calendar: WorkingCalendar, *, now: datetime) -> str:
    """Return when offices close, by the hours that hold today: "17:00", and "24:00" for midnight."""
    closes = calendar.hours_on(calendar.local(now).date())[-1].closes
    return "24:00" if closes == time.min else f"{closes:%H:%M}"
