"""Clocks that are reckoned by another rule keep what happened to them: their pauses, and that they were missed."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hotline.casefile import actions
from hotline.casefile.actions.restarting import is_by_its_rules
from hotline.casefile.facts import ClockFacts, Opened
from hotline.casefile.models import ServiceRequest
from hotline.core.facts import Level, PartRole
from hotline.directory import queries as directory
from hotline.directory.actions import load_profile
from tests import make
from tests.directory.folders import append, copy_of_hcmc
from tests.make import DESK, NOW, OPERATOR, minutes

pytestmark = pytest.mark.usefixtures("city", "db")
DAY = timedelta(days=1)
UNPAUSED = """
  - {code: answer-many, purpose: answer, name: {vi: A, en: A}, on: request, starts: received, stops: answered, agencies_from: 3,
     length: {unit: working_days, amount: 15}, calendar: hanh-chinh, source: cai-dat, since: 2020-01-01}
  - {code: answer-urgent, purpose: answer, name: {vi: A, en: A}, on: request, starts: received, stops: answered, levels: [urgent],
     length: {unit: working_days, amount: 5}, calendar: hanh-chinh, source: cai-dat, since: 2020-01-01}
"""


def test_days_in_which_the_citizen_was_asked_are_not_lost_when_an_agency_is_added() -> None:
    opened = make.report("pothole")
    asked, replied = NOW + minutes(2), NOW + 3 * DAY
    actions.ask(opened.request_id, words="Ở đâu?", now=asked, actor=OPERATOR)
    actions.accept(opened.request_id, now=replied, actor=OPERATOR)
    actions.forward(opened.request_id, now=replied + minutes(1), actor=OPERATOR)
    alone = _open(opened, "answer")
    assert alone.due_at is not None
    assert _date(alone.due_at) == "19/03"
    _add(opened, "so-y-te", now=replied + minutes(10))
    together = _open(opened, "answer")
    assert (together.rule, _date(together.due_at)) == ("answer-several-agencies", "26/03")
    assert together.derivation["pauses"] == alone.derivation["pauses"]


def test_a_clock_that_stands_still_stands_still_by_its_new_rule() -> None:
    opened = make.forwarded("pothole")
    asked = NOW + DAY
    actions.pause_clock(_open(opened, "answer").id, reason="asked-citizen", now=asked, actor=OPERATOR)
    before = _open(opened, "answer")
    _add(opened, "so-y-te", now=asked + minutes(10))
    paused = _open(opened, "answer")
    assert (paused.rule, paused.state, paused.due_at) == ("answer-several-agencies", "paused", None)
    assert paused.derivation["left"]["amount"] > before.derivation["left"]["amount"]
    actions.resume_clock(paused.id, now=asked + 2 * DAY, actor=OPERATOR)
    assert _date(_open(opened, "answer").due_at) == "25/03"


def test_clocks_are_by_their_rules_until_the_case_has_another_number_of_agencies() -> None:
    opened = make.forwarded("pothole")
    request = ServiceRequest.objects.get(pk=opened.request_id)
    assert is_by_its_rules(request)
    unit = directory.snapshot().units["so-y-te"].id
    actions.propose(opened.request_id, unit_id=unit, role=PartRole.CO_HANDLER, now=NOW + DAY, actor=OPERATOR)
    assert not is_by_its_rules(request)
    actions.forward(opened.request_id, now=NOW + DAY + minutes(1), actor=OPERATOR)
    assert is_by_its_rules(request)
    assert {clock.rule for clock in make.case(opened).clocks if clock.outcome == "void"} == {"answer", "handle"}


def test_a_rule_that_knows_no_such_pause_lets_the_clock_go_on(tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    append(profile, "clocks.yaml", UNPAUSED)
    load_profile(profile, now=NOW)
    opened = make.forwarded("pothole")
    actions.pause_clock(_open(opened, "answer").id, reason="asked-citizen", now=NOW + DAY, actor=OPERATOR)
    actions.set_level(opened.request_id, level=Level.URGENT, now=NOW + DAY + minutes(30), actor=OPERATOR)
    clock = _open(opened, "answer")
    assert (clock.rule, clock.state, _date(clock.due_at), clock.derivation["pauses"]) == ("answer-urgent", "running", "09/03", [])


def test_a_deadline_that_was_missed_stays_missed_when_an_agency_is_added() -> None:
    opened = make.forwarded("pothole")
    late = NOW + 15 * DAY
    before = {clock.id for clock in make.case(opened).clocks if clock.state == "running"}
    _add(opened, "so-y-te", now=late)
    case = make.case(opened)
    assert [clock.outcome for clock in case.clocks if clock.outcome == "void"] == []
    assert before <= {clock.id for clock in case.clocks if clock.state == "running"}
    part = make.lead(opened)
    actions.accept_part(part.id, now=late + minutes(3), actor=make.officer(part))
    actions.file_result(part.id, note="Xong.", evidence=[make.photo(now=late)], now=late + minutes(9), actor=make.officer(part))
    own = [clock for clock in make.case(opened).clocks if clock.part_id == part.id and clock.rule.startswith("handle")]
    assert [(clock.rule, clock.outcome) for clock in own] == [("handle", "missed")]


def test_another_level_does_not_wipe_a_missed_deadline_away(tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    append(profile, "clocks.yaml", UNPAUSED)
    load_profile(profile, now=NOW)
    opened = make.forwarded("pothole")
    actions.set_level(opened.request_id, level=Level.URGENT, now=NOW + minutes(9), actor=OPERATOR)
    urgent = _open(opened, "answer")
    actions.set_level(opened.request_id, level=Level.NORMAL, now=NOW + 8 * DAY, actor=OPERATOR)
    assert (_open(opened, "answer").id, urgent.rule) == (urgent.id, "answer-urgent")


def test_the_deadline_of_a_wrong_service_was_never_its_own() -> None:
    opened = make.report("covid_gathering")
    actions.forward(opened.request_id, now=NOW + minutes(2), actor=OPERATOR)
    actions.recategorise(opened.request_id, service="health_care", now=NOW + DAY, actor=OPERATOR)
    part = make.lead(opened)
    own = [(clock.rule, clock.outcome) for clock in make.case(opened).clocks if clock.part_id == part.id]
    assert ("handle-60-minutes-covid", "void") in own
    assert ("handle", "") in own


def test_an_agency_that_is_taken_off_takes_its_days_with_it() -> None:
    opened = make.forwarded("pothole")
    helper = _add(opened, "so-y-te", now=NOW + minutes(20))
    assert _date(_open(opened, "answer").due_at) == "23/03"
    actions.withdraw(helper, note="", now=NOW + DAY, actor=DESK)
    assert (_open(opened, "answer").rule, _date(_open(opened, "answer").due_at)) == ("answer", "16/03")
    event = make.case(opened).events[-1]
    assert (event.name, event.reason) == ("deadline_moved", "agencies")


def test_a_return_takes_them_once_the_centre_needs_nobody_else() -> None:
    opened = make.forwarded("pothole")
    helper = _add(opened, "so-y-te", now=NOW + minutes(20))
    actor = make.officer(next(part for part in make.case(opened).parts if part.id == helper))
    actions.return_part(helper, reason="not_ours", note="", now=NOW + DAY, actor=actor)
    assert _open(opened, "answer").rule == "answer-several-agencies", "another may take its place"
    actions.settle_return(helper, note="Chủ trì tự làm được.", now=NOW + DAY + minutes(9), actor=OPERATOR)
    assert _open(opened, "answer").rule == "answer"


def test_nobody_is_late_because_another_was_taken_off() -> None:
    opened = make.forwarded("pothole")
    helper = _add(opened, "so-y-te", now=NOW + minutes(20))
    before = _open(opened, "answer")
    actions.withdraw(helper, note="", now=NOW + 16 * DAY, actor=DESK)
    assert _open(opened, "answer") == before


def _add(opened: Opened, code: str, *, now: datetime) -> int:
    unit = directory.snapshot().units[code].id
    part = actions.propose(opened.request_id, unit_id=unit, role=PartRole.CO_HANDLER, now=now, actor=OPERATOR)
    actions.forward(opened.request_id, now=now, actor=OPERATOR)
    return part


def _open(opened: Opened, start: str) -> ClockFacts:
    """Return the clock of the case that is open, by how its rule's code begins."""
    clocks = make.case(opened).clocks
    (found,) = [one for one in clocks if one.part_id is None and one.rule.startswith(start) and one.state != "ended"]
    return found


def _date(moment: datetime | None) -> str:
    assert moment is not None
    return f"{moment.astimezone(directory.snapshot().city.zone):%d/%m}"
