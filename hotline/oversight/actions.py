"""What this stage writes: steps taken, calls, reminders, calendars. Words and events go through the case file's own door."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from hotline.casefile import actions as cases
from hotline.core.dunning import By, Period, Step
from hotline.core.facts import Actor
from hotline.directory.facts import FocalFacts
from hotline.oversight.facts import DueStep
from hotline.oversight.models import Call, Dunning, Feed, Reminder, Taken, Why

LONGEST_PROMISE = timedelta(days=366)
_READ_EVERY = timedelta(hours=1)


class NoSuchCall(LookupError):
    """There is no such call."""


class PromiseOutOfReach(ValueError):
    """What was promised lies in the past, or more than a year ahead."""


def take_step(due: DueStep, step: Step, *, people: Sequence[FocalFacts], now: datetime) -> bool:
    """Take one step of one deadline: tell `people`, or ask for a call; return False when somebody has taken it.

    Whom nobody can write to is called: no step ends in silence. Raises casefile.DeadlineMoved.
    """
    with transaction.atomic():
        cases.hold_deadline(due.clock_id, due_at=due.due_at)
        by_call = step.by is By.CALL or not people
        taken = Taken.CALL if by_call else Taken.TOLD
        if not _is_first(due, step, taken, told=0 if by_call else len(people), now=now):
            return False
        if by_call:
            _ask(due, step, Why.LADDER if step.by is By.CALL else Why.NOBODY, now=now)
        else:
            cases.tell_of_deadline(due.clock_id, step=step, due_at=due.due_at, people=people, now=now)
        return True


def pass_over(due: DueStep, step: Step, *, now: datetime) -> bool:
    """Note that a step no longer makes sense for a deadline."""
    return _is_first(due, step, Taken.PASSED, told=0, now=now)


def call_instead(due: DueStep, step: Step, *, now: datetime) -> bool:
    """Ask for a call where a step could not be taken by a fault of ours. Raises casefile.DeadlineMoved."""
    with transaction.atomic():
        cases.hold_deadline(due.clock_id, due_at=due.due_at)
        is_first = _is_first(due, step, Taken.CALL, told=0, now=now)
        if is_first:
            _ask(due, step, Why.FAILED, now=now)
        return is_first


def log_call(
    call_id: int,
    *,
    reached: bool,
    whom: str = "",
    promise: str = "",
    promised_at: datetime | None = None,
    now: datetime,
    actor: Actor,
) -> None:
    """Keep that somebody called an agency: nobody answered, or who said what, and by when it will be done.

    Raises NoSuchCall, and PromiseOutOfReach for a moment that has passed or lies more than a year ahead.
    """
    if promised_at is not None and not now < promised_at <= now + LONGEST_PROMISE:
        raise PromiseOutOfReach(promised_at)
    with transaction.atomic():
        clock_id = Call.objects.filter(pk=call_id).values_list("clock_id", flat=True).first()
        if clock_id is None:
            raise NoSuchCall(call_id)
        note = f"{whom}: {promise}" if reached else ""
        cases.log_call(clock_id, call=call_id, reached=reached, note=note, now=now, actor=actor)
        row = Call.objects.select_for_update().get(pk=call_id)
        row.tries, row.tried_at = row.tries + 1, now
        if reached:
            row.called_at, row.caller_id = now, actor.user_id
            row.whom, row.promise, row.promised_at = whom, promise, promised_at
        row.save(update_fields=["tries", "tried_at", "called_at", "caller", "whom", "promise", "promised_at"])


def remind(period: Period, *, owed: Sequence[tuple[cases.Owed, Sequence[FocalFacts]]], now: datetime) -> bool:
    """Send the reminder of a period, once for ever; return False when it went out before."""
    with transaction.atomic():
        facts = {"begins_at": period.begins_at, "at": now, "agencies": len(owed)}
        _row, is_first = Reminder.objects.get_or_create(ends_at=period.ends_at, defaults=facts)
        if is_first:
            cases.remind_of_period(period, owed=owed, now=now)
        return is_first


def open_feed(user_id: int, *, digest: bytes, now: datetime) -> None:
    """Give somebody a calendar; the one before opens nothing any more."""
    with transaction.atomic():
        end_feed(user_id, now=now)
        Feed.objects.create(user_id=user_id, digest=digest, made_at=now)


def end_feed(user_id: int, *, now: datetime) -> None:
    """Take somebody's calendar back."""
    Feed.objects.filter(user_id=user_id, ended_at=None).update(ended_at=now)


def feed_was_read(feed_id: int, *, now: datetime) -> None:
    """Keep that a calendar was asked for, to the hour: calendars ask often."""
    lately = Q(read_at=None) | Q(read_at__lt=now - _READ_EVERY)
    Feed.objects.filter(lately, pk=feed_id).update(read_at=now)


def _is_first(due: DueStep, step: Step, taken: Taken, *, told: int, now: datetime) -> bool:
    facts = {"taken": taken, "told": told, "at": now}
    _row, is_first = Dunning.objects.get_or_create(clock_id=due.clock_id, due_at=due.due_at, step=step.code, defaults=facts)
    return is_first


def _ask(due: DueStep, step: Step, why: Why, *, now: datetime) -> None:
    Call.objects.create(
        clock_id=due.clock_id, part_id=due.part_id, due_at=due.due_at, step=step.code, rung=step.to, why=why, asked_at=now
    )
    cases.ask_for_call(due.clock_id, step=step, due_at=due.due_at, why=why.value, now=now)


def write_dossier(
    dossier_id: int,
    *,
    summary: str,
    proposal: str,
    positions: Mapping[int, str],
    enclosed: Sequence[int],
    goes_up: bool,
    now: datetime,
    actor: Actor,
    version: int,
) -> None:
    """Keep a dossier's words and, if it `goes_up`, lay it before the People's Committee: both or neither.

    Raises what casefile.write_dossier and casefile.submit_dossier raise.
    """
    written = {"summary": summary, "proposal": proposal, "positions": positions, "enclosed": enclosed}
    with transaction.atomic():
        cases.write_dossier(dossier_id, **written, now=now, actor=actor, version=version)  # type: ignore[arg-type]
        if goes_up:
            cases.submit_dossier(dossier_id, now=now, actor=actor)
