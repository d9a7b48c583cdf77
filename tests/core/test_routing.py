"""Whose matter it is: by which rule, and when nobody can say."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.facts import Kind
from hotline.core.routing import (
    SUPERIOR,
    WARD_COMMITTEE,
    Because,
    Candidate,
    Decision,
    Matter,
    RoutingRule,
    Undecided,
    UndecidedReason,
    collisions,
    decide,
)

TODAY = date(2026, 3, 2)
COMMITTEES = {"26800": "ubnd-26800", "26803": "ubnd-26803"}
SUPERIORS = {"land-office-2": "so-nnmt", "so-nnmt": "ubnd-tp", "ubnd-26800": "ubnd-tp", "ha-tang": "so-xd", "so-xd": "ubnd-tp"}


def rule(code: str, lead: str, **fields: object) -> RoutingRule:
    sets = {name: frozenset(value) if isinstance(value, set) else value for name, value in fields.items()}
    return RoutingRule(code=code, lead=lead, source="quyết định phân công", **sets)  # type: ignore[arg-type]


LIGHTS = rule("lights", "ha-tang", services={"street-light"}, co=(WARD_COMMITTEE,))
LIGHTS_EAST = rule("lights-east", "ha-tang-dong", services={"street-light"}, areas={"26803", "east"})
LIGHTS_WARD = rule("lights-ward", "to-dan-pho", services={"street-light"}, areas={"26806"})
WATER = rule("water", "cap-nuoc", groups={"water"})
METER = rule("meter", "trung-an", services={"water-meter"})
CONDUCT = rule("conduct", SUPERIOR, services={"conduct"})
IDEAS = rule("ideas", "trung-tam", kinds={Kind.IDEA})
VOTERS = rule("voters", "hdnd", streams={"hdnd"})
REST = rule("rest", WARD_COMMITTEE)
OLD = rule("old", "khu-2", services={"dyke"}, valid_to=date(2026, 1, 1))
NEW = rule("new", "chi-cuc", services={"dyke"}, valid_from=date(2026, 1, 1))
RULES = (LIGHTS, LIGHTS_EAST, LIGHTS_WARD, WATER, METER, CONDUCT, IDEAS, VOTERS, REST, OLD, NEW)

DECIDED = (
    ("a service named goes before the rest", Matter("street-light", areas=("26800",)), "lights", "ha-tang", ("ubnd-26800",)),
    ("its narrower area goes before everywhere", Matter("street-light", areas=("26803",)), "lights-east", "ha-tang-dong", ()),
    ("a wider area goes before everywhere", Matter("street-light", areas=("9", "east")), "lights-east", "ha-tang-dong", ()),
    ("a narrower area goes before a wider", Matter("street-light", areas=("26806", "east")), "lights-ward", "to-dan-pho", ()),
    ("a group goes before the rest", Matter("no-water", group="water", areas=("26800",)), "water", "cap-nuoc", ()),
    ("a service goes before its group", Matter("water-meter", group="water", areas=("26800",)), "meter", "trung-an", ()),
    ("the rest is the ward's", Matter("rubbish", areas=("26803",)), "rest", "ubnd-26803", ()),
    ("the ward is found in the wider areas too", Matter("rubbish", areas=("quarter-3", "26803")), "rest", "ubnd-26803", ()),
    ("an idea needs no place", Matter("rubbish", kind=Kind.IDEA), "ideas", "trung-tam", ()),
    ("a kind goes before a stream", Matter("x", kind=Kind.IDEA, stream="hdnd", areas=("26800",)), "ideas", "trung-tam", ()),
    ("a stream goes before the rest", Matter("rubbish", stream="hdnd", areas=("26800",)), "voters", "hdnd", ()),
    ("a service goes before kind and stream", Matter("water-meter", kind=Kind.IDEA, stream="hdnd"), "meter", "trung-an", ()),
    ("conduct goes to the superior", Matter("conduct", about="land-office-2"), "conduct", "so-nnmt", ()),
    ("never to the one it is about", Matter("rubbish", areas=("26800",), about="ubnd-26800"), "rest", "ubnd-tp", ()),
    ("nor to one that obeys it", Matter("street-light", areas=("26800",), about="so-xd"), "lights", "ubnd-tp", ("ubnd-26800",)),
    (
        "but to an inspectorate below it",
        Matter("street-light", areas=("26800",), about="so-xd", inspectors=frozenset({"ha-tang"})),
        "lights",
        "ha-tang",
        ("ubnd-26800",),
    ),
    ("the rule in force on the day", Matter("dyke"), "new", "chi-cuc", ()),
)
NOT_DECIDED = (
    ("a ward without a committee", Matter("rubbish", areas=("999",)), UndecidedReason.NO_WARD_COMMITTEE, ["rest"]),
    ("no place, and the ward decides", Matter("rubbish"), UndecidedReason.NO_PLACE, ["rest"]),
    (
        "no place, and a narrower rule might apply",
        Matter("street-light"),
        UndecidedReason.NO_PLACE,
        ["lights", "lights-east", "lights-ward"],
    ),
    ("conduct of nobody named", Matter("conduct"), UndecidedReason.NO_SUPERIOR, ["conduct"]),
    ("conduct of one without a superior", Matter("conduct", about="ubnd-tp"), UndecidedReason.NO_SUPERIOR, ["conduct"]),
)


@pytest.mark.parametrize(("case", "matter", "by", "lead", "co"), DECIDED, ids=[row[0] for row in DECIDED])
def test_decided(case: str, matter: Matter, by: str, lead: str, co: tuple[str, ...]) -> None:
    decision = decide(RULES, matter, on=TODAY, ward_committees=COMMITTEES, superiors=SUPERIORS)
    assert isinstance(decision, Decision)
    assert (decision.rule, decision.lead, decision.co) == (by, lead, co)
    assert decision.source == "quyết định phân công"


@pytest.mark.parametrize(("case", "matter", "reason", "rules"), NOT_DECIDED, ids=[row[0] for row in NOT_DECIDED])
def test_not_decided(case: str, matter: Matter, reason: UndecidedReason, rules: list[str]) -> None:
    outcome = decide(RULES, matter, on=TODAY, ward_committees=COMMITTEES, superiors=SUPERIORS)
    assert isinstance(outcome, Undecided)
    assert outcome.reason is reason
    assert [candidate.rule for candidate in outcome.candidates] == rules


def test_no_rule_is_no_default() -> None:
    matter = Matter("rubbish", areas=("26800",))
    assert decide([LIGHTS], matter, on=TODAY, ward_committees=COMMITTEES) == Undecided(UndecidedReason.NO_RULE)
    assert decide([], matter, on=TODAY, ward_committees=COMMITTEES) == Undecided(UndecidedReason.NO_RULE)


def test_two_rules_equally_specific_are_both_named_in_any_order_even_if_they_agree() -> None:
    rules = (METER, rule("another", "cap-nuoc-cho-lon", services={"water-meter"}), replace(METER, code="same"), REST)
    for order in permutations(rules):
        assert decide(order, Matter("water-meter", areas=("26800",)), on=TODAY, ward_committees=COMMITTEES) == Undecided(
            UndecidedReason.SEVERAL_RULES,
            (Candidate("another", "cap-nuoc-cho-lon"), Candidate("meter", "trung-an"), Candidate("same", "trung-an")),
        )


def test_two_rules_that_agree_still_leave_it_open_which_of_them_holds() -> None:
    outcome = decide([METER, replace(METER, code="same")], Matter("water-meter"), on=TODAY, ward_committees=COMMITTEES)
    assert isinstance(outcome, Undecided)
    assert outcome.reason is UndecidedReason.SEVERAL_RULES


def test_the_decision_says_what_the_rule_named() -> None:
    lit = decide(RULES, Matter("street-light", areas=("26803",)), on=TODAY, ward_committees=COMMITTEES)
    left = decide(RULES, Matter("rubbish", areas=("26800",)), on=TODAY, ward_committees=COMMITTEES)
    assert isinstance(lit, Decision)
    assert isinstance(left, Decision)
    assert lit.because == Because(service="street-light", area="26803")
    assert lit.also == ("lights", "rest")
    assert lit.names_the_service
    assert left.because.as_json() == {"lead_as": "ward_committee"}
    assert not left.names_the_service


def test_a_helper_is_named_once_and_never_the_lead() -> None:
    rules = [rule("r", "a", services={"x"}, co=("b", "a", "b", WARD_COMMITTEE))]
    outcome = decide(rules, Matter("x", areas=("26800",)), on=TODAY, ward_committees={"26800": "b"})
    assert isinstance(outcome, Decision)
    assert outcome.co == ("b",)


def test_a_helper_that_cannot_be_found_is_not_dropped() -> None:
    outcome = decide([LIGHTS], Matter("street-light", areas=("999",)), on=TODAY, ward_committees=COMMITTEES)
    assert outcome == Undecided(UndecidedReason.NO_WARD_COMMITTEE, (Candidate("lights", "ha-tang"),))


COLLIDING = (
    ("the same service everywhere", METER, replace(METER, code="b"), True),
    ("the same service, one in an area", METER, replace(METER, code="b", areas=frozenset({"1"})), False),
    ("areas that share a ward", LIGHTS_EAST, replace(LIGHTS_EAST, code="b", areas=frozenset({"26803", "2"})), True),
    ("areas apart", LIGHTS_EAST, replace(LIGHTS_EAST, code="b", areas=frozenset({"2"})), False),
    ("one after the other", OLD, NEW, False),
    ("two rests", REST, replace(REST, code="b"), True),
    ("a rest and a group", REST, WATER, False),
    ("one names a kind", REST, IDEAS, False),
    ("a service and its group", METER, WATER, False),
)


@pytest.mark.parametrize(("case", "one", "other", "collide"), COLLIDING, ids=[row[0] for row in COLLIDING])
def test_collisions_are_found_before_a_profile_is_taken(case: str, one: RoutingRule, other: RoutingRule, collide: bool) -> None:
    assert bool(collisions([one, other])) is collide


def test_the_rules_above_do_not_collide() -> None:
    assert collisions(RULES) == []


units = st.sampled_from(["u1", "u2", "u3", WARD_COMMITTEE, SUPERIOR])
rules = st.lists(
    st.builds(
        RoutingRule,
        code=st.sampled_from("abcdefgh"),
        lead=units,
        source=st.just("s"),
        services=st.frozensets(st.sampled_from(["s1", "s2"]), max_size=2),
        groups=st.frozensets(st.sampled_from(["g1", "g2"]), max_size=1),
        areas=st.frozensets(st.sampled_from(["w1", "w2"]), max_size=2),
        kinds=st.frozensets(st.sampled_from([Kind.REPORT, Kind.IDEA]), max_size=1),
        streams=st.frozensets(st.sampled_from(["hdnd"]), max_size=1),
        co=st.lists(units, max_size=2).map(tuple),
        valid_to=st.none() | st.just(TODAY),
    ),
    max_size=7,
    unique_by=lambda rule: rule.code,
)
matters = st.builds(
    Matter,
    service=st.sampled_from(["s1", "s2", "s3"]),
    group=st.sampled_from(["g1", "g2", ""]),
    kind=st.sampled_from([Kind.REPORT, Kind.IDEA]),
    stream=st.sampled_from(["", "hdnd"]),
    areas=st.sampled_from([(), ("w1",), ("w2",), ("w3",)]),
    about=st.sampled_from(["", "u1", "u2"]),
)


def decided(given_rules: list[RoutingRule], matter: Matter) -> Decision | Undecided:
    committees, superiors = {"w1": "c1", "w2": "u1"}, {"u1": "u2", "u2": "u3"}
    return decide(given_rules, matter, on=TODAY, ward_committees=committees, superiors=superiors)


@given(rules, matters, st.data())
def test_total_and_the_same_in_any_order(given_rules: list[RoutingRule], matter: Matter, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(given_rules))
    assert decided(given_rules, matter) == decided(shuffled, matter)


@given(rules, matters)
def test_a_decision_names_real_units_and_keeps_away_from_the_one_concerned(
    given_rules: list[RoutingRule], matter: Matter
) -> None:
    outcome = decided(given_rules, matter)
    if isinstance(outcome, Decision):
        everyone = (outcome.lead, *outcome.co)
        assert len(set(everyone)) == len(everyone)
        assert not {WARD_COMMITTEE, SUPERIOR, matter.about} & set(everyone)
        assert outcome.rule in {rule.code for rule in given_rules if rule.holds_on(TODAY)}


@given(rules, matters)
def test_what_cannot_be_chosen_between_is_found_beforehand(given_rules: list[RoutingRule], matter: Matter) -> None:
    outcome = decided(given_rules, matter)
    if isinstance(outcome, Undecided) and outcome.reason is UndecidedReason.SEVERAL_RULES:
        assert collisions(given_rules)


@given(rules, matters)
def test_a_more_specific_rule_added_decides(given_rules: list[RoutingRule], matter: Matter) -> None:
    if matter.areas:
        most = RoutingRule(
            code="most",
            lead="u9",
            source="s",
            services=frozenset({matter.service}),
            areas=frozenset(matter.areas),
            kinds=frozenset({matter.kind}),
            streams=frozenset({matter.stream}),
        )
        outcome = decided([*(r for r in given_rules if not (r.services and r.areas)), most], matter)
        assert isinstance(outcome, Decision)
        assert outcome.lead == "u9"
