"""What the worker does again and again for this stage: warn and dun agencies step by step, and remind them once a month."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError

from hotline.casefile.actions import DeadlineMoved
from hotline.casefile.queries.keptaway import kept_away_of_clock
from hotline.casefile.steadily import Steadily
from hotline.core.deadlines import LengthUnit
from hotline.core.dunning import By, Rung, Step, Verdict, period_before, verdict
from hotline.core.loops import Loop
from hotline.directory.facts import Directory, FocalFacts
from hotline.directory.queries import snapshot
from hotline.oversight import actions, queries
from hotline.oversight.facts import DueStep
from hotline.oversight.reaching import people_for
from hotline.oversight.sparing import Texts
from hotline.oversight.walking import Reached, Walk

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Dun:
    """Takes every step of the ladders that a deadline has reached.

    One deadline that cannot be dealt with holds up no other: somebody is asked to call instead.
    """

    walk: Walk = field(default_factory=Walk)
    texts: Texts = field(default_factory=Texts)

    def __call__(self, now: datetime) -> int:
        """Do one turn at `now`; return how many steps were taken, and more than none while there is more to look at."""
        taken, is_behind = self.turn(now)
        return taken + is_behind

    def turn(self, now: datetime) -> tuple[int, bool]:
        """Take the steps of one turn; return how many, and whether there is more to look at at once."""
        directory = snapshot()
        taken = sum(_dealt_with(reached, directory, self.texts, now=now) for reached in self.walk.look(directory, now=now))
        return taken, self.walk.keep()


def dun(now: datetime) -> int:
    """Take every step that any deadline has reached at `now`, as a worker does that has just been started; return how many."""
    one, total, is_behind = Dun(), 0, True
    while is_behind:
        taken, is_behind = one.turn(now)
        total += taken
    return total


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


def _dealt_with(reached: Reached, directory: Directory, texts: Texts, *, now: datetime) -> bool:
    due, ladder, step = reached.due, reached.ladder, reached.step
    said = verdict(
        step, ladder, started_at=due.started_at, due_at=due.due_at, now=now, calendar=directory.calendars[ladder.calendar]
    )
    if said is Verdict.WAIT:
        return False
    try:
        if said is Verdict.PASS:
            return actions.pass_over(due, step, now=now)
        kept_away = kept_away_of_clock(due.clock_id) if step.to is Rung.LEADER else ()
        people = people_for(step.to, unit_id=due.unit_id, service_id=due.service_id, directory=directory, kept_away=kept_away)
        return _told(reached, people, texts, now=now)
    except DeadlineMoved:
        return False
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is no fault of a case
    except Exception:  # the one point where a deadline is isolated from the others
        log.exception("an agency could not be told of its deadline", clock=due.clock_id, step=step.code)
        return _called_instead(due, step, now=now)


def _told(reached: Reached, people: Sequence[FocalFacts], texts: Texts, *, now: datetime) -> bool:
    """Take a step; who had their share of SMS is told by e-mail alone, but of matters of minutes."""
    if LengthUnit.MINUTES in reached.ladder.units:
        return actions.take_step(reached.due, reached.step, people=people, now=now)
    people = texts.spared(people, now=now)
    is_taken = actions.take_step(reached.due, reached.step, people=people, now=now)
    if is_taken and reached.step.by is By.MESSAGE:
        texts.sent(people, now=now)
    return is_taken


def _called_instead(due: DueStep, step: Step, *, now: datetime) -> bool:
    try:
        return actions.call_instead(due, step, now=now)
    except DeadlineMoved:
        return False


LOOPS = (Loop("oversight.dun", 15.0, Steadily(Dun())), Loop("oversight.remind", 60.0, Steadily(remind)))
