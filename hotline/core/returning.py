"""What follows when agencies say "not mine": what it cost, and from when on the supervisor decides whose it is."""

from collections.abc import Collection, Iterable
from datetime import datetime

ANEW = frozenset({"whose_decided", "directed", "reopened"})
"""Events after which returns are counted anew: the supervisor or the People's Committee decided, or the case began again."""


class SupervisorDecides(Exception):
    """So many agencies sent the case back that only the supervisor says whose it is: `returns` of them."""

    def __init__(self, returns: int) -> None:
        super().__init__(f"sent back {returns} times")
        self.returns = returns


class BindingDecision(Exception):
    """The supervisor decided that the part is this agency's: it cannot be sent back."""


def minutes_held(forwarded_at: datetime, returned_at: datetime) -> int:
    """Return the full minutes, day and night, that a case lay with an agency whose it was not; never less than none."""
    return max(0, int((returned_at - forwarded_at).total_seconds()) // 60)


def returns_counted(events: Iterable[tuple[str, int | None]], *, parts: Collection[int]) -> int:
    """Return how often the case came back since it was last decided whose it is: `events` by name and part, in their order.

    `parts` are those that the centre gave and that came back; what comes back to an agency above is its own matter.
    """
    count = 0
    for name, part in events:
        count = 0 if name in ANEW else count + (name == "part_returned" and part in parts)
    return count


def supervisor_decides(returns: int, *, after: int | None) -> bool:
    """Return whether so many returns take the case out of the operators' hands; `after` None: the profile never does."""
    return after is not None and returns >= after
