"""When a matter has come back: the same kind at the same place, reported again after it was handled.

A report made before the first one was answered is a duplicate of it (`core.likeness`), not a recurrence. It proposes by rule; a
person may say that it is none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.core.likeness import LikenessRule, Matter, Reason, alike

_ANY_TIME = timedelta(days=36_500)
"""When the two were reported says nothing: what counts is when the first was handled."""


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """A city's measure: how near, in metres, and for how many days after it was handled a matter is the same one again."""

    metres: int
    days: int


@dataclass(frozen=True, slots=True)
class Again:
    """How a report is an earlier matter again: by what, how long after it was handled, and how near where both have a point."""

    reasons: tuple[Reason, ...]
    after: timedelta
    metres: int | None


def comes_back(new: Matter, earlier: Matter, *, handled_at: datetime, rule: RecurrenceRule) -> Again | None:
    """Return how `new` is the matter of `earlier` again, or None.

    The same service, within the city's metres or at the same address of the same ward, received after the earlier one was
    answered and no later than the city's days. Another service of the group, or the ward alone, is not enough.
    """
    after = new.received_at - handled_at
    if after < timedelta(0) or after > timedelta(days=rule.days):
        return None
    found = alike(new, earlier, LikenessRule(metres=rule.metres, days=_ANY_TIME.days))
    if found is None or Reason.SAME_SERVICE not in found.reasons:
        return None
    if Reason.NEAR not in found.reasons and Reason.SAME_PLACE_WORDS not in found.reasons:
        return None
    told = tuple(reason for reason in found.reasons if reason in _TOLD)
    return Again(reasons=told, after=after, metres=found.metres)


_TOLD = frozenset({Reason.SAME_SERVICE, Reason.NEAR, Reason.SAME_PLACE_WORDS, Reason.WORDS})
