"""Several agencies on one case: parts passed down, the lead's draft, the one answer, and parts still open when it is given."""

from dataclasses import dataclass

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.access import AgencyDoor, agency_door
from hotline.casefile.facts import ClockFacts, Opened, PartFacts
from hotline.core.facts import PartRole
from hotline.core.handingdown import NotUnderIt, PassedInCircle
from hotline.core.status import AnswerState, AtDesk, MoveNotAllowed, Part, Phase
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes

UPPER, LOWER, BESIDE, HELPER = "so-xay-dung", "ql-ha-tang-giao-thong", "so-y-te", "so-nn-mt"
"""A department, a centre under it, and two departments beside it."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A case whose lead, the department, passed its part down to the centre under it."""

    opened: Opened
    upper: PartFacts
    under: PartFacts


def unit(code: str) -> int:
    return snapshot().units[code].id


def led_by(code: str) -> Opened:
    """Return a case that was forwarded to a lead of our choice, which has taken it on."""
    opened = make.report("pothole")
    actions.withdraw(make.lead(opened).id, note="", now=NOW, actor=OPERATOR)
    part_id = actions.propose(opened.request_id, unit_id=unit(code), role=PartRole.LEAD, now=NOW, actor=OPERATOR)
    actions.forward(opened.request_id, now=NOW + minutes(2), actor=OPERATOR)
    actions.accept_part(part_id, now=NOW + minutes(10), actor=OPERATOR)
    return opened


@pytest.fixture
def passed(city: None, db: None) -> Passed:
    opened = led_by(UPPER)
    upper = make.lead(opened)
    with door(UPPER):
        actions.hand_down(upper.id, unit_id=unit(LOWER), scope="Vá mặt đường", now=NOW + minutes(30), actor=make.officer(upper))
    return Passed(opened, make.lead(opened), part_of(opened, LOWER))


def part_of(opened: Opened, code: str) -> PartFacts:
    return next(part for part in make.case(opened).parts if part.unit_code == code and part.state is not Part.WITHDRAWN)


def door(code: str):  # type: ignore[no-untyped-def]
    """Open the door of an agency: everything inside is done under its role in the database."""
    return agency_door(Viewer(1, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({unit(code)})))


def handle_clocks(opened: Opened, part: PartFacts) -> list[ClockFacts]:
    return [clock for clock in make.case(opened).clocks if clock.part_id == part.id]


def file(code: str, opened: Opened, at: int, *, note: str = "Đã vá xong.") -> None:
    """Let an agency take its part on, if it has not, and file its result, under its own role."""
    part = part_of(opened, code)
    photo = make.photo(now=NOW + minutes(at))
    with door(code):
        if part.state is Part.FORWARDED:
            actions.accept_part(part.id, now=NOW + minutes(at - 1), actor=make.officer(part))
        actions.file_result(part.id, note=note, evidence=[photo], now=NOW + minutes(at), actor=make.officer(part))


def test_a_part_that_is_passed_down_has_its_own_clock_and_the_uppers_runs_on(passed: Passed) -> None:
    assert passed.under.above == passed.upper.id
    assert (passed.under.role, passed.under.state, passed.under.scope) == ("under", Part.FORWARDED, "Vá mặt đường")
    assert passed.upper.state is Part.ACCEPTED
    (above,), (below,) = handle_clocks(passed.opened, passed.upper), handle_clocks(passed.opened, passed.under)
    assert (above.state, above.started_at) == ("running", NOW + minutes(2))
    assert (below.state, below.started_at) == ("running", NOW + minutes(30))
    told = [message.event for message in make.case(passed.opened).messages if message.created_at == NOW + minutes(30)]
    assert set(told) == {"focal_forwarded"}
    assert [event.name for event in make.case(passed.opened).events][-1] == "handed_down"


