"""Every start that a rule may name sets its clock going: also forwarding for the case, and reception for an agency's part."""

from datetime import timedelta
from pathlib import Path

import pytest

from hotline.casefile import actions
from hotline.casefile.facts import ClockFacts, Opened
from hotline.core.facts import SYSTEM
from hotline.directory.actions import load_profile
from tests import make
from tests.directory.folders import append, copy_of_hcmc
from tests.make import DESK, NOW, OPERATOR, minutes

pytestmark = pytest.mark.usefixtures("city", "db", "two_more_rules")

RULES = """
  - {code: told, purpose: told, name: {vi: A, en: A}, on: request, starts: forwarded, stops: answered,
     length: {unit: working_days, amount: 3}, calendar: hanh-chinh, source: cai-dat, since: 2020-01-01}
  - {code: in-all, purpose: in-all, name: {vi: B, en: B}, on: assignment, starts: received, stops: result_filed,
     length: {unit: working_days, amount: 4}, calendar: hanh-chinh, source: cai-dat, since: 2020-01-01}
  - {code: by-order, purpose: by-order, name: {vi: C, en: C}, on: assignment, starts: directed, stops: result_filed,
     length: {unit: working_days, amount: 6}, calendar: hanh-chinh, source: cai-dat, since: 2020-01-01}
  - {code: told-by-order, purpose: told-by-order, name: {vi: D, en: D}, on: request, starts: directed, stops: answered,
     length: {unit: working_days, amount: 7}, calendar: hanh-chinh, source: cai-dat, since: 2020-01-01}
"""


@pytest.fixture
def two_more_rules(city: None, db: None, tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    append(profile, "clocks.yaml", RULES)
    load_profile(profile, now=NOW)


def test_forwarding_starts_a_clock_of_the_case_and_of_each_part_from_reception() -> None:
    opened = make.report("pothole")
    assert _started(opened, "told") == _started(opened, "in-all") == []
    actions.forward(opened.request_id, now=NOW + minutes(4), actor=OPERATOR)
    assert _started(opened, "told") == [NOW + minutes(4)]
    assert _started(opened, "in-all") == [NOW]


def test_what_goes_by_itself_starts_them_too() -> None:
    opened = make.report("street_light", now=NOW)
    assert actions.forward_new([opened.request_id], now=NOW + minutes(3), actor=SYSTEM) == {opened.request_id}
    assert _started(opened, "told") == [NOW + minutes(3)]
    assert set(_started(opened, "in-all")) == {NOW}


def test_a_directive_starts_a_clock_of_the_case_and_of_each_part_that_it_binds() -> None:
    opened, up = make.forwarded("pothole"), NOW + timedelta(days=1)
    for part in make.case(opened).parts:
        actions.accept_part(part.id, now=NOW + minutes(30), actor=make.officer(part))
    assert _started(opened, "by-order") == _started(opened, "told-by-order") == []
    make.directed(opened, now=up)
    parts = {part.id for part in make.case(opened).parts}
    assert _started(opened, "told-by-order") == [up]
    assert {clock.part_id for clock in _clocks(opened, "by-order")} == parts
    assert set(_started(opened, "by-order")) == {up}
    assert {clock.words.split(" · ")[1] for clock in _clocks(opened, "by-order")} == {"6 ngày làm việc"}
    again = up + timedelta(days=1)
    make.directed(opened, now=again)
    assert set(_started(opened, "by-order")) == {up}, "what runs is left alone"
    lead = make.lead(opened)
    actions.file_result(lead.id, note="Xong.", evidence=[make.photo(now=again)], now=again + minutes(9), actor=make.officer(lead))
    assert [clock.outcome for clock in _clocks(opened, "by-order") if clock.part_id == lead.id] == ["kept"]


def test_an_answer_ends_the_one_and_the_result_the_other() -> None:
    opened = make.answered("pothole")
    assert [clock.outcome for clock in _clocks(opened, "told") + _clocks(opened, "in-all")] == ["kept", "kept"]


def test_a_reopened_case_counts_from_its_reopening() -> None:
    opened = make.answered("pothole")
    later = NOW + timedelta(days=2)
    actions.say_not_done(opened.request_id, words="Vẫn còn", now=later)
    assert _started(opened, "told")[-1] == later
    assert _started(opened, "in-all")[-1] == later


def test_another_service_leaves_them_as_they_began() -> None:
    opened = make.forwarded("pothole")
    before = _clocks(opened, "told"), _clocks(opened, "in-all")
    actions.recategorise(opened.request_id, service="pavement", now=NOW + minutes(30), actor=DESK)
    assert (_clocks(opened, "told"), _clocks(opened, "in-all")) == before


def _clocks(opened: Opened, rule: str) -> list[ClockFacts]:
    return [clock for clock in make.case(opened).clocks if clock.rule == rule]


def _started(opened: Opened, rule: str) -> list[object]:
    return [clock.started_at for clock in _clocks(opened, rule)]
