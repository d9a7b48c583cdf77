"""What the demonstration tells, as data: `demonstration.yaml` of the profile."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from hotline.site.demo.episodes import episodes_in
from hotline.site.installation import profile_folder

_PERCENT = re.compile(r"(\d+)%")
_LENGTH = re.compile(r"(\d+)\s*([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in. `stream`: for this hotline alone. `tries`: what the tour proposes in place of their role's."""

    what: str
    name: str
    email: str
    roles: tuple[str, ...]
    unit: str = ""
    stream: str = ""
    tries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a decision orders an agency, by its code or "lead", to do."""

    unit: str
    task: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does, so long after reception, or once this part of the agency's time has passed.

    `unit`: who does it where more than one could ("lead": whoever leads), or whom a case is proposed to; `to`: to whom a part
    goes from there. `until`: the part of the agency's time at which a promised day lies, which `on` then is. `reports`: codes
    of the stories, told together with this one, that it is done with.
    """

    do: str
    after: timedelta
    part: float | None = None
    words: str = ""
    public: str = ""
    reason: str = ""
    unit: str = ""
    to: str = ""
    until: float | None = None
    on: date | None = None
    reply: str = ""
    not_done: bool = False
    stars: int = 0
    photos: int = 0
    minutes: int = 0
    fine: int | None = None
    counted: int | None = None
    reports: tuple[str, ...] = ()
    proposal: str = ""
    paper: str = ""
    orders: tuple[Ordered, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that people name by its street."""

    lat: float
    lon: float
    street: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A matter that lands on the desk of somebody who signs in, and where, if that decides it."""

    service: str
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A report and what follows. It came in at `received_at`, else so many `days_ago` `at` a time of Việt Nam.

    Instead of that, `age`: the part of the agency's time that has passed by now, 1.3 is overdue; or so many `minutes_ago`.
    Stories of the same `together` are told in one, each step at its moment. `stream`: by which hotline it came in, "" for the
    centre's own. `account`: of whoever writes by a chat, which `channel` then names. `same_as`: the code of the story that its
    citizen says it is the same as.
    """

    code: str
    service: str
    words: str
    days_ago: int = 0
    at: str = "00:00"
    minutes_ago: float = 0
    together: str = ""
    stream: str = ""
    same_as: str = ""
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    account: str = ""
    channel: str = "web"
    photos: int = 0
    scene: str = ""
    language: str = "vi"
    hidden: bool = False
    steps: tuple[Step, ...] = ()
    received_at: datetime | None = None
    age: float = 0
    end: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    public_place: str = ""
    shows_photos: bool = True


@dataclass(frozen=True, slots=True)
class Script:
    """People, stories, where everyday matters happen, and which of them those who sign in get on their desks."""

    people: tuple[Person, ...] = ()
    stories: tuple[Story, ...] = ()
    spots: tuple[Spot, ...] = ()
    shown: tuple[Shown, ...] = ()

    def tellings(self) -> tuple[tuple[Story, ...], ...]:
        """Return the stories by those that are told together, in the order of the first of each."""
        found: dict[str, list[Story]] = {}
        for story in self.stories:
            found.setdefault(story.together or f" {story.code}", []).append(story)
        return tuple(tuple(stories) for stories in found.values())


def script_file() -> Path:
    """Return where the profile of this installation tells its demonstration, whether there is one or not."""
    return profile_folder(settings.PROFILE) / "demonstration.yaml"


def read_script() -> Script:
    """Return the demonstration of the installation's profile; empty if it has none."""
    return script_of(script_file())


@cache
def script_of(path: Path) -> Script:
    """Return what a `demonstration.yaml` tells; empty if there is none."""
    if not path.exists():
        return Script()
    told = yaml.safe_load(path.read_text())
    return Script(
        people=tuple(_person(person) for person in told["people"]),
        stories=tuple(_story(story) for story in [*told["stories"], *episodes_in(told.get("episodes", ()))]),
        spots=tuple(Spot(spot["lat"], spot["lon"], spot["street"]) for spot in told.get("spots", ())),
        shown=tuple(_shown(matter) for matter in told.get("shown", ())),
    )


def length(words: str) -> timedelta:
    """Return the length that "1d 3h 20m" says."""
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _LENGTH.findall(words)), timedelta())


def part_of(words: str) -> float | None:
    """Return the part that "80%" says; None for a length."""
    found = _PERCENT.fullmatch(words)
    return int(found[1]) / 100 if found else None


def _story(told: Mapping[str, Any]) -> Story:
    age = part_of(told.get("age", "")) or 0
    return Story(**{**told, "age": age, "steps": _steps(told.get("steps", []))})


def _person(told: Mapping[str, Any]) -> Person:
    return Person(**{**told, "roles": tuple(told["roles"]), "tries": tuple(told.get("tries", ()))})


def _shown(told: dict[str, Any]) -> Shown:
    spot = Spot(told["lat"], told["lon"], told["street"]) if "lat" in told else None
    return Shown(told["service"], spot)


def _steps(told: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(_step(step) for step in told)


def _step(told: dict[str, Any]) -> Step:
    read: dict[str, Any] = {
        "after": length(told["after"]),
        "part": part_of(told["after"]),
        "until": part_of(told.get("until", "")),
        "reports": tuple(told.get("reports", ())),
        "orders": tuple(Ordered(**order) for order in told.get("orders", ())),
    }
    return Step(**{**told, **read})
