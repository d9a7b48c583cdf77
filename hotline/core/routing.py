"""Whose matter it is: rules area × service → lead and co-handlers, and a decision that says why, or says it cannot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from hotline.core.facts import Kind
from hotline.core.handingdown import MOST_LEVELS

WARD_COMMITTEE = "ward_committee"
"""As a unit in a rule: the People's Committee of the ward in which the matter lies."""

SUPERIOR = "superior"
"""As a unit in a rule: the superior of the agency that the matter is about; conduct and delay never go to the one named."""


class UndecidedReason(StrEnum):
    """Why no rule could decide; a person does."""

    NO_RULE = "no_rule"
    SEVERAL_RULES = "several_rules"
    NO_PLACE = "no_place"
    NO_WARD_COMMITTEE = "no_ward_committee"
    NO_SUPERIOR = "no_superior"


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """One line of what leadership signs: matters of these services in these areas go to `lead`, with `co`.

    `lead` and `co` are unit codes, `WARD_COMMITTEE` or `SUPERIOR`. Empty `services` and `groups`: every service; empty
    `areas`: everywhere; empty `kinds` or `streams`: any. `valid_to` is the first day on which the rule no longer holds.
    """

    code: str
    lead: str
    source: str
    services: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    streams: frozenset[str] = frozenset()
    co: tuple[str, ...] = ()
    valid_from: date = date.min
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether the rule is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Matter:
    """What routing looks at.

    `areas` are the codes of the areas the place lies in, narrowest first; none when the place is not known. `about` is
    the agency that the matter complains of, if any; `inspectors` units that may examine those they stand below.
    """

    service: str
    group: str = ""
    kind: Kind = Kind.REPORT
    stream: str = ""
    areas: tuple[str, ...] = ()
    about: str = ""
    inspectors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Because:
    """What of the matter the rule named; empty where it named nothing. `lead_as` is the symbol it was resolved from."""

    service: str = ""
    group: str = ""
    area: str = ""
    kind: str = ""
    stream: str = ""
    lead_as: str = ""

    def as_json(self) -> dict[str, str]:
        """Return what is not empty, as plain JSON."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Decision:
    """One rule decided. `also` are the more general rules that fit too and gave way, in order of their code."""

    lead: str
    co: tuple[str, ...]
    rule: str
    source: str
    because: Because
    also: tuple[str, ...] = ()

    @property
    def names_the_service(self) -> bool:
        """Whether the rule names the service or its group, and is not one for everything else."""
        return bool(self.because.service or self.because.group)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that might apply, and the unit or symbol it would give the lead."""

    rule: str
    lead: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """No rule decided, why, and between which a person may choose, in order of their code."""

    reason: UndecidedReason
    candidates: tuple[Candidate, ...] = ()


type Specificity = tuple[int, int, bool, bool]


def decide(
    rules: Iterable[RoutingRule],
    matter: Matter,
    *,
    on: date,
    ward_committees: Mapping[str, str],
    superiors: Mapping[str, str] | None = None,
) -> Decision | Undecided:
    """Return who leads and who helps on the day `on` (the day of reception), or why that is undecided.

    The most specific rule decides. Specificity is compared in this order, the first difference settles it:
    1. naming the service, before naming its group, before naming neither;
    2. naming the narrowest area the place lies in, before a wider one, before none;
    3. naming the kind, before not; 4. naming the stream, before not.

    Two rules equally specific leave it undecided, even if they agree: which one is in force is then not known. So does
    a missing place, where a rule at least as specific as the best one could apply somewhere. `ward_committees` gives the
    unit for an area code, `superiors` the unit above a unit. The result depends on nothing but the arguments, and not
    on the order of `rules`.
    """
    rules = tuple(rules)
    fitting = sorted((rule for rule in rules if _fits(rule, matter) and rule.holds_on(on)), key=_order)
    highest = max((_specificity(rule, matter) for rule in fitting), default=None)
    best = [rule for rule in fitting if _specificity(rule, matter) == highest]
    if not matter.areas:
        elsewhere = [rule for rule in rules if rule.areas and rule.holds_on(on) and _might_decide(rule, matter, best)]
        if elsewhere:
            return _undecided(UndecidedReason.NO_PLACE, sorted((*best, *elsewhere), key=_order))
    if not best:
        return Undecided(UndecidedReason.NO_RULE)
    if len(best) > 1:
        return _undecided(UndecidedReason.SEVERAL_RULES, best)
    also = tuple(rule.code for rule in fitting if rule is not best[0])
    return _resolve(best[0], matter, also, ward_committees, superiors or {})


def collisions(rules: Sequence[RoutingRule]) -> list[tuple[RoutingRule, RoutingRule]]:
    """Return the pairs of rules that `decide` could not choose between for some matter on some day.

    Two rules of different areas are taken not to meet: areas of one level do not overlap.
    """
    return [pair for pair in combinations(rules, 2) if _collide(*pair)]


