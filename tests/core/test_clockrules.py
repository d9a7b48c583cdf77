"""Which clocks a case gets."""

from dataclasses import replace
from datetime import date, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.clockrules import ClockOn, ClockRule, RulesCollide, StoppedBy, collisions, rules_for
from hotline.core.deadlines import Length, LengthUnit
from hotline.core.derivation import StartedBy
from hotline.core.facts import Kind

from .days import at

FIVE_DAYS = ClockRule(
    code="answer",
    purpose="answer",
    name_vi="Xử lý và trả lời",
    name_en="Handle and answer",
    on=ClockOn.REQUEST,
    starts=StartedBy.RECEIVED,
    stops=StoppedBy.ANSWERED,
    length=Length(LengthUnit.WORKING_DAYS, 5),
    calendar="vietnam",
    source="1478/QĐ-UBND 4-5-2020; 4874/QĐ-UBND 26-10-2023",
    valid_from=date(2020, 5, 4),
    valid_to=date(2025, 9, 1),
    pauses=frozenset({"information"}),
    overrun_lawful=True,
)
TEN_DAYS = replace(
    FIVE_DAYS,
    length=Length(LengthUnit.WORKING_DAYS, 10),
    valid_from=date(2025, 9, 1),
    valid_to=None,
    source="quy chế tháng 9-2025 (số chưa kiểm chứng)",
)
FIFTEEN_DAYS = replace(TEN_DAYS, code="answer-several", length=Length(LengthUnit.WORKING_DAYS, 15), agencies_from=2)
COVID = replace(
    FIVE_DAYS,
    code="covid",
    length=Length(LengthUnit.MINUTES, 60),
    starts=StartedBy.INFORMATION_COMPLETE,
    services=frozenset({"covid-gathering", "covid-test"}),
    source="S3",
    valid_to=None,
)
EMERGENCY = replace(
    FIVE_DAYS, code="emergency", kinds=frozenset({Kind.EMERGENCY}), length=Length(LengthUnit.WORKING_DAYS, 1), valid_to=None
)
FORWARD = replace(
    FIVE_DAYS,
    code="forward",
    purpose="forward",
    stops=StoppedBy.FORWARDED,
    length=Length(LengthUnit.MINUTES, 5),
    valid_to=None,
    overrun_lawful=False,
)
RULES = (FIVE_DAYS, TEN_DAYS, FIFTEEN_DAYS, COVID, EMERGENCY, FORWARD)

CHOSEN: tuple[tuple[str, str, Kind, str, int, list[str], int | None], ...] = (
    ("a street light in 2024: five days", "street-light", Kind.REPORT, "2024-03-01 09:00", 1, ["answer", "forward"], 5),
    ("the last minute of the old rule", "street-light", Kind.REPORT, "2025-08-31 23:59", 1, ["answer", "forward"], 5),
    ("the first minute of the new rule: ten days", "street-light", Kind.REPORT, "2025-09-01 00:00", 1, ["answer", "forward"], 10),
    ("two agencies: fifteen days", "street-light", Kind.REPORT, "2026-03-01 09:00", 2, ["answer-several", "forward"], 15),
    ("no agency yet counts as one", "street-light", Kind.REPORT, "2026-03-01 09:00", 0, ["answer", "forward"], 10),
    ("COVID names its service", "covid-test", Kind.REPORT, "2026-03-01 09:00", 3, ["covid", "forward"], 60),
    ("an emergency by its kind", "street-light", Kind.EMERGENCY, "2026-03-01 09:00", 2, ["emergency", "forward"], 1),
    ("a service named goes before a kind named", "covid-test", Kind.EMERGENCY, "2026-03-01 09:00", 1, ["covid", "forward"], 60),
    ("before any paper there is no clock", "street-light", Kind.REPORT, "2018-03-10 09:00", 1, [], None),
)


