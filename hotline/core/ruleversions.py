"""The versions of a deadline's rule: one after the other, never two at a time, and none changed once cases ran on it.

A profile brings versions; an administrator may add later ones, each with its paper. What follows is worked out here, so
that the page that shows a version before it is added and the rules that cases get are the same.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hotline.core.clockrules import ClockRule


def overlapping(rules: Iterable[ClockRule]) -> list[tuple[ClockRule, ClockRule]]:
    """Return the pairs of versions of one rule of which some day would have both, the earlier one first."""
    return [
        (earlier, later)
        for versions in _by_code(rules).values()
        for index, earlier in enumerate(versions)
        for later in versions[index + 1 :]
        if earlier.overlaps(later)
    ]


def changed_meaning(rules: Iterable[ClockRule]) -> list[tuple[ClockRule, ClockRule]]:
    """Return each version that is for another purpose, or binds another record, than the version before it."""
    return [
        (earlier, later)
        for versions in _by_code(rules).values()
        for earlier, later in pairwise(versions)
        if (earlier.purpose, earlier.on) != (later.purpose, later.on)
    ]


def with_added(rules: Sequence[ClockRule], added: Iterable[ClockRule]) -> tuple[ClockRule, ...]:
    """Return the rules with the `added` versions among them: each ends the version before it on the day it begins.

    An added version stands over one of the same code and day. It holds until the next version of its code begins,
    whoever brought that, so a rule never has two versions on one day; and no longer than the one in which it begins, for
    where a paper ends a rule it ends what was added to it. Rules to which nothing was added stay as they are,
    in their order; the versions of the others follow in theirs.
    """
    added = tuple(added)
    touched = {rule.code for rule in added}
    over = {(rule.code, rule.valid_from): replace(rule, valid_to=_end_of(rule, rules)) for rule in added}
    kept = tuple(rule for rule in rules if rule.code not in touched)
    known = {(rule.code, rule.valid_from): rule for rule in rules if rule.code in touched}
    return kept + tuple(
        version for versions in _by_code({**known, **over}.values()).values() for version in _one_after_the_other(versions)
    )


def unknown_in(
    rule: ClockRule, *, calendars: Collection[str], services: Collection[str], pauses: Collection[str]
) -> Iterator[str]:
    """Give the codes that `rule` names and that are not among those there are: it was written for another profile."""
    if rule.calendar not in calendars:
        yield rule.calendar
    yield from sorted(code for code in rule.services if code not in services)
    yield from sorted(code for code in rule.pauses if code not in pauses)


def version_on(rules: Iterable[ClockRule], code: str, day: date) -> ClockRule | None:
    """Return the version of the rule `code` that is in force on `day`, None when none is."""
    return next((rule for rule in rules if rule.code == code and rule.holds_on(day)), None)


def _by_code(rules: Iterable[ClockRule]) -> dict[str, list[ClockRule]]:
    """Return the versions of each rule in the order of their days; the rules in the order in which they came."""
    versions: dict[str, list[ClockRule]] = {}
    for rule in rules:
        versions.setdefault(rule.code, []).append(rule)
    return {code: sorted(of_code, key=lambda rule: rule.valid_from) for code, of_code in versions.items()}


def _one_after_the_other(versions: Sequence[ClockRule]) -> list[ClockRule]:
    return [*(_ended_by(later, earlier) for earlier, later in pairwise(versions)), versions[-1]]


def _end_of(added: ClockRule, rules: Iterable[ClockRule]) -> date | None:
    """Return when the version ends in which `added` begins, None when that has no end or there is none."""
    within = version_on(rules, added.code, added.valid_from)
    return within.valid_to if within else None


def _ended_by(later: ClockRule, earlier: ClockRule) -> ClockRule:
    return replace(earlier, valid_to=min(earlier.valid_to or later.valid_from, later.valid_from))
