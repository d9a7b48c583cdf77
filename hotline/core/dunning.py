"""When an agency is warned of a deadline and dunned after it, and over which period the monthly reminder looks.

All of it follows from stored moments (when the clock started, when it is due), never from when something was last
looked at: however often and whenever it is asked, the answer to "has this step been reached" is the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from hotline.core.calendar import WorkingCalendar
from hotline.core.deadlines import Length, LengthUnit

STEP_UNITS = frozenset({LengthUnit.MINUTES, LengthUnit.WORKING_HOURS})
"""In what the distance of a step from its deadline may be counted."""

_LAST_DAY = 28


class Side(StrEnum):
    """On which side of the deadline a step lies."""

    BEFORE = "before"
    AFTER = "after"


class Rung(StrEnum):
    """Whom a step reaches: the agency's focal points, its head, or the leaders above it."""

    FOCAL_POINT = "focal_point"
    HEAD = "head"
    LEADER = "leader"


class By(StrEnum):
    """How a step reaches them: a message by SMS and e-mail, or a call that somebody of the centre makes and logs."""

    MESSAGE = "message"
    CALL = "call"


class Verdict(StrEnum):
    """What is to be done about a step now."""

    WAIT = "wait"
    TAKE = "take"
    PASS = "pass"  # noqa: S105 - it no longer makes sense: said by what comes after it


@dataclass(frozen=True, slots=True)
class Step:
    """One step: so long before or after the deadline, to whom, by what, and the paper or setting that says so.

    `code` is unique in the profile: it names the step in the ledger of what was done.
    """

    code: str
    side: Side
    length: Length
    to: Rung
    by: By
    source: str

    def __post_init__(self) -> None:
        if self.length.unit not in STEP_UNITS:
            raise ValueError(f"{self.code}: a step is counted in minutes or working hours")


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of the deadlines whose lengths are counted in `units`; empty: of all that no other ladder takes.

    Working hours are those of `calendar`.
    """

    code: str
    calendar: str
    steps: tuple[Step, ...]
    units: frozenset[LengthUnit] = frozenset()


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: `begins_at` belongs to it, `ends_at` does not."""

    begins_at: datetime
    ends_at: datetime


def ladder_for(ladders: Iterable[Ladder], unit: LengthUnit | None) -> Ladder | None:
    """Return the ladder of deadlines counted in `unit` (None: a moment that was given), or None where none is meant."""
    rest = None
    for ladder in ladders:
        if unit is not None and unit in ladder.units:
            return ladder
        if not ladder.units:
            rest = ladder
    return rest


def verdict(
    step: Step, ladder: Ladder, *, started_at: datetime, due_at: datetime, now: datetime, calendar: WorkingCalendar
) -> Verdict:
    """Return what is to be done about `step` of a deadline at `now`.

    A warning is passed over once the deadline is there, when the deadline was nearer than it from the beginning (the
    agency has just been told), and when a later warning has been reached as well. A step after the deadline is taken
    however late somebody comes to it: a ladder that stood still for a day misses nobody.
    """
    if step.side is Side.AFTER:
        return Verdict.TAKE if _is_reached(step, due_at=due_at, now=now, calendar=calendar) else Verdict.WAIT
    if now >= due_at or _apart(step, started_at, due_at, calendar) <= _length(step):
        return Verdict.PASS
    if not _is_reached(step, due_at=due_at, now=now, calendar=calendar):
        return Verdict.WAIT
    later = [
        other
        for other in ladder.steps
        if other.side is Side.BEFORE
        and other.code != step.code
        and _is_nearer(other, step, due_at=due_at, calendar=calendar, now=now)
    ]
    return Verdict.PASS if later else Verdict.TAKE


def horizon(step: Step, *, now: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the moment up to which deadlines have reached `step` at `now`: those due then or before have, later ones have not.

    A warning is said only of those that are still to come. As time goes on it never goes back, so that whoever looked up to
    one has to look only from there to the next.
    """
    if step.side is Side.AFTER:
        in_minutes = step.length.unit is LengthUnit.MINUTES
        return now - _length(step) if in_minutes else calendar.before_working(now, _length(step))
    if step.length.unit is LengthUnit.MINUTES:
        return now + _length(step)
    return calendar.next_working_moment(calendar.after_working(now, _length(step)))


def period_before(now: datetime, *, day: int, at: time, zone: tzinfo) -> Period:
    """Return the last whole period that ended at or before `now`: from `day` of a month at `at` to that of the next.

    From the 25th 12:00 to the 25th 12:00 of the next month is the city's practice (Thanh Niên, 20-3-2018; the days by
    later reports). Moments are in `zone`. Raises ValueError for a day that some months do not have.
    """
    if not 1 <= day <= _LAST_DAY:
        raise ValueError(f"no day {day} in every month")
    here = now.astimezone(zone)
    ends_at = _on(here, day, at, zone)
    if ends_at > here:
        ends_at = _month_before(ends_at, day, at, zone)
    return Period(_month_before(ends_at, day, at, zone), ends_at)


def end_of_day(now: datetime, *, zone: tzinfo) -> datetime:
    """Return the first moment of tomorrow in `zone`: what is due before it is due today."""
    here = now.astimezone(zone)
    return datetime.combine(here.date() + timedelta(days=1), time.min, zone)


def all_steps(ladders: Collection[Ladder]) -> list[tuple[Ladder, Step]]:
    """Return every step with its ladder, in the order in which they are written."""
    return [(ladder, step) for ladder in ladders for step in ladder.steps]


def _is_reached(step: Step, *, due_at: datetime, now: datetime, calendar: WorkingCalendar) -> bool:
    if step.side is Side.BEFORE:
        return _apart(step, now, due_at, calendar) <= _length(step)
    return now >= due_at and _apart(step, due_at, now, calendar) >= _length(step)


def _is_nearer(other: Step, step: Step, *, due_at: datetime, calendar: WorkingCalendar, now: datetime) -> bool:
    """Return whether another warning has been reached that says the same things later, to the same people."""
    if (other.to, other.by) != (step.to, step.by) or not _is_reached(other, due_at=due_at, now=now, calendar=calendar):
        return False
    return _length(other) < _length(step)


def _apart(step: Step, begins: datetime, ends: datetime, calendar: WorkingCalendar) -> timedelta:
    if step.length.unit is LengthUnit.MINUTES:
        return ends - begins
    return calendar.working_time(begins, ends)


def _length(step: Step) -> timedelta:
    if step.length.unit is LengthUnit.MINUTES:
        return timedelta(minutes=step.length.amount)
    return timedelta(hours=step.length.amount)


def _on(month_of: datetime, day: int, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(month_of.date().replace(day=day), at, zone)


def _month_before(moment: datetime, day: int, at: time, zone: tzinfo) -> datetime:
    return _on(moment.replace(day=1) - timedelta(days=1), day, at, zone)
