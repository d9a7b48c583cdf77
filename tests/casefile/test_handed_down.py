"""What a unit does for the agency above it: counted once, owed to that agency, looked at by the desk, not the centre's to end."""

from datetime import date, datetime

import pytest

from hotline.answering.proof import is_held
from hotline.casefile import actions
from hotline.casefile.actions import EvidenceHeld, Figures
from hotline.casefile.facts import ClockFacts, Opened, PartFacts
from hotline.casefile.models import Assignment, Attachment, Clock
from hotline.casefile.resultfigures import ResultFigures, figures_of
from hotline.casework.loops import end_overruns
from hotline.core.commitments import COMMITMENT
from hotline.core.facts import PartRole
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from hotline.public.mycase import my_case
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes
from tests.people.persons import make_person, signed_in

UPPER, LOWER = "so-xay-dung", "ql-ha-tang-giao-thong"
HELD = [{"flaw": "too_far", "measure": "hold", "amount": 900}]
FAR = date(2026, 4, 30)


def unit(code: str) -> int:
    return snapshot().units[code].id


def part_of(opened: Opened, code: str) -> PartFacts:
    return next(part for part in make.case(opened).parts if part.unit_code == code and part.state is not Part.WITHDRAWN)


def clocks_of(opened: Opened, code: str) -> list[ClockFacts]:
    part = part_of(opened, code)
    return [clock for clock in make.case(opened).clocks if clock.part_id == part.id]


def passed_down(service: str) -> Opened:
    """Open a case whose lead, the department, passed its part down to the centre under it, which took it on."""
    opened = make.report(service)
    actions.withdraw(make.lead(opened).id, note="", now=NOW, actor=OPERATOR)
    role = PartRole.LEAD
    part_id = actions.propose(opened.request_id, unit_id=unit(UPPER), role=role, now=NOW, actor=OPERATOR)
    actions.forward(opened.request_id, now=NOW + minutes(2), actor=OPERATOR)
    actions.accept_part(part_id, now=NOW + minutes(10), actor=OPERATOR)
    hand = make.officer(make.lead(opened))
    under_id = actions.hand_down(part_id, unit_id=unit(LOWER), now=NOW + minutes(30), actor=hand)
    actions.accept_part(under_id, now=NOW + minutes(40), actor=OPERATOR)
    return opened


@pytest.fixture
def passed(city: None, db: None) -> Opened:
    return passed_down("pothole")


def file(opened: Opened, code: str, at: int, *, figures: Figures | None = None, held: bool = False) -> None:
    part, key = part_of(opened, code), make.photo(now=NOW + minutes(at))
    hand, figures = make.officer(part), figures or Figures()
    actions.file_result(part.id, note="Xong.", evidence=[key], figures=figures, now=NOW + minutes(at), actor=hand)
    if held:
        Attachment.objects.filter(key=key).update(findings=HELD)


def take(opened: Opened, at: int) -> None:
    """Let the department take what the centre filed."""
    upper, under = part_of(opened, UPPER), part_of(opened, LOWER)
    actions.accept_under(upper.id, under.id, now=NOW + minutes(at), actor=make.officer(upper))


def test_what_a_unit_fined_is_counted_once(city: None, db: None) -> None:
    opened = passed_down("pavement_encroachment")
    fined = Figures(fine=49_000_000, counted=7)
    file(opened, LOWER, 100, figures=fined)
    take(opened, 110)
    file(opened, UPPER, 120, figures=fined)
    actions.accept_result(part_of(opened, UPPER).id, now=NOW + minutes(130), actor=DESK)
    service = snapshot().services["pavement_encroachment"]
    for parts in (make.case(opened).parts, list(Assignment.objects.filter(request_id=opened.request_id))):
        sums = figures_of(parts, service, language="vi")
        assert isinstance(sums, ResultFigures)
        assert (sums.fine, sums.counted) == (49_000_000, 7)


def commit(opened: Opened, code: str, at: datetime, *, due_on: date = FAR) -> None:
    part = part_of(opened, code)
    evidence, hand = [make.photo(now=at)], make.officer(part)
    actions.file_commitment(part.id, note="Chờ nhựa.", evidence=evidence, due_on=due_on, now=at, actor=hand)


def owed(opened: Opened) -> ClockFacts:
    """The deadline of the answer."""
    return next(clock for clock in make.case(opened).clocks if clock.stops == "answered" and clock.purpose != COMMITMENT)


def long_after(clock: ClockFacts) -> datetime:
    assert clock.due_at is not None
    return clock.due_at + minutes(1)


