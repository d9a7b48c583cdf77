"""Where an open case goes when its ward or its agency is no more: to the only one that follows, by its point, or by a person."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hotline.core.facts import PartRole
from hotline.core.status import CLOSED_PARTS, Part


class How(StrEnum):
    """What decided which of the new wards a case lies in."""

    SOLE = "sole"
    OUTLINE = "outline"
    PERSON = "person"


MOVING = frozenset({Part.PROPOSED, Part.FORWARDED, Part.ACCEPTED, Part.RESULT_FILED})
"""Parts that go on with the agency that took over; what is done, returned or withdrawn stays with the one that did it."""

_ORDER = {PartRole.LEAD: 0, PartRole.CO_HANDLER: 1, PartRole.UNDER: 2}


def area_after(followers: Sequence[int], *, around: int | None) -> tuple[int, How] | None:
    """Return the area that a case lies in now and what decided it; None: a person has to look.

    `followers` are the areas of today that follow the old one, `around` the one whose outline is around the case's point.
    """
    if len(followers) == 1:
        return followers[0], How.SOLE
    if around is not None and around in followers:
        return around, How.OUTLINE
    return None


def unit_after(
    followers: Collection[int],
    *,
    committee: int | None,
    barred: Collection[int] = (),
    above: Mapping[int, int | None] | None = None,
) -> int | None:
    """Return the unit that a part goes on with; None: a person has to look.

    `followers` are the units of today that took over from the old one, `committee` the one of the ward that the case lies in
    now. A case never goes to a unit it is `barred` from, but to the first one above it that it is not barred from.
    """
    found: int | None = next(iter(followers)) if len(followers) == 1 else committee if committee in followers else None
    met: set[int] = set()
    while found is not None and found in barred:
        met.add(found)
        found = (above or {}).get(found)
        if found in met:
            return None
    return found


@dataclass(frozen=True, slots=True)
class OpenPart:
    """One agency's part of a case, of whatever state."""

    id: int
    unit: int
    role: PartRole
    state: Part


@dataclass(frozen=True, slots=True)
class Rerouting:
    """What happens to the parts of one case: who moves to which unit, and who is joined into which other part."""

    moves: tuple[tuple[int, int], ...] = ()
    joins: tuple[tuple[int, int], ...] = ()


def reroute(
    parts: Sequence[OpenPart],
    target: Callable[[OpenPart], int | None],
    *,
    kept_from_heir: Callable[[OpenPart], bool] = lambda _part: False,
) -> Rerouting:
    """Return what becomes of a case's parts when units have been followed by others.

    `target` gives the unit a part goes on with: its own where that stands, None where a person has to decide. Two parts that
    come to the same unit are one: the lead keeps it, then the co-handler, and the other is joined into it. A result that is
    filed is never joined away: such a part stays where it is until the desk has taken it. What is done moves only where it is
    `kept_from_heir`: who goes on with the records of its unit is the one that the case complains of.
    """
    moves: list[tuple[int, int]] = []
    joins: list[tuple[int, int]] = []
    bound = [part for part in parts if part.state not in CLOSED_PARTS]
    held = {part.unit: part.id for part in bound if part.state not in MOVING}
    for part in sorted((one for one in bound if one.state in MOVING), key=lambda one: (_ORDER[one.role], one.id)):
        unit = target(part)
        if unit is None:
            continue
        other = held.get(unit)
        if other is None:
            held[unit] = part.id
            if unit != part.unit:
                moves.append((part.id, unit))
        elif part.state is not Part.RESULT_FILED and part.role is not PartRole.LEAD:
            joins.append((part.id, other))
    for part in bound:
        if part.state not in MOVING and kept_from_heir(part):
            unit = target(part)
            if unit is not None and unit not in held:
                held[unit] = part.id
                moves.append((part.id, unit))
    return Rerouting(tuple(moves), tuple(joins))
