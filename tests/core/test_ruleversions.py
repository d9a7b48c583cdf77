"""Versions of a rule: one after the other, whoever brought them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.clockrules import ENDS, ClockOn, ClockRule, StoppedBy
from hotline.core.derivation import StartedBy
from hotline.core.ruleversions import changed_meaning, overlapping, version_on, with_added

from .papers import ANSWER, FORWARD, HO_CHI_MINH_CITY, TEN_DAYS, days

SEVEN_DAYS = replace(ANSWER, length=days(7), valid_from=date(2027, 1, 1), valid_to=None, source="quyết định đặt ra để thử")

# in words · the day of reception · which version answers, by its first day
FOLLOWS = (
    ("before any paper", date(2020, 5, 3), None),
    ("the last day of the one before", date(2026, 12, 31), date(2025, 9, 1)),
    ("the first day of the added one", date(2027, 1, 1), date(2027, 1, 1)),
    ("for ever after", date(2040, 1, 1), date(2027, 1, 1)),
    ("an old case keeps its own", date(2023, 10, 25), date(2020, 5, 4)),
)


@pytest.mark.parametrize(("words", "day", "since"), FOLLOWS, ids=[row[0] for row in FOLLOWS])
def test_an_added_version_follows_the_one_before_it(words: str, day: date, since: date | None) -> None:
    version = version_on(with_added(HO_CHI_MINH_CITY, [SEVEN_DAYS]), "answer", day)
    assert (version.valid_from if version else None) == since


def test_what_nothing_was_added_to_stays_as_it_is() -> None:
    rules = with_added(HO_CHI_MINH_CITY, [SEVEN_DAYS])
    assert [rule for rule in rules if rule.code != "answer"] == [rule for rule in HO_CHI_MINH_CITY if rule.code != "answer"]
    assert with_added(HO_CHI_MINH_CITY, []) == HO_CHI_MINH_CITY


def test_a_later_paper_of_the_profile_takes_over_from_what_was_added() -> None:
    paper = replace(TEN_DAYS, valid_from=date(2028, 1, 1))
    rules = with_added([replace(TEN_DAYS, valid_to=date(2028, 1, 1)), paper], [SEVEN_DAYS])
    assert [(rule.valid_from.year, rule.valid_to and rule.valid_to.year) for rule in rules] == [
        (2025, 2027),
        (2027, 2028),
        (2028, None),
    ]


def test_where_the_paper_ends_a_rule_it_ends_what_was_added_to_it() -> None:
    until = replace(TEN_DAYS, valid_to=date(2028, 1, 1))
    assert [rule.valid_to for rule in with_added([until], [SEVEN_DAYS])] == [date(2027, 1, 1), date(2028, 1, 1)]


def test_an_added_version_stands_over_the_profiles_of_the_same_day() -> None:
    assert with_added([replace(SEVEN_DAYS, length=days(9))], [SEVEN_DAYS]) == (SEVEN_DAYS,)


def test_two_versions_at_once_are_found_with_the_earlier_first() -> None:
    twice = replace(TEN_DAYS, valid_from=date(2025, 10, 1))
    assert overlapping([twice, TEN_DAYS, FORWARD]) == [(TEN_DAYS, twice)]
    assert overlapping(HO_CHI_MINH_CITY) == []


def test_a_version_that_is_for_something_else_is_found() -> None:
    other = replace(SEVEN_DAYS, purpose="handle")
    assert changed_meaning([TEN_DAYS, other]) == [(TEN_DAYS, other)]
    assert changed_meaning(HO_CHI_MINH_CITY) == []


# in words · on · starts · stops · can start · can end
POSSIBLE = (
    ("forwarded within minutes of reception", ClockOn.REQUEST, StartedBy.RECEIVED, StoppedBy.FORWARDED, True, True),
    (
        "answered within days of complete information",
        ClockOn.REQUEST,
        StartedBy.INFORMATION_COMPLETE,
        StoppedBy.ANSWERED,
        True,
        True,
    ),
    ("answered after forwarding", ClockOn.REQUEST, StartedBy.FORWARDED, StoppedBy.ANSWERED, True, True),
    ("forwarded after forwarding", ClockOn.REQUEST, StartedBy.FORWARDED, StoppedBy.FORWARDED, True, False),
    ("a case is not accepted by one agency", ClockOn.REQUEST, StartedBy.RECEIVED, StoppedBy.ACCEPTED, True, False),
    ("an agency takes on what it was given", ClockOn.ASSIGNMENT, StartedBy.FORWARDED, StoppedBy.ACCEPTED, True, True),
    ("and does it", ClockOn.ASSIGNMENT, StartedBy.ACCEPTED, StoppedBy.RESULT_FILED, True, True),
    ("but does not take on what it has", ClockOn.ASSIGNMENT, StartedBy.ACCEPTED, StoppedBy.ACCEPTED, True, False),
    ("an agency answers nobody", ClockOn.ASSIGNMENT, StartedBy.FORWARDED, StoppedBy.ANSWERED, True, False),
    ("a commitment is kept", ClockOn.ASSIGNMENT, StartedBy.COMMITTED, StoppedBy.COMMITMENT_KEPT, True, True),
    ("only what was committed to is kept", ClockOn.ASSIGNMENT, StartedBy.FORWARDED, StoppedBy.COMMITMENT_KEPT, True, False),
    ("a part is given back, not reopened", ClockOn.ASSIGNMENT, StartedBy.REOPENED, StoppedBy.RESULT_FILED, False, False),
)


@pytest.mark.parametrize(("words", "on", "starts", "stops", "starting", "ending"), POSSIBLE, ids=[row[0] for row in POSSIBLE])
def test_a_rule_that_never_starts_or_never_ends_is_known(
    words: str, on: ClockOn, starts: StartedBy, stops: StoppedBy, starting: bool, ending: bool
) -> None:
    rule = replace(FORWARD, on=on, starts=starts, stops=stops)
    assert (rule.can_start, rule.can_end) == (starting, ending)


def test_whatever_starts_a_clock_something_ends_it() -> None:
    assert all(ENDS.values())


some_days = st.dates(date(2020, 1, 1), date(2022, 1, 1))


def version(code: str, since: date, amount: int) -> ClockRule:
    return replace(ANSWER, code=code, valid_from=since, valid_to=None, length=days(amount))


versions = st.lists(
    st.tuples(st.sampled_from("ab"), some_days, st.integers(1, 9)), max_size=5, unique_by=lambda row: row[:2]
).map(lambda rows: [version(*row) for row in rows])


@given(versions, versions, some_days)
def test_however_many_are_added_a_rule_has_one_version_on_a_day(base: list[ClockRule], added: list[ClockRule], day: date) -> None:
    own = with_added([], base)
    rules = with_added(own, added)
    assert overlapping(rules) == []
    for code in "ab":
        holding = [rule for rule in rules if rule.code == code and rule.holds_on(day)]
        begun = [rule for rule in (*own, *added) if rule.code == code and rule.valid_from <= day]
        assert len(holding) == (1 if begun else 0)
        if begun:
            newest = max(rule.valid_from for rule in begun)
            assert holding[0].valid_from == newest
            if any(rule.valid_from == newest and rule.code == code for rule in added):
                assert holding[0].length in [rule.length for rule in added if rule.valid_from == newest]


@given(versions, versions)
def test_no_day_before_an_added_version_is_touched(base: list[ClockRule], added: list[ClockRule]) -> None:
    own = with_added([], base)
    first = min((rule.valid_from for rule in added), default=date(2022, 1, 2))
    rules = with_added(own, added)
    for day in (first - timedelta(days=1), first - timedelta(days=100)):
        for code in "ab":
            before, after = version_on(own, code, day), version_on(rules, code, day)
            assert (before and (before.valid_from, before.length)) == (after and (after.valid_from, after.length))
