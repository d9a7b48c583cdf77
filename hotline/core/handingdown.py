"""Passing a part down to a unit under the agency that has it: which unit may take it, and which circle is refused."""

from collections.abc import Mapping

MOST_LEVELS = 20
"""How far up a chain of units is followed: no administration is deeper, and a loop in bad data ends here."""


class NotUnderIt(Exception):
    """The unit does not stand under the agency that wants to pass its part down: that is the centre's to give."""


class PassedInCircle(Exception):
    """The part would come back to the agency that passes it down, or to one that stands above it."""


def require_below(unit: int, to: int, *, above: Mapping[int, int | None]) -> None:
    """Raise unless `unit` may pass its part down to `to`; `above` gives the unit above each unit.

    Raises PassedInCircle for the unit itself and those above it, NotUnderIt for any other that does not stand below it.
    """
    if to == unit or to in chain(unit, above):
        raise PassedInCircle(to)
    if unit not in chain(to, above):
        raise NotUnderIt(to)


def below(unit: int, above: Mapping[int, int | None]) -> frozenset[int]:
    """Return every unit that stands below `unit`, directly or not."""
    return frozenset(one for one in above if one != unit and unit in chain(one, above))


def chain(unit: int, above: Mapping[int, int | None]) -> tuple[int, ...]:
    """Return the units above `unit`, the nearest first; a loop is followed once."""
    found: list[int] = []
    up = above.get(unit)
    while up is not None and up not in found and len(found) < MOST_LEVELS:
        found.append(up)
        up = above.get(up)
    return tuple(found)
