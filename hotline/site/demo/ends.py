"""Where a made-up case stands when it has been told: how many of each there are, and how long ago they came in."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from random import Random


class End(StrEnum):
    """The state in which a case is left."""

    NEW = "new"
    EMERGENCY = "emergency"
    ASKED = "asked"
    REPLIED = "replied"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PROGRESS = "progress"
    QUESTION = "question"
    RESULT = "result"
    RESULT_RETURNED = "result_returned"
    TO_ANSWER = "to_answer"
    DRAFT = "draft"
    SENT = "sent"
    OVERDUE = "overdue"
    NOT_DONE = "not_done"
    PUBLISHED = "published"
    RATED = "rated"
    CORRECTED = "corrected"
    LATE = "late"
    DONE_AGAIN = "done_again"
    FORWARDED_AGAIN = "forwarded_again"
    REFUSED = "refused"
    AT_ONCE = "at_once"
    EMERGENCY_DONE = "emergency_done"


@dataclass(frozen=True, slots=True)
class Share:
    """`first` cases of those that every demonstration has, then `weight` of the rest; came in between two ages ago."""

    first: int
    weight: float
    youngest: timedelta
    oldest: timedelta


def _minutes(low: float, high: float) -> tuple[timedelta, timedelta]:
    return timedelta(minutes=low), timedelta(minutes=high)


def _days(low: float, high: float) -> tuple[timedelta, timedelta]:
    return timedelta(days=low), timedelta(days=high)


MONTHS = 190
"""Days of history."""

SHARES = {
    End.NEW: Share(5, 1, *_minutes(0.5, 12)),
    End.EMERGENCY: Share(1, 0.2, *_minutes(3, 25)),
    End.ASKED: Share(2, 2, *_minutes(60, 1200)),
    End.REPLIED: Share(1, 0.5, *_minutes(30, 180)),
    End.FORWARDED: Share(5, 8, *_minutes(8, 900)),
    End.RETURNED: Share(2, 2, *_minutes(180, 1800)),
    End.ACCEPTED: Share(5, 16, *_days(0.6, 4)),
    End.PROGRESS: Share(3, 12, *_days(1.2, 5)),
    End.QUESTION: Share(1, 4, *_days(0.5, 3)),
    End.RESULT: Share(3, 5, *_days(1, 5)),
    End.RESULT_RETURNED: Share(1, 3, *_days(2, 6)),
    End.TO_ANSWER: Share(2, 3, *_days(1.5, 5)),
    End.DRAFT: Share(2, 2, *_days(1.5, 5)),
    End.SENT: Share(3, 5, *_days(1.5, 6)),
    End.OVERDUE: Share(2, 8, *_days(24, 45)),
    End.NOT_DONE: Share(2, 6, *_days(7, 16)),
    End.PUBLISHED: Share(2, 380, *_days(13, MONTHS)),
    End.RATED: Share(3, 240, *_days(13, MONTHS)),
    End.CORRECTED: Share(1, 8, *_days(15, MONTHS)),
    End.LATE: Share(1, 60, *_days(40, MONTHS)),
    End.DONE_AGAIN: Share(1, 20, *_days(32, MONTHS)),
    End.FORWARDED_AGAIN: Share(1, 25, *_days(15, MONTHS)),
    End.REFUSED: Share(1, 70, *_days(2, MONTHS)),
    End.AT_ONCE: Share(1, 90, *_days(1, MONTHS)),
    End.EMERGENCY_DONE: Share(1, 15, *_days(2, MONTHS)),
}

LIVE = frozenset(End) - {
    End.PUBLISHED, End.RATED, End.CORRECTED, End.LATE, End.DONE_AGAIN, End.FORWARDED_AGAIN, End.REFUSED, End.AT_ONCE,
    End.EMERGENCY_DONE,
}  # fmt: skip
"""Ends that wait for somebody."""


@cache
def first_ends() -> tuple[End, ...]:
    """Return the ends of the first cases: one of each, then the second of each, until all desks have something."""
    rounds = range(max(share.first for share in SHARES.values()))
    return tuple(end for turn in rounds for end, share in SHARES.items() if turn < share.first)


def end_of(number: int, dice: Random) -> End:
    """Return where the case with this number ends."""
    if number < len(first_ends()):
        return first_ends()[number]
    return dice.choices(list(SHARES), [share.weight for share in SHARES.values()])[0]
