"""Whom a case is kept away from: the agency that it complains of, whatever it is called by now, and all that obey it."""

from collections.abc import Collection, Mapping

from .handingdown import MOST_LEVELS, chain


def barred(
    named: Collection[int],
    *,
    above: Mapping[int, int | None],
    followed_by: Mapping[int, Collection[int]],
    inspectors: Collection[int] = (),
) -> frozenset[int]:
    """Return the units that may not work on a case that complains of `named`.

    These, those that took over from them (`followed_by`: a ward that was merged goes on under another name), and every
    unit below any of them, which has to obey it. An inspectorate examines those above it too: it is barred only when it
    is itself complained of, or took over from one that is. `above` gives the unit above each unit.
    """
    themselves = _with_successors(named, followed_by)
    obeying = {unit for unit in above if not themselves.isdisjoint(chain(unit, above))}
    return frozenset(themselves | (obeying - set(inspectors)))


def _with_successors(named: Collection[int], followed_by: Mapping[int, Collection[int]]) -> set[int]:
    found, new = set(named), set(named)
    for _step in range(MOST_LEVELS):
        new = {after for before in new for after in followed_by.get(before, ())} - found
        found |= new
    return found
