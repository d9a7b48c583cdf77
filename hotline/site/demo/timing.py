"""When the steps of a story happen that reckons in parts of the agency's time: in each city by its own deadlines and holidays."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from hotline.directory.facts import Directory
from hotline.site.demo.course import Pace
from hotline.site.demo.script import Step, Story

_MORNING = time(8, 20)
_LONGEST = 400  # days: no deadline that a demonstration shows reaches further back


def timed(story: Story, directory: Directory, *, now: datetime) -> Story:
    """Return the story with the moments of its steps; as it is unless it says how much of the agency's time has passed."""
    if not story.age:
        return story
    service = directory.services[story.service]
    pace = Pace.of(directory, service, received_at=now)
    received_at = _received_at(pace, story.age, directory, now=now)
    steps = tuple(_timed(step, pace, received_at, directory) for step in story.steps)
    return replace(story, received_at=received_at, steps=steps)


def _received_at(pace: Pace, age: float, directory: Directory, *, now: datetime) -> datetime:
    """Return the latest morning of a working day from which this part of the agency's time has passed."""
    if pace.calendar is None:
        return now - pace.allowed * age
    today = now.astimezone(directory.city.zone).date()
    for days in range(1, _LONGEST):
        day = today - timedelta(days=days)
        morning = datetime.combine(day, _MORNING, directory.city.zone)
        if pace.calendar.is_working_day(day) and pace.after(morning, age) <= now:
            return morning
    raise ValueError(age)


def _timed(step: Step, pace: Pace, received_at: datetime, directory: Directory) -> Step:
    if step.part is not None:
        step = replace(step, after=pace.after(received_at, step.part) - received_at)
    if step.until is not None:
        step = replace(step, on=pace.after(received_at, step.until).astimezone(directory.city.zone).date())
    return step
