"""Which deadlines to look at for steps that were reached: as few as can be, and never one too few.

A look at all that are late costs more the more are late, though nearly all were told of. So the worker remembers how far it
looked, and each turn looks at three things: what time has brought since (of each step the deadlines between the one
moment and the other), the cases that something happened to (by their events), and one stretch of all deadlines that can have
reached anything. Of these rounds the first goes at full speed: what came to pass while no worker ran is found by it, and after a
change of the ladders, of their calendars or of the rules it begins anew. The later ones, a stretch a turn, find what no
event told of. What is remembered only spares work: whether a step was taken is asked of its row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from hotline.casefile.queries import clocks_touched, record_horizon, rules_that_allow
from hotline.core.dunning import Ladder, Side, Step, all_steps, horizon
from hotline.directory.facts import Directory
from hotline.oversight import queries
from hotline.oversight.facts import AskedStep, DueStep, Place

STRETCH = 500
"""So many deadlines are looked at by one question."""

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
START = Place(_LONG_AGO, 0)
_LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Reached:
    """A step that one deadline has reached, with its ladder."""

    due: DueStep
    ladder: Ladder
    step: Step


@dataclass(frozen=True, slots=True)
class Known:
    """How far a worker has looked: of each step, in the record, and in the round. `rules` are those it looked by."""

    rules: tuple[Any, ...]
    places: dict[str, Place]
    followed: int
    round_at: Place | None = START  # None: over
    rounds: int = 0


@dataclass(slots=True)
class Walk:
    """Finds steps that were reached, turn by turn: `look`, and when all it gave is dealt with, `keep`.

    Whoever crashes between the two looks at the same again. A clock that was put back is followed back.
    """

    stretch: int = STRETCH
    _kept: Known | None = field(default=None, init=False)
    _looked: Known | None = field(default=None, init=False)
    _is_behind: bool = field(default=False, init=False)

    def look(self, directory: Directory, *, now: datetime) -> list[Reached]:
        """Return steps that may have been reached by the deadlines of this turn."""
        steps = {step.code: (ladder, step) for ladder, step in all_steps(directory.dunning.ladders)}
        asked = asked_steps(directory, now=now)
        known = self._begun(directory, asked)
        clocks, self._looked = self._next(known, asked)
        found = (queries.steps_due(part, asked) for part in batched(sorted(clocks), self.stretch))
        return [Reached(due, *steps[code]) for code, due in (one for part in found for one in part)]

    def keep(self) -> bool:
        """Remember that all of the last look was dealt with; return whether there is more to look at at once."""
        self._kept = self._looked
        return self._is_behind

    def _begun(self, directory: Directory, asked: Iterable[AskedStep]) -> Known:
        """Return what is known; nothing yet where the rules are others than it was looked by."""
        calendars = tuple(directory.calendars[ladder.calendar] for ladder in directory.dunning.ladders)
        rules = (directory.dunning.ladders, calendars, rules_that_allow())
        if self._kept is not None and self._kept.rules == rules:
            return self._kept
        return Known(rules, {step.code: _end(step) for step in asked}, record_horizon())

    def _next(self, known: Known, asked: list[AskedStep]) -> tuple[set[int], Known]:
        """Return the deadlines of this turn, and what is known once they are dealt with."""
        touched = clocks_touched(known.followed)
        new = [(max(min(known.places[step.code], _end(step)), Place(step.since, _LAST)), step.until) for step in asked]
        rest = known.round_at or START, max((step.until for step in asked), default=_LONG_AGO)
        *brought, stretch = queries.due_between([*new, rest], limit=self.stretch)
        is_over, is_full = len(stretch) < self.stretch, any(len(found) == self.stretch for found in brought)
        looked = replace(
            known,
            places={
                step.code: found[-1] if len(found) == self.stretch else _end(step)
                for step, found in zip(asked, brought, strict=True)
            },
            followed=touched.horizon,
            round_at=None if is_over else stretch[-1],
            rounds=known.rounds + is_over,
        )
        self._is_behind = is_full or not touched.is_all or looked.rounds == 0
        return {*touched.clocks, *(place.clock_id for found in (*brought, stretch) for place in found)}, looked


def asked_steps(directory: Directory, *, now: datetime) -> list[AskedStep]:
    """Return for each step of the profile which deadlines have reached it at `now`."""
    ladders = directory.dunning.ladders
    named = {unit.value for ladder in ladders for unit in ladder.units}
    return [
        AskedStep(
            code=step.code,
            units=sorted(unit.value for unit in ladder.units),
            others=[] if ladder.units else sorted(named),
            since=now if step.side is Side.BEFORE else _LONG_AGO,
            until=horizon(step, now=now, calendar=directory.calendars[ladder.calendar]),
        )
        for ladder, step in all_steps(ladders)
    ]


def _end(step: AskedStep) -> Place:
    return Place(step.until, _LAST)