def test_the_upper_takes_the_result_and_answers_for_it_and_both_are_counted(passed: Passed) -> None:
    opened, upper = passed.opened, passed.upper
    file(LOWER, opened, 100)
    assert make.case(opened).request.phase is Phase.IN_PROGRESS
    assert queries.synthesis_queue() == (), "what was handed down is not the desk's to check"
    assert "under_reported" in {message.event for message in make.case(opened).messages}
    with pytest.raises(actions.UnderAnother):
        actions.accept_result(passed.under.id, now=NOW + minutes(101), actor=DESK)
    with pytest.raises(actions.PartsUnderOpen):
        file(UPPER, opened, 102)
    with door(UPPER):
        actions.accept_under(upper.id, passed.under.id, now=NOW + minutes(110), actor=make.officer(upper))
    file(UPPER, opened, 120, note="Trung tâm đã vá, Sở đã kiểm tra.")
    assert [row.waits_for for row in queries.synthesis_queue()] == [AtDesk.RESULT]
    actions.accept_result(upper.id, now=NOW + minutes(130), actor=DESK)
    assert {part.state for part in make.case(opened).parts if part.forwarded_at} == {Part.DONE}
    kept = [clock.outcome for part in (upper, passed.under) for clock in handle_clocks(opened, part)]
    assert kept == ["kept", "kept"]


def test_the_upper_sends_a_result_back_and_the_units_clock_runs_on(passed: Passed) -> None:
    opened, upper, under = passed.opened, passed.upper, passed.under
    file(LOWER, opened, 100)
    with door(UPPER):
        actions.return_under(upper.id, under.id, note="Còn một ổ gà.", now=NOW + minutes(105), actor=make.officer(upper))
    assert part_of(opened, LOWER).state is Part.ACCEPTED
    assert [clock.state for clock in handle_clocks(opened, under)] == ["running"]
    file(LOWER, opened, 140)
    with door(UPPER):
        actions.accept_under(upper.id, under.id, now=NOW + minutes(150), actor=make.officer(upper))
        # What was taken may still be found wanting, until the upper has filed its own result.
        actions.return_under(upper.id, under.id, note="Vỡ lại rồi.", now=NOW + minutes(155), actor=make.officer(upper))
    assert part_of(opened, LOWER).state is Part.ACCEPTED
    file(LOWER, opened, 160)
    with door(UPPER):
        actions.accept_under(upper.id, under.id, now=NOW + minutes(165), actor=make.officer(upper))
    file(UPPER, opened, 170)
    with door(UPPER), pytest.raises(MoveNotAllowed):
        actions.return_under(upper.id, under.id, note="Muộn rồi.", now=NOW + minutes(175), actor=make.officer(upper))


def test_the_upper_takes_the_work_back(passed: Passed) -> None:
    opened, upper = passed.opened, passed.upper
    with door(UPPER):
        actions.take_back(upper.id, passed.under.id, note="Sở tự làm.", now=NOW + minutes(40), actor=make.officer(upper))
    under = next(part for part in make.case(opened).parts if part.id == passed.under.id)
    assert under.state is Part.WITHDRAWN
    assert [clock.outcome for clock in handle_clocks(opened, under)] == ["void"]
    with door(LOWER) as closed, pytest.raises(actions.NoSuchCase):
        closed.case(under.id)
    file(UPPER, opened, 60)
    with door(UPPER), pytest.raises(MoveNotAllowed):
        actions.take_back(upper.id, under.id, note="Lần nữa.", now=NOW + minutes(61), actor=make.officer(upper))


def test_a_unit_returns_it_to_the_agency_above_and_not_to_the_centre(passed: Passed) -> None:
    opened, under = passed.opened, passed.under
    with door(LOWER):
        hand = make.officer(under)
        actions.return_part(under.id, reason="not_ours", note="Cầu, không phải đường.", now=NOW + minutes(50), actor=hand)
    case = make.case(opened)
    assert queries.returned_parts() == (), "the agency above still has it"
    assert {message.event for message in case.messages if message.created_at == NOW + minutes(50)} == {"under_reported"}
    (row,) = queries.returns_lately()
    assert (row.unit, row.minutes) == (under.unit_name, 20)
    file(UPPER, opened, 60)


@pytest.mark.parametrize(("to", "refused"), [(UPPER, PassedInCircle), ("ubnd-tp", PassedInCircle), (BESIDE, NotUnderIt)])
def test_in_a_circle_or_sideways_is_refused_and_nothing_changes(city: None, db: None, to: str, refused: type[Exception]) -> None:
    opened = led_by(UPPER)
    upper, before = make.lead(opened), make.case(opened)
    with pytest.raises(refused), door(UPPER):
        actions.hand_down(upper.id, unit_id=unit(to), now=NOW + minutes(30), actor=make.officer(upper))
    assert make.case(opened) == before


