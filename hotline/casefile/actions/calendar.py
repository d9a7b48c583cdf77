"""A decision about the working calendar: what it would move is looked at first, then it is applied or dropped."""

from datetime import datetime

from django.db import transaction

from hotline.casefile.models import Event, Recount
from hotline.core.calendarchange import CalendarChange
from hotline.core.facts import Actor
from hotline.directory import actions as directory
from hotline.directory import queries

from .recording import event_row
from .recounting import begin_preview, forget_preview


class NotLookedAt(Exception):
    """What the decision would move is not known yet: the preview has not ended."""


def propose_calendar(change: CalendarChange, *, now: datetime, actor: Actor) -> int:
    """Write a decision down and begin its preview; return its number. Raises as `directory.propose_calendar_change`."""
    with transaction.atomic():
        decision = directory.propose_calendar_change(change, now=now, user_id=actor.user_id)
        begin_preview(decision, now=now)
    return decision


def apply_calendar(decision_id: int, *, now: datetime, actor: Actor) -> None:
    """Let a decision hold; the worker then moves the open deadlines and says so on each case.

    Raises NotLookedAt before the preview has ended, and as `directory.apply_calendar_change`.
    """
    with transaction.atomic():
        if Recount.objects.filter(decision=decision_id, is_preview=True, ended_at__isnull=True).exists():
            raise NotLookedAt(decision_id)
        decision = directory.apply_calendar_change(decision_id, now=now, user_id=actor.user_id)
        forget_preview(decision_id)
        facts = {"decision": decision_id, "calendar": decision.change.calendar}
        Event.objects.create(**event_row(None, "calendar_changed", now=now, actor=actor, facts=facts))
    queries.forget()


def drop_calendar(decision_id: int, *, now: datetime, actor: Actor) -> None:
    """Put a decision aside that was not applied. Raises DecisionClosed."""
    with transaction.atomic():
        directory.drop_calendar_change(decision_id, now=now)
        forget_preview(decision_id)
        Event.objects.create(**event_row(None, "calendar_dropped", now=now, actor=actor, facts={"decision": decision_id}))
