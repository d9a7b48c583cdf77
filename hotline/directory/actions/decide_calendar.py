"""Decisions about working calendars: written down, looked at, then applied or dropped."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from hotline.core.calendarchange import CalendarChange, changed
from hotline.directory import queries
from hotline.directory.calendars import CalendarDecisionFacts, facts_of
from hotline.directory.models import CalendarDecision

_LOCK = 1022_0003
"""Number of the advisory lock under which decisions are applied one after the other."""
_FURTHEST = timedelta(days=3 * 366)


class NothingOrdered(Exception):
    """The decision changes nothing: no day, no hours, no day until which the calendar is known."""


class DocumentMissing(Exception):
    """A decision names the paper that ordered it."""


class TooFar(Exception):
    """A day more than three years away, before or behind: a slip of the pen."""


class NoSuchCalendar(LookupError):
    """The profile has no calendar of this code."""


class DecisionOpen(Exception):
    """Another decision about this calendar waits to be applied or dropped; what follows from both is never guessed."""


class DecisionClosed(Exception):
    """The decision was applied or dropped already."""


def propose_calendar_change(change: CalendarChange, *, now: datetime, user_id: int | None) -> int:
    """Write a decision down and return its number; nothing follows from it before it is applied.

    Raises NoSuchCalendar, NothingOrdered, DocumentMissing, TooFar, DecisionOpen, and CalendarNeverWorks or CalendarContradicts
    for a calendar that could not be.
    """
    _check(change, today=now.date())
    with transaction.atomic():
        _lock()
        if CalendarDecision.objects.filter(calendar=change.calendar, number__isnull=True, dropped_at__isnull=True).exists():
            raise DecisionOpen(change.calendar)
        row = CalendarDecision.objects.create(
            calendar=change.calendar,
            document=change.document.strip(),
            days=[day.as_json() for day in change.days],
            hours=change.hours.as_json() if change.hours else None,
            known_until=change.known_until,
            proposed_at=now,
            proposed_by=user_id,
        )
    return row.pk


def apply_calendar_change(decision_id: int, *, now: datetime, user_id: int | None) -> CalendarDecisionFacts:
    """Let the decision hold: every process reckons with it within two seconds, and open deadlines are reckoned anew.

    Raises DecisionClosed, and CalendarNeverWorks or CalendarContradicts where it no longer fits the profile.
    """
    with transaction.atomic():
        _lock()
        row = _open_one(decision_id)
        _check(facts_of(row).change, today=now.date())
        row.number = (CalendarDecision.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        row.applied_at, row.applied_by = now, user_id
        row.save(update_fields=["number", "applied_at", "applied_by"])
    queries.forget()
    return facts_of(row)


def drop_calendar_change(decision_id: int, *, now: datetime) -> None:
    """Put a decision aside that was not applied. Raises DecisionClosed."""
    with transaction.atomic():
        _lock()
        row = _open_one(decision_id)
        row.dropped_at = now
        row.save(update_fields=["dropped_at"])


def _check(change: CalendarChange, *, today: date) -> None:
    calendar = queries.snapshot().calendars.get(change.calendar)
    if calendar is None:
        raise NoSuchCalendar(change.calendar)
    if not change.document.strip():
        raise DocumentMissing(change.calendar)
    if not change.days and change.hours is None and change.known_until is None:
        raise NothingOrdered(change.calendar)
    named = [day.on for day in change.days] + ([change.hours.since] if change.hours else [])
    named += [change.known_until] if change.known_until else []
    if any(abs(day - today) > _FURTHEST for day in named):
        raise TooFar(change.calendar)
    changed(calendar, change)


def _open_one(decision_id: int) -> CalendarDecision:
    row = CalendarDecision.objects.filter(pk=decision_id, number__isnull=True, dropped_at__isnull=True).first()
    if row is None:
        raise DecisionClosed(decision_id)
    return row


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
