"""Who is blocked and for how long; what of a blocked sender is heard all the same.

A block is of one point (a number, an address, an account), for days, with a reason. It ends by itself: whether it stands is
asked of the clock each time, so no timer can miss it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hotline.core.joining import Goes
from hotline.core.orders import Order

LETS_THROUGH = timedelta(days=1)
"""So long is somebody heard without the limit of an hour whom an operator lets through (chưa kiểm chứng: ours)."""


TAKEN_BACK_WITHIN = timedelta(days=1)
"""So long may an operator take back a block of their own: a slip of the hand waits for no supervisor (chưa kiểm chứng: ours)."""


class Ruling(StrEnum):
    """What the centre said of a sender: nothing of theirs is acted on, or all of it, however much it is."""

    BLOCKED = "blocked"
    LET_THROUGH = "let_through"


@dataclass(frozen=True, slots=True)
class BlockDays:
    """For how many days at most each may block; the profile's."""

    operator: int
    supervisor: int

    def most(self, *, is_supervisor: bool) -> int:
        """Return the most days for this person."""
        return self.supervisor if is_supervisor else self.operator


@dataclass(frozen=True, slots=True)
class Said:
    """What matters here of one message of a blocked sender.

    `in_danger`: a report of theirs that speaks of danger is being made, so what follows belongs to it.
    """

    goes: Goes
    order: Order | None = None
    is_danger: bool = False
    in_danger: bool = False


_OBEYED = frozenset({Order.STOP, Order.CANCEL})


def is_heard(said: Said) -> bool:
    """Return whether a message of a blocked sender is dealt with as anybody's.

    Danger is, and what is said after it; so is who wants no messages, or takes back what they were reporting; and so is the
    answer to a question that we put to them. What asks for nothing needs no keeping back.
    """
    if said.is_danger or said.in_danger or said.order in _OBEYED:
        return True
    return said.goes in (Goes.REPLY, Goes.NOTHING)


def may_lift(*, is_supervisor: bool, is_own: bool, since: datetime, now: datetime) -> bool:
    """Return whether somebody may end a block: a supervisor any, an operator their own while it is fresh."""
    return is_supervisor or (is_own and now < since + TAKEN_BACK_WITHIN)


def stands(*, until: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Return whether what was said of a sender is in force: nobody took it back, and its days are not over."""
    return ended_at is None and now < until
