"""The shape of `dunning.yaml`: warnings before a deadline, the ladder after it, and the monthly reminder."""

from typing import Annotated

from msgspec import Meta, field

from hotline.core.deadlines import LengthUnit
from hotline.core.dunning import By, Rung, Side
from hotline.directory.profile.fields import Code, Record, Time
from hotline.directory.profile.rule_schema import ClockLength


class DunningStep(Record, frozen=True, kw_only=True):
    """One step of a ladder; see `hotline.core.dunning.Step`. Its length is in minutes or working hours."""

    code: Code
    when: Side
    length: ClockLength
    to: Rung
    by: By = By.MESSAGE
    source: Code


class DunningLadder(Record, frozen=True, kw_only=True):
    """The steps for deadlines counted in `units`; one ladder may leave them out and takes all others."""

    code: Code
    calendar: Code
    units: list[LengthUnit] = field(default_factory=list)
    steps: Annotated[list[DunningStep], Meta(min_length=1)]


class LeadersOf(Record, frozen=True, kw_only=True):
    """Who leads: the heads of a unit, for matters of `groups`; none: for every matter."""

    unit: Code
    groups: list[Code] = field(default_factory=list)
    source: Code


class MonthlyReminder(Record, frozen=True, kw_only=True):
    """On which day and at what time the reminder of a month goes out, and its period ends."""

    day: Annotated[int, Meta(ge=1, le=28)]
    at: Time
    source: Code
