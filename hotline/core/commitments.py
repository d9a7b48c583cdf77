"""What an agency may promise when it cannot finish in time, and what such a commitment does to its deadlines.

Not done in time, in any field: an overrun is lawful when the agency files, before its deadline, its progress AND photo
evidence AND a committed final date (HCMC 1478/QĐ-UBND of 4-5-2020, as the press tells it: Phụ Nữ 2021). The deadline then
ends *overrun lawfully* at the very moment it was due, never as kept; the commitment is a deadline of its own. Filed later it
makes nothing lawful, and still binds.

The papers name no hour: a committed date lasts here until offices close on that date, worked or not (`givendays`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hotline.core.calendar import WorkingCalendar
from hotline.core.clockrules import StoppedBy
from hotline.core.givendays import DayRefused, lasts_until

COMMITMENT = "commitment"
"""The purpose of a clock that counts towards a committed final date."""

FINISHING = frozenset({StoppedBy.RESULT_FILED, StoppedBy.RESULT_ACCEPTED})
"""What ends the deadline by which an agency has to finish its part."""


class CommitmentState(StrEnum):
    """Whether a commitment stands, or waits for the supervisor, or was declined."""

    STANDING = "standing"
    WAITING = "waiting"
    DECLINED = "declined"


class WhyNot(StrEnum):
    """Why a commitment was refused."""

    NO_PROGRESS = "no_progress"
    NO_PHOTO = "no_photo"
    NO_DEADLINE = "no_deadline"
    BEFORE_TODAY = "before_today"
    TODAY_IS_OVER = "today_is_over"
    AFTER_A_YEAR = "after_a_year"
    NOT_AFTER_DEADLINE = "not_after_deadline"
    ANOTHER_WAITS = "another_waits"


class CommitmentRefused(Exception):
    """An agency's commitment is not one: `why` says what is wrong with it."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment that stands: when it was filed, and until when the agency has given itself."""

    filed_at: datetime
    until: datetime


def promised_until(day: date, *, now: datetime, due_at: datetime | None, calendar: WorkingCalendar) -> datetime:
    """Return until when an agency has that commits, at `now`, to the final date `day`: until offices close on it.

    `due_at` is the deadline that it would overrun, None while that stands still; one that has passed asks nothing more.
    Raises CommitmentRefused for a day before today, today once offices have closed, a day more than a year ahead, and one
    that lies no later than the deadline.
    """
    try:
        until = lasts_until(day, now=now, calendar=calendar)
    except DayRefused as refused:
        raise CommitmentRefused(WhyNot(refused.why)) from None
    if due_at is not None and until <= due_at:
        raise CommitmentRefused(WhyNot.NOT_AFTER_DEADLINE)
    return until


def makes_lawful(promises: Iterable[Promise], *, due_at: datetime) -> bool:
    """Return whether one of the promises was filed no later than `due_at` and goes beyond it."""
    return any(promise.filed_at <= due_at < promise.until for promise in promises)
