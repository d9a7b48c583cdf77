"""The shape of a profile's rules: who gets what, by when, and on which days anybody works."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, field

from hotline.core.clockrules import ClockOn, StoppedBy
from hotline.core.deadlines import LengthUnit
from hotline.core.derivation import StartedBy
from hotline.core.facts import Kind, Level
from hotline.directory.profile.fields import Both, Closing, Code, Count, Record, Time, Words


class AreaSet(Record, frozen=True, kw_only=True):
    """A named set of wards in `routing.yaml`: by their codes, or all that lay mostly in districts of before 1-7-2025."""

    code: Code
    name: Both
    wards: list[str] = field(default_factory=list)
    former_districts: list[str] = field(default_factory=list)
    source: Code


class Route(Record, frozen=True, kw_only=True):
    """A rule in `routing.yaml`; see `hotline.core.routing.RoutingRule`. `areas` are codes of area sets; none: everywhere.

    `lead` and `co` are units' codes, `ward_committee` or `superior`; `streams` codes of `centre.yaml`.
    """

    code: Code
    lead: Code
    co: list[Code] = field(default_factory=list)
    services: list[Code] = field(default_factory=list)
    groups: list[Code] = field(default_factory=list)
    areas: list[Code] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    streams: list[Code] = field(default_factory=list)
    source: Code
    since: date | None = None
    until: date | None = None


class ClockLength(Record, frozen=True, kw_only=True):
    """How long: so many minutes, open minutes (of the clock's calendar), working hours or working days."""

    unit: LengthUnit
    amount: Count


class Clock(Record, frozen=True, kw_only=True):
    """A deadline in `clocks.yaml`; see `hotline.core.clockrules.ClockRule`. No services and no groups: any service."""

    code: Code
    purpose: Code
    name: Both
    on: ClockOn
    starts: StartedBy
    stops: StoppedBy
    length: ClockLength
    calendar: Code
    source: Code
    since: date
    until: date | None = None
    services: list[Code] = field(default_factory=list)
    groups: list[Code] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    agencies_from: Count = 1
    pauses: list[Code] = field(default_factory=list)
    overrun_lawful: bool = False


class DayRow(Record, frozen=True, kw_only=True):
    """A row of `calendar_days.csv`: a day off, or a Saturday worked instead of another day."""

    calendar: Code
    day: date
    kind: Literal["off", "worked"]
    name: Words
    name_en: Words
    source: Code


class Session(Record, frozen=True, kw_only=True):
    """A stretch of office time, from and to as HH:MM; `closes: "24:00"` is the end of the day."""

    opens: Time
    closes: Closing


class Calendar(Record, frozen=True, kw_only=True):
    """A calendar in `calendars.yaml`: the days of the week that are worked (1 Monday … 7 Sunday) and the hours.

    Only one that is open on all seven days, whatever the State decides, may have no `until`.
    """

    code: Code
    name: Both
    weekdays: Annotated[list[Annotated[int, Meta(ge=1, le=7)]], Meta(min_length=1)]
    sessions: Annotated[list[Session], Meta(min_length=1)]
    until: date | None = None
    source: Code
