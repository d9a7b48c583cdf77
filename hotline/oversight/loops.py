"""What the worker does again and again for this stage: warn and dun agencies step by step, and remind them once a month."""

from datetime import UTC, datetime

import structlog
from django.db import InterfaceError, OperationalError

from hotline.casefile.actions import DeadlineMoved
from hotline.casefile.steadily import Steadily
from hotline.core.dunning import Ladder, Side, Step, Verdict, all_steps, horizon, period_before, verdict
from hotline.core.loops import Loop
from hotline.directory.facts import Directory
from hotline.directory.queries import snapshot
from hotline.oversight import actions, queries
from hotline.oversight.facts import DueStep
from hotline.oversight.reaching import people_for

BATCH = 200
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

log = structlog.get_logger(__name__)


def dun(now: datetime) -> int:
    """Take every step of the ladders that a deadline has reached; return how many.

    One deadline that cannot be dealt with holds up no other: somebody is asked to call instead.
    """
    directory = snapshot()
    return sum(_taken(ladder, step, directory, now=now) for ladder, step in all_steps(directory.dunning.ladders))


def remind(now: datetime) -> int:
    """Send the reminder of the last whole period, unless it went out."""
    directory = snapshot()
    if directory.dunning.reminder is None:
        return 0
    day, at = directory.dunning.reminder
    period = period_before(now, day=day, at=at, zone=directory.city.zone)
    if queries.was_reminded(period):
        return 0
    owed = [
        (one, [person for person in directory.focal_points.get(one.unit_id, ()) if person.notify])
        for one in queries.owed(period, now=now)
    ]
    if actions.remind(period, owed=owed, now=now):
        log.info("agencies are reminded", ends_at=period.ends_at.isoformat(), agencies=len(owed))
    return 0


def found(ladder: Ladder, step: Step, directory: Directory, *, now: datetime) -> tuple[DueStep, ...]:
    """Return deadlines that may have reached one step."""
    others = {unit.value for one in directory.dunning.ladders for unit in one.units}
    return queries.steps_due(
        step.code,
        units=[unit.value for unit in ladder.units],
        others=others,
        is_rest=not ladder.units,
        since=now if step.side is Side.BEFORE else _LONG_AGO,
        until=horizon(step, now=now, calendar=directory.calendars[ladder.calendar]),
        limit=BATCH,
    )


def _taken(ladder: Ladder, step: Step, directory: Directory, *, now: datetime) -> int:
    """Take one step for every deadline that has reached it."""
    return sum(_dealt_with(due, ladder, step, directory, now=now) for due in found(ladder, step, directory, now=now))


def _dealt_with(due: DueStep, ladder: Ladder, step: Step, directory: Directory, *, now: datetime) -> bool:
    said = verdict(
        step, ladder, started_at=due.started_at, due_at=due.due_at, now=now, calendar=directory.calendars[ladder.calendar]
    )
    if said is Verdict.WAIT:
        return False
    try:
        if said is Verdict.PASS:
            return actions.pass_over(due, step, now=now)
        people = people_for(step.to, unit_id=due.unit_id, service_id=due.service_id, directory=directory)
        return actions.take_step(due, step, people=people, now=now)
    except DeadlineMoved:
        return False
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is no fault of a case
    except Exception:  # the one point where a deadline is isolated from the others
        log.exception("an agency could not be told of its deadline", clock=due.clock_id, step=step.code)
        return _called_instead(due, step, now=now)


def _called_instead(due: DueStep, step: Step, *, now: datetime) -> bool:
    try:
        return actions.call_instead(due, step, now=now)
    except DeadlineMoved:
        return False


LOOPS = (Loop("oversight.dun", 15.0, Steadily(dun)), Loop("oversight.remind", 60.0, Steadily(remind)))
