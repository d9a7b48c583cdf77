"""Which clocks a case gets: the rules of a profile, each with the paper it comes from and the days it holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations
from zoneinfo import ZoneInfo

from hotline.core.deadlines import Length
from hotline.core.derivation import StartedBy
from hotline.core.facts import Kind, Level

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class RulesCollide(Exception):
    """Two rules claim the same clock of the same case, neither more specific: `first` and `second` name them."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second} both apply, and neither is more specific")
        self.first = first
        self.second = second


class ClockOn(StrEnum):
    """What a clock binds."""

    REQUEST = "request"
    ASSIGNMENT = "assignment"
    EXPLANATION = "explanation"


class StoppedBy(StrEnum):
    """What ends a clock."""

    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    RESULT_FILED = "result_filed"
    RESULT_ACCEPTED = "result_accepted"
    ANSWERED = "answered"
    COMMITMENT_KEPT = "commitment_kept"
    EXPLAINED = "explained"


EXPLANATION = "explanation"
"""What stands in the place of the rule of a clock for an explanation where no rule gives one: its day was given."""

_BY_AGENCY = frozenset({StoppedBy.RESULT_FILED, StoppedBy.RESULT_ACCEPTED})
_BY_CENTRE = frozenset({StoppedBy.FORWARDED, StoppedBy.ANSWERED})

ENDS: Mapping[tuple[ClockOn, StartedBy], frozenset[StoppedBy]] = {
    (ClockOn.REQUEST, StartedBy.RECEIVED): _BY_CENTRE,
    (ClockOn.REQUEST, StartedBy.INFORMATION_COMPLETE): _BY_CENTRE,
    (ClockOn.REQUEST, StartedBy.FORWARDED): frozenset({StoppedBy.ANSWERED}),
    (ClockOn.REQUEST, StartedBy.REOPENED): _BY_CENTRE,
    (ClockOn.REQUEST, StartedBy.COMMITTED): frozenset({StoppedBy.ANSWERED, StoppedBy.COMMITMENT_KEPT}),
    (ClockOn.REQUEST, StartedBy.DIRECTED): frozenset({StoppedBy.ANSWERED}),
    (ClockOn.ASSIGNMENT, StartedBy.RECEIVED): _BY_AGENCY | {StoppedBy.ACCEPTED},
    (ClockOn.ASSIGNMENT, StartedBy.INFORMATION_COMPLETE): _BY_AGENCY | {StoppedBy.ACCEPTED},
    (ClockOn.ASSIGNMENT, StartedBy.FORWARDED): _BY_AGENCY | {StoppedBy.ACCEPTED},
    (ClockOn.ASSIGNMENT, StartedBy.ACCEPTED): _BY_AGENCY,
    (ClockOn.ASSIGNMENT, StartedBy.COMMITTED): _BY_AGENCY | {StoppedBy.COMMITMENT_KEPT},
    (ClockOn.ASSIGNMENT, StartedBy.DIRECTED): _BY_AGENCY,
    (ClockOn.EXPLANATION, StartedBy.EXPLANATION_ASKED): frozenset({StoppedBy.EXPLAINED}),
}
"""What can end a clock, by what it binds and what started it: what comes later and happens to that record at all.

Any other pair is a rule that never starts, or one that can never end: forwarding, for one, is over when an agency accepts.
"""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One deadline as a paper orders it. A version of a rule is named by its code and `valid_from`.

    `purpose` says what the deadline is for ("forward", "handle", "answer"); of the rules of one purpose a case gets the
    most specific: one that names its service before one that names its kind, before one that names its level, before
    one that names none; then one that asks for a number of agencies before one that does not.

    Empty `services`, `kinds` or `levels`: any. `agencies_from` is the least number of agencies the case must have for the rule.
    `valid_to` is the first day on which the rule no longer holds; what counts is the day of reception in Việt Nam.
    `pauses` are the codes of the profile's reasons for which the clock may stand still. `overrun_lawful`: progress,
    photo evidence and a committed final date make an overrun lawful.
    """

    code: str
    purpose: str
    name_vi: str
    name_en: str
    on: ClockOn
    starts: StartedBy
    stops: StoppedBy
    length: Length
    calendar: str
    source: str
    valid_from: date
    valid_to: date | None = None
    services: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    levels: frozenset[Level] = frozenset()
    agencies_from: int = 1
    pauses: frozenset[str] = frozenset()
    overrun_lawful: bool = False

    def overlaps(self, other: "ClockRule") -> bool:
        """Return whether there are days on which both are in force."""
        return (self.valid_to is None or other.valid_from < self.valid_to) and (
            other.valid_to is None or self.valid_from < other.valid_to
        )

    def holds_on(self, day: date) -> bool:
        """Return whether this version is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def can_start(self) -> bool:
        """Return whether what starts it happens to what it binds."""
        return (self.on, self.starts) in ENDS

    @property
    def can_end(self) -> bool:
        """Return whether what ends it can come after what starts it."""
        return self.stops in ENDS.get((self.on, self.starts), frozenset())

    def may_pause(self, reason: str) -> bool:
        """Return whether the clock may stand still for `reason`."""
        return reason in self.pauses


