"""When a matter has come back: the same kind at the same place, reported again after it was handled.

A report made before the first one was answered is a duplicate of it (`core.likeness`), not a recurrence. It proposes by rule; a
person may say that it is none, or name the earlier one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

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


class NotLinked(StrEnum):
    """Why a person cannot say that a report is an earlier one's matter again."""

    ITSELF = "itself"
    ALREADY = "already"
    LATER = "later"
    REFUSED = "refused"
    GUARDED = "guarded"
    NOT_HANDLED = "not_handled"


class LinkRefused(Exception):
    """A report is not linked to an earlier one; `why` says what stands in the way."""

    def __init__(self, why: NotLinked) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Linking:
    """What the rule of links looks at: a report, the earlier one that a person names, and how the two stand.

    `linked_to`: which it is linked to by now; `later`: what came after it in its chain, itself among them. `handled_at`: when
    the earlier one was answered, None while it is not. `is_guarded`: one of them complains of an agency.
    """

    number: int
    earlier: int
    received_at: datetime
    handled_at: datetime | None
    linked_to: int | None = None
    later: Collection[int] = ()
    is_refused: bool = False
    is_guarded: bool = False


def why_not_link(link: Linking) -> NotLinked | None:
    """Return why a person cannot link the two; None when they can.

    A person knows more than the city's metres, days and services say. But what was not answered before the report came in is
    a duplicate, to be merged, and a chain never runs in a circle.
    """
    if link.earlier == link.number:
        return NotLinked.ITSELF
    if link.earlier == link.linked_to:
        return NotLinked.ALREADY
    if link.earlier in link.later:
        return NotLinked.LATER
    if link.is_refused:
        return NotLinked.REFUSED
    if link.is_guarded:
        return NotLinked.GUARDED
    is_handled = link.handled_at is not None and link.handled_at <= link.received_at
    return None if is_handled else NotLinked.NOT_HANDLED


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