def test_a_unit_cannot_pass_it_back_up(passed: Passed) -> None:
    opened, under = passed.opened, passed.under
    with door(LOWER):
        actions.accept_part(under.id, now=NOW + minutes(40), actor=make.officer(under))
    before = make.case(opened)
    with pytest.raises(PassedInCircle), door(LOWER):
        actions.hand_down(under.id, unit_id=unit(UPPER), now=NOW + minutes(41), actor=make.officer(under))
    assert make.case(opened) == before


def test_twice_to_the_same_unit_or_before_it_was_taken_on_is_refused(passed: Passed) -> None:
    opened, upper = passed.opened, passed.upper
    before = make.case(opened)
    with pytest.raises(actions.AlreadyOnIt), door(UPPER):
        actions.hand_down(upper.id, unit_id=unit(LOWER), now=NOW + minutes(41), actor=make.officer(upper))
    with pytest.raises(MoveNotAllowed), door(LOWER):
        actions.hand_down(passed.under.id, unit_id=unit(LOWER), now=NOW + minutes(41), actor=make.officer(passed.under))
    assert make.case(opened) == before


def test_the_upper_reads_what_it_handed_down_and_another_agency_nothing(passed: Passed) -> None:
    file(LOWER, passed.opened, 100)
    with door(UPPER) as opened:
        seen = _case(opened, passed.upper)
    assert [part.unit_code for part in seen.parts] == [UPPER, LOWER]
    assert seen.parts[1].result == "Đã vá xong."
    assert len([one for one in seen.attachments if one.part_id == passed.under.id]) == 1
    with door(LOWER) as below:
        own = _case(below, passed.under)
    assert [part.unit_code for part in own.parts] == [LOWER], "the unit does not read the part above it"
    assert {clock.part_id for clock in own.clocks} == {None, passed.under.id}
    with door(BESIDE) as beside, pytest.raises(actions.NoSuchCase):
        _case(beside, passed.under)


def test_no_agency_acts_on_what_another_handed_down(passed: Passed) -> None:
    file(LOWER, passed.opened, 100)
    before = make.case(passed.opened)
    for code in (BESIDE, LOWER):
        with door(code), pytest.raises(actions.NoSuchCase):
            actions.accept_under(passed.upper.id, passed.under.id, now=NOW + minutes(101), actor=OPERATOR)
    assert make.case(passed.opened) == before


def test_withdrawing_the_upper_takes_what_it_handed_down_with_it(passed: Passed) -> None:
    file(LOWER, passed.opened, 100)
    actions.withdraw(passed.upper.id, note="Nhầm đơn vị.", now=NOW + minutes(110), actor=OPERATOR)
    case = make.case(passed.opened)
    assert {part.state for part in case.parts} == {Part.WITHDRAWN}
    assert [row.reference for row in queries.returned_parts()] == [passed.opened.reference]


def test_it_is_one_agency_for_the_deadline_however_deep_it_is_passed(passed: Passed) -> None:
    """Two agencies may have more days than one: passing work down to one's own unit wins none."""
    rules = {clock.rule for clock in make.case(passed.opened).clocks if clock.part_id is None and not clock.outcome}
    above, below = handle_clocks(passed.opened, passed.upper), handle_clocks(passed.opened, passed.under)
    assert {clock.rule for clock in below} == {clock.rule for clock in above}
    alone = led_by(UPPER)
    assert rules == {clock.rule for clock in make.case(alone).clocks if clock.part_id is None and not clock.outcome}


def test_the_lead_drafts_and_a_helper_does_not(city: None, db: None) -> None:
    opened = with_helper()
    lead, helper = make.lead(opened), part_of(opened, HELPER)
    with door(UPPER):
        actions.propose_answer(lead.id, words="Sở đã vá ổ gà.", now=NOW + minutes(60), actor=make.officer(lead))
    assert make.lead(opened).answer_draft == "Sở đã vá ổ gà."
    with pytest.raises(actions.NotTheLead), door(HELPER):
        actions.propose_answer(helper.id, words="Chúng tôi đã dọn.", now=NOW + minutes(61), actor=make.officer(helper))
    with pytest.raises(actions.WordsMissing), door(UPPER):
        actions.propose_answer(lead.id, words=" ", now=NOW + minutes(61), actor=make.officer(lead))
    assert make.case(opened).answers == (), "the desk writes the answer; nobody else does"