def test_what_a_unit_commits_to_is_told_to_the_agency_above_and_to_nobody_else(passed: Opened) -> None:
    at = NOW + minutes(24 * 60)
    commit(passed, LOWER, at)
    told = [message.event for message in make.case(passed).messages if message.created_at == at]
    assert set(told) == {"under_reported"}
    shown = my_case(make.case(passed), token="t", now=at)
    assert [one.clock.purpose for one in shown.deadlines if one.clock.purpose == COMMITMENT] == []


def test_the_answer_is_not_late_lawfully_because_a_unit_promised_what_its_agency_did_not(passed: Opened) -> None:
    commit(passed, LOWER, NOW + minutes(24 * 60))
    end_overruns(long_after(owed(passed)))
    assert owed(passed).outcome == ""
    assert [clock.outcome for clock in clocks_of(passed, LOWER)] == ["overrun_lawfully", ""], "its own deadline is"
    assert [clock.outcome for clock in clocks_of(passed, UPPER)] == [""]
    commit(passed, UPPER, NOW + minutes(24 * 61))
    end_overruns(long_after(owed(passed)))
    assert owed(passed).outcome == "overrun_lawfully", "the agency above did now"


def test_what_is_held_on_a_units_photo_is_looked_at_by_the_desk(passed: Opened) -> None:
    file(passed, LOWER, 100, held=True)
    take(passed, 110)
    file(passed, UPPER, 120)
    upper = part_of(passed, UPPER)
    assert is_held(upper, make.case(passed))
    with pytest.raises(EvidenceHeld):
        actions.accept_result(upper.id, now=NOW + minutes(130), actor=DESK)
    actions.accept_result(upper.id, despite="Đã gọi hỏi.", now=NOW + minutes(130), actor=DESK)
    assert part_of(passed, UPPER).state is Part.DONE


def test_once_the_desk_sent_the_result_back_the_units_photo_was_looked_at(passed: Opened) -> None:
    file(passed, LOWER, 100, held=True)
    take(passed, 110)
    file(passed, UPPER, 120)
    upper = part_of(passed, UPPER)
    actions.return_result(upper.id, reason="no_evidence", note="Chụp lại.", now=NOW + minutes(130), actor=DESK)
    file(passed, UPPER, 140)
    assert not is_held(upper, make.case(passed))
    actions.accept_result(upper.id, now=NOW + minutes(150), actor=DESK)


def test_work_that_was_taken_back_is_no_part_of_the_result(passed: Opened) -> None:
    file(passed, LOWER, 100, held=True)
    upper, under = part_of(passed, UPPER), part_of(passed, LOWER)
    actions.take_back(upper.id, under.id, note="Sở tự làm.", now=NOW + minutes(110), actor=make.officer(upper))
    file(passed, UPPER, 120)
    assert not is_held(upper, make.case(passed))
    actions.accept_result(upper.id, now=NOW + minutes(130), actor=DESK)


@pytest.mark.parametrize("act", ["withdraw", "set_scope"])
def test_the_centre_takes_nothing_from_a_unit_below(passed: Opened, act: str) -> None:
    under, before = part_of(passed, LOWER), make.case(passed)
    typed = {"note": "Nhầm."} if act == "withdraw" else {"scope": "Khác."}
    with pytest.raises(actions.UnderAnother):
        getattr(actions, act)(under.id, **typed, now=NOW + minutes(50), actor=OPERATOR)
    assert make.case(passed) == before


def test_the_operator_who_posts_it_reads_why_not(passed: Opened) -> None:
    under, case = part_of(passed, LOWER), make.case(passed)
    operator = signed_in(make_person("lan", Role.OPERATOR))
    typed = {"version": case.request.version, "part": under.id, "note": "Nhầm."}
    answer = operator.post(f"/triage/{passed.reference}/withdraw/", typed)
    assert answer.status_code == 409
    assert "do đơn vị cấp trên giao xuống" in answer.content.decode()
    assert make.case(passed) == case


def test_sent_back_after_it_was_taken_a_clock_that_taking_ended_runs_on(passed: Opened) -> None:
    under = part_of(passed, LOWER)
    Clock.objects.filter(part_id=under.id).update(stops="result_accepted")
    file(passed, LOWER, 100)
    take(passed, 110)
    assert [clock.outcome for clock in clocks_of(passed, LOWER)] == ["kept"]
    upper = part_of(passed, UPPER)
    actions.return_under(upper.id, under.id, note="Vỡ lại.", now=NOW + minutes(120), actor=make.officer(upper))
    assert [(clock.state, clock.outcome) for clock in clocks_of(passed, LOWER)] == [("running", "")]
