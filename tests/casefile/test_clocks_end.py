"""Every clock ends with what it was set for, and follows the case when the case changes; none runs on by itself."""

import pytest

from hotline.casefile import actions
from hotline.casefile.facts import ClockFacts, Opened
from hotline.core.status import MoveNotAllowed, Part, Phase, Screening
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes


def test_answered_by_the_desk_without_any_agency(city: None, db: None) -> None:
    """Taken on, nobody's matter, and answered: nothing is left to forward."""
    opened = make.report("pothole")
    actions.accept(opened.request_id, now=NOW + minutes(1), actor=OPERATOR)
    for part in make.case(opened).parts:
        actions.withdraw(part.id, note="", now=NOW + minutes(2), actor=OPERATOR)
    actions.draft_answer(opened.request_id, words="Đường của tư nhân.", public_words="", now=NOW + minutes(3), actor=DESK)
    actions.send_answer(opened.request_id, now=NOW + minutes(4), actor=DESK)
    assert make.case(opened).request.phase is Phase.RESOLVED
    assert _open_clocks(opened) == []


@pytest.mark.parametrize("end", ["answered", "refused", "asked_and_refused", "at_once", "reopened_and_answered_at_once"])
def test_when_a_case_is_over_no_clock_runs(city: None, db: None, end: str) -> None:
    opened = make.answered("pothole") if end == "answered" else make.report("public_service_question")
    if end == "asked_and_refused":
        actions.ask(opened.request_id, words="Việc gì?", now=NOW + minutes(1), actor=OPERATOR)
    if "refused" in end:
        actions.refuse(opened.request_id, reason="not_enough", now=NOW + minutes(3), actor=OPERATOR)
    if "at_once" in end:
        actions.answer_at_once(opened.request_id, words="Được.", now=NOW + minutes(3), actor=OPERATOR)
    if "reopened" in end:
        actions.say_not_done(opened.request_id, words="Chưa", now=NOW + minutes(60))
        assert {clock.rule for clock in _open_clocks(opened)} == {"forward-5-minutes", "answer"}
        actions.answer_at_once(opened.request_id, words="Được rồi.", now=NOW + minutes(63), actor=OPERATOR)
    assert _open_clocks(opened) == []


@pytest.mark.parametrize("state", [Screening.RECEIVED, Screening.ASKED, Screening.REFUSED])
def test_nothing_is_answered_before_it_was_taken_on(city: None, db: None, state: Screening) -> None:
    opened = make.report("pothole")
    for part in make.case(opened).parts:
        actions.withdraw(part.id, note="", now=NOW, actor=OPERATOR)
    if state is Screening.ASKED:
        actions.ask(opened.request_id, words="Ở đâu?", now=NOW, actor=OPERATOR)
    if state is Screening.REFUSED:
        actions.refuse(opened.request_id, reason="complaint", now=NOW, actor=OPERATOR)
    before = make.case(opened)
    with pytest.raises(MoveNotAllowed):
        actions.draft_answer(opened.request_id, words="Xong.", public_words="", now=NOW, actor=DESK)
    assert make.case(opened) == before


def test_another_service_gives_the_agencys_part_its_own_clock(city: None, db: None) -> None:
    opened = make.report("health_care", place=make.place())
    actions.forward(opened.request_id, now=NOW + minutes(2), actor=OPERATOR)
    part = make.lead(opened)
    actions.recategorise(opened.request_id, service="covid_gathering", now=NOW + minutes(10), actor=OPERATOR)
    assert make.lead(opened).id == part.id
    old, new = _clock(opened, "handle"), _clock(opened, "handle-60-minutes-covid")
    assert (old.outcome, new.state) == ("void", "running")
    assert (new.part_id, new.started_at, new.due_at) == (part.id, NOW + minutes(2), NOW + minutes(62))
    actions.recategorise(opened.request_id, service="health_care", now=NOW + minutes(20), actor=OPERATOR)
    again = _clock(opened, "handle")
    assert (again.started_at, again.due_at) == (old.started_at, old.due_at)
    assert [clock.rule for clock in _open_clocks(opened) if clock.part_id] == ["handle"]


def test_a_part_whose_result_is_filed_keeps_how_it_did(city: None, db: None) -> None:
    opened = make.with_results("pothole")
    actions.recategorise(opened.request_id, service="pavement", now=NOW + minutes(130), actor=OPERATOR)
    assert make.lead(opened).state is Part.RESULT_FILED
    assert _clock(opened, "handle").outcome == "kept"
    assert [clock for clock in _open_clocks(opened) if clock.part_id] == []


def test_an_emergency_found_out_later_is_queued_behind_nothing(city: None, db: None) -> None:
    opened = make.report("pothole", words="Có hố.")
    assert not make.case(opened).request.urgent
    actions.recategorise(opened.request_id, service="emergency_fire", now=NOW + minutes(1), actor=OPERATOR)
    assert make.case(opened).request.urgent
    actions.recategorise(opened.request_id, service="pothole", now=NOW + minutes(2), actor=OPERATOR)
    assert not make.case(opened).request.urgent


def test_a_reply_of_the_citizen_ends_only_the_wait_for_the_citizen(city: None, db: None) -> None:
    opened = make.report("pothole")
    forward = _clock(opened, "forward-5-minutes")
    actions.pause_clock(forward.id, reason="asked-agency", now=NOW + minutes(1), actor=OPERATOR)
    actions.ask(opened.request_id, words="Số nhà nào?", now=NOW + minutes(2), actor=OPERATOR)
    assert _clock(opened, "answer").state == "paused"
    actions.reply_question(make.case(opened).questions[0].id, words="Số 12.", now=NOW + minutes(30))
    assert _clock(opened, "answer").state == "running"
    assert _clock(opened, "forward-5-minutes").pause_reason == "asked-agency"
    actions.forward(opened.request_id, now=NOW + minutes(40), actor=OPERATOR)
    assert _clock(opened, "forward-5-minutes").outcome == "kept"


def _clock(opened: Opened, rule: str) -> ClockFacts:
    return [clock for clock in make.case(opened).clocks if clock.rule == rule][-1]


def _open_clocks(opened: Opened) -> list[ClockFacts]:
    return [clock for clock in make.case(opened).clocks if not clock.outcome]