def test_one_answer_not_while_a_part_is_open_unless_the_desk_says_why(city: None, db: None) -> None:
    opened = with_helper()
    file(UPPER, opened, 60)
    actions.accept_result(make.lead(opened).id, now=NOW + minutes(70), actor=DESK)
    actions.draft_answer(opened.request_id, words="Đã vá.", public_words="Đã vá.", now=NOW + minutes(75), actor=DESK)
    before = make.case(opened)
    for why in ("", "   "):
        with pytest.raises(actions.PartsOpen):
            actions.send_answer(opened.request_id, despite=why, now=NOW + minutes(80), actor=DESK)
    assert make.case(opened) == before
    actions.send_answer(opened.request_id, despite="Người dân cần đi lại ngay.", now=NOW + minutes(80), actor=DESK)
    case = make.case(opened)
    assert case.answer is not None
    assert (case.answer.state, case.request.phase) == (AnswerState.SENT, Phase.RESOLVED)
    said = next(event for event in case.events if event.name == "answered_despite")
    assert said.note == "Người dân cần đi lại ngay."
    assert said.facts["parts"] == [part_of(opened, HELPER).id]
    with pytest.raises(MoveNotAllowed):
        actions.send_answer(opened.request_id, despite="Lần nữa.", now=NOW + minutes(81), actor=DESK)
    # The helper is not let off: it goes on, and its result still comes to the desk.
    assert [clock.state for clock in handle_clocks(opened, part_of(opened, HELPER))] == ["running"]
    file(HELPER, opened, 200)
    assert [row.waits_for for row in queries.synthesis_queue()] == [AtDesk.RESULT]
    actions.accept_result(part_of(opened, HELPER).id, now=NOW + minutes(210), actor=DESK)
    assert [row.waits_for for row in queries.synthesis_queue()] == [AtDesk.PUBLISH]


def test_a_helper_sees_neither_the_leads_result_nor_its_draft(city: None, db: None) -> None:
    opened = with_helper()
    lead = make.lead(opened)
    with door(UPPER):
        actions.propose_answer(lead.id, words="Dự thảo.", now=NOW + minutes(50), actor=make.officer(lead))
    file(UPPER, opened, 60, note="Lời của chủ trì.")
    part = part_of(opened, HELPER)
    with door(HELPER) as helper:
        seen = _case(helper, part)
    assert [part.unit_code for part in seen.parts] == [HELPER]
    assert "Lời của chủ trì" not in repr(seen)
    assert "Dự thảo." not in repr(seen)


def test_reopening_gives_it_back_to_the_upper_and_the_unit_under_it(passed: Passed) -> None:
    opened, upper = passed.opened, passed.upper
    file(LOWER, opened, 100)
    with door(UPPER):
        actions.accept_under(upper.id, passed.under.id, now=NOW + minutes(110), actor=make.officer(upper))
    file(UPPER, opened, 120)
    actions.accept_result(upper.id, now=NOW + minutes(130), actor=DESK)
    actions.draft_answer(opened.request_id, words="Đã vá.", public_words="", now=NOW + minutes(140), actor=DESK)
    actions.send_answer(opened.request_id, now=NOW + minutes(150), actor=DESK)
    actions.say_not_done(opened.request_id, words="Lại hư.", now=NOW + minutes(500))
    assert {part.unit_code: part.state for part in make.case(opened).parts if part.forwarded_at} == {
        UPPER: Part.FORWARDED,
        LOWER: Part.FORWARDED,
    }


def test_scope_in_words_can_be_put_right(city: None, db: None) -> None:
    opened = with_helper()
    helper = part_of(opened, HELPER)
    assert helper.scope == "Chỉ dọn rác"
    actions.set_scope(helper.id, scope="Dọn rác và cành cây", now=NOW + minutes(20), actor=OPERATOR)
    assert part_of(opened, HELPER).scope == "Dọn rác và cành cây"


def with_helper() -> Opened:
    """Return a case of two agencies, each with its own part in words."""
    opened = led_by(UPPER)
    role, at = PartRole.CO_HANDLER, NOW + minutes(12)
    actions.propose(opened.request_id, unit_id=unit(HELPER), role=role, scope="Chỉ dọn rác", now=at, actor=OPERATOR)
    actions.forward(opened.request_id, now=NOW + minutes(13), actor=OPERATOR)
    return opened


def _case(opened: AgencyDoor, part: PartFacts):  # type: ignore[no-untyped-def]
    return opened.case(part.id)
