"""What the demonstration tells, as data: `demonstration.yaml` of the profile."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from hotline.site.installation import profile_folder

_LENGTH = re.compile(r"(\d+)\s*([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in."""

    what: str
    name: str
    email: str
    roles: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does, so long after reception."""

    do: str
    after: timedelta
    words: str = ""
    public: str = ""
    reason: str = ""
    unit: str = ""
    stars: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A report and what follows. `days_ago` and `at` say when it came, in Vietnamese time."""

    code: str
    service: str
    words: str
    days_ago: int
    at: str
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    channel: str = "web"
    photos: int = 0
    language: str = "vi"
    hidden: bool = False
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """People, stories, and everyday matters from which more cases are drawn."""

    people: tuple[Person, ...] = ()
    stories: tuple[Story, ...] = ()
    everyday: tuple[Story, ...] = ()
    spots: tuple[tuple[float, float, str], ...] = field(default=())
    courses: tuple[tuple[Step, ...], ...] = ()


@cache
def read_script() -> Script:
    """Return the demonstration of the installation's profile; empty if it has none."""
    path = profile_folder(settings.PROFILE) / "demonstration.yaml"
    if not Path(path).exists():
        return Script()
    told = yaml.safe_load(path.read_text())
    return Script(
        people=tuple(Person(**{**person, "roles": tuple(person["roles"])}) for person in told["people"]),
        stories=tuple(_story(story) for story in told["stories"]),
        everyday=tuple(_story({"days_ago": 0, "at": "00:00", **story}) for story in told["everyday"]),
        spots=tuple((spot["lat"], spot["lon"], spot["place"]) for spot in told["spots"]),
        courses=tuple(_steps(course) for course in told["courses"]),
    )


def length(words: str) -> timedelta:
    """Return the length that "1d 3h 20m" says."""
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _LENGTH.findall(words)), timedelta())


def _story(told: dict[str, Any]) -> Story:
    return Story(**{**told, "steps": _steps(told.get("steps", []))})


def _steps(told: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(**{**step, "after": length(step["after"])}) for step in told)