def _fits(rule: RoutingRule, matter: Matter) -> bool:
    return _fits_but_for_area(rule, matter) and (not rule.areas or not rule.areas.isdisjoint(matter.areas))


def _fits_but_for_area(rule: RoutingRule, matter: Matter) -> bool:
    any_service = not rule.services and not rule.groups
    return (
        (any_service or matter.service in rule.services or matter.group in rule.groups)
        and (not rule.kinds or matter.kind in rule.kinds)
        and (not rule.streams or matter.stream in rule.streams)
    )


def _specificity(rule: RoutingRule, matter: Matter) -> Specificity:
    service = 2 if matter.service in rule.services else 1 if matter.group in rule.groups else 0
    depth = next((place for place, area in enumerate(matter.areas) if area in rule.areas), None)
    area = 0 if depth is None else len(matter.areas) - depth
    return service, area, bool(rule.kinds), bool(rule.streams)


def _might_decide(rule: RoutingRule, matter: Matter, best: Sequence[RoutingRule]) -> bool:
    """Return whether `rule`, if the place lay in its areas, would be at least as specific as the best that fits."""
    if not _fits_but_for_area(rule, matter):
        return False
    return not best or _specificity(rule, matter)[0] >= _specificity(best[0], matter)[0]


def _resolve(
    rule: RoutingRule,
    matter: Matter,
    also: tuple[str, ...],
    ward_committees: Mapping[str, str],
    superiors: Mapping[str, str],
) -> Decision | Undecided:
    """Turn the symbols of the deciding rule into units; keep the matter away from the agency it is about."""
    units: list[str] = []
    for named in (rule.lead, *rule.co):
        unit = _unit_for(named, matter, ward_committees, superiors)
        if isinstance(unit, UndecidedReason):
            return _undecided(unit, [rule])
        units.append(unit)
    lead, *helpers = units
    co = tuple(dict.fromkeys(unit for unit in helpers if unit != lead))
    return Decision(lead, co, rule.code, rule.source, _because(rule, matter), also)


def _unit_for(
    named: str, matter: Matter, ward_committees: Mapping[str, str], superiors: Mapping[str, str]
) -> str | UndecidedReason:
    unit = named
    if named == WARD_COMMITTEE:
        if not matter.areas:
            return UndecidedReason.NO_PLACE
        found = next((ward_committees[area] for area in matter.areas if area in ward_committees), None)
        if found is None:
            return UndecidedReason.NO_WARD_COMMITTEE
        unit = found
    if named == SUPERIOR or (matter.about and _obeys(unit, matter, superiors)):
        above = superiors.get(matter.about)
        return UndecidedReason.NO_SUPERIOR if above is None or above == matter.about else above
    return unit


def _obeys(unit: str, matter: Matter, superiors: Mapping[str, str]) -> bool:
    """Return whether a unit is the agency complained of, or stands below it and does not inspect."""
    if unit == matter.about:
        return True
    up: str | None = unit
    for _level in range(MOST_LEVELS):
        up = superiors.get(up) if up else None
        if up == matter.about:
            return unit not in matter.inspectors
    return False


def _because(rule: RoutingRule, matter: Matter) -> Because:
    return Because(
        service=matter.service if matter.service in rule.services else "",
        group=matter.group if matter.service not in rule.services and matter.group in rule.groups else "",
        area=next((area for area in matter.areas if area in rule.areas), ""),
        kind=matter.kind.value if rule.kinds else "",
        stream=matter.stream if rule.streams else "",
        lead_as=rule.lead if rule.lead in (WARD_COMMITTEE, SUPERIOR) else "",
    )


def _undecided(reason: UndecidedReason, rules: Sequence[RoutingRule]) -> Undecided:
    return Undecided(reason, tuple(Candidate(rule.code, rule.lead) for rule in rules))


def _order(rule: RoutingRule) -> tuple[str, str]:
    return rule.code, rule.lead


def _collide(one: RoutingRule, other: RoutingRule) -> bool:
    services = bool(one.services & other.services) or bool(one.groups & other.groups)
    any_service = not (one.services or one.groups or other.services or other.groups)
    return (
        (services or any_service)
        and (bool(one.areas & other.areas) or not (one.areas or other.areas))
        and _both_any_or_meeting(one.kinds, other.kinds)
        and _both_any_or_meeting(one.streams, other.streams)
        and (one.valid_to is None or other.valid_from < one.valid_to)
        and (other.valid_to is None or one.valid_from < other.valid_to)
    )


def _both_any_or_meeting[T](one: frozenset[T], other: frozenset[T]) -> bool:
    return bool(one & other) or not (one or other)