@pytest.mark.parametrize(
    ("case", "service", "kind", "received", "agencies", "codes", "amount"), CHOSEN, ids=[row[0] for row in CHOSEN]
)
def test_chosen(case: str, service: str, kind: Kind, received: str, agencies: int, codes: list[str], amount: int | None) -> None:
    rules = rules_for(RULES, service=service, kind=kind, received_at=at(received), agencies=agencies)
    assert [rule.code for rule in rules] == codes
    assert next((rule.length.amount for rule in rules if rule.purpose == "answer"), None) == amount


def test_the_day_of_reception_is_the_day_in_viet_nam() -> None:
    received = datetime.fromisoformat("2025-08-31T18:00:00+00:00")
    rules = rules_for(RULES, service="street-light", kind=Kind.REPORT, received_at=received, agencies=1)
    assert TEN_DAYS in rules


def test_two_rules_equally_specific_are_named_in_any_order() -> None:
    twin = replace(TEN_DAYS, code="twin")
    for order in permutations((TEN_DAYS, twin, replace(TEN_DAYS, code="zwilling"))):
        with pytest.raises(RulesCollide) as refusal:
            rules_for(order, service="street-light", kind=Kind.REPORT, received_at=at("2026-03-01 09:00"), agencies=1)
        assert (refusal.value.first, refusal.value.second) == ("answer", "twin")


def test_collisions_are_found_before_a_profile_is_taken() -> None:
    twin = replace(TEN_DAYS, code="twin", valid_from=date(2026, 1, 1))
    assert collisions(RULES) == []
    assert collisions((*RULES, twin)) == [(TEN_DAYS, twin)]
    assert collisions((*RULES, replace(twin, services=frozenset({"covid-test"})))) == [
        (COVID, replace(twin, services=frozenset({"covid-test"})))
    ]


def test_only_the_reasons_of_the_rule_let_its_clock_stand_still() -> None:
    assert FIVE_DAYS.may_pause("information")
    assert not FIVE_DAYS.may_pause("lunch")


some_rules = st.lists(
    st.builds(
        ClockRule,
        code=st.sampled_from("abcdef"),
        purpose=st.sampled_from(["answer", "forward"]),
        name_vi=st.just("x"),
        name_en=st.just("x"),
        on=st.sampled_from(ClockOn),
        starts=st.sampled_from(StartedBy),
        stops=st.sampled_from(StoppedBy),
        length=st.just(Length(LengthUnit.MINUTES, 5)),
        calendar=st.just("vietnam"),
        source=st.just("s"),
        valid_from=st.dates(date(2020, 1, 1), date(2021, 1, 1)),
        valid_to=st.none() | st.dates(date(2020, 1, 1), date(2021, 1, 1)),
        services=st.frozensets(st.sampled_from("xyz"), max_size=2),
        kinds=st.frozensets(st.sampled_from([Kind.REPORT, Kind.IDEA]), max_size=1),
        agencies_from=st.integers(1, 2),
    ),
    max_size=6,
)


@given(
    some_rules,
    st.sampled_from("xyz"),
    st.sampled_from([Kind.REPORT, Kind.IDEA]),
    st.datetimes(datetime(2020, 1, 1), datetime(2021, 1, 1)),
    st.integers(0, 3),
)
def test_one_rule_for_each_purpose_whatever_the_order_unless_they_collide(
    rules: list[ClockRule], service: str, kind: Kind, received: datetime, agencies: int
) -> None:
    received_at = at(received.isoformat())
    try:
        chosen = rules_for(rules, service=service, kind=kind, received_at=received_at, agencies=agencies)
    except RulesCollide:
        assert collisions(rules), "what collides for one case is found in the rules"
        return
    assert len({rule.purpose for rule in chosen}) == len(chosen)
    assert all(rule.holds_on(received.date()) for rule in chosen)
    assert rules_for(rules[::-1], service=service, kind=kind, received_at=received_at, agencies=agencies) == chosen