def rules_for(
    rules: Iterable[ClockRule],
    *,
    service: str,
    kind: Kind,
    received_at: datetime,
    agencies: int,
    level: Level = Level.NORMAL,
) -> tuple[ClockRule, ...]:
    """Return the rules that give this case its clocks, one for each purpose, in order of purpose.

    `received_at` is aware; `agencies` is how many agencies have a part (0 before there is any: reckoned as one).
    Raises RulesCollide where two rules of a purpose apply equally; `collisions` finds that before a profile is taken.
    """
    return rules_on(day_of(received_at), rules, service=service, kind=kind, agencies=agencies, level=level)


def day_of(received_at: datetime) -> date:
    """Return the day of reception in Việt Nam."""
    return received_at.astimezone(_ZONE).date()


def rules_on(
    day: date, rules: Iterable[ClockRule], *, service: str, kind: Kind, agencies: int, level: Level = Level.NORMAL
) -> tuple[ClockRule, ...]:
    """Return what `rules_for` returns of a case received on `day`. Raises RulesCollide."""
    fitting = [rule for rule in rules if rule.holds_on(day) and _fits(rule, service, kind, level, max(agencies, 1))]
    return tuple(
        _most_specific([rule for rule in fitting if rule.purpose == purpose])
        for purpose in sorted({rule.purpose for rule in fitting})
    )


def collisions(rules: Sequence[ClockRule]) -> list[tuple[ClockRule, ClockRule]]:
    """Return the pairs of rules that `rules_for` could not choose between for some case on some day."""
    return [pair for pair in combinations(rules, 2) if _collide(*pair)]


def _most_specific(rules: Sequence[ClockRule]) -> ClockRule:
    highest = max(_specificity(rule) for rule in rules)
    first, *others = sorted((rule for rule in rules if _specificity(rule) == highest), key=lambda rule: rule.code)
    if others:
        raise RulesCollide(first.code, others[0].code)
    return first


def _fits(rule: ClockRule, service: str, kind: Kind, level: Level, agencies: int) -> bool:
    return (
        (not rule.services or service in rule.services)
        and (not rule.kinds or kind in rule.kinds)
        and (not rule.levels or level in rule.levels)
        and agencies >= rule.agencies_from
    )


def _specificity(rule: ClockRule) -> tuple[bool, bool, bool, int]:
    return bool(rule.services), bool(rule.kinds), bool(rule.levels), rule.agencies_from


def _collide(one: ClockRule, other: ClockRule) -> bool:
    return (
        one.purpose == other.purpose
        and _specificity(one) == _specificity(other)
        and (not one.services or bool(one.services & other.services))
        and (not one.kinds or bool(one.kinds & other.kinds))
        and (not one.levels or bool(one.levels & other.levels))
        and one.overlaps(other)
    )
