"""What a unit does for the agency above it: counted once, owed to that agency, looked at by the desk, not the centre's to end."""

from datetime import date, datetime

import pytest

from hotline.casefile import actions
from hotline.casefile.actions import Figures
from hotline.casefile.facts import ClockFacts, Opened, PartFacts
from hotline.casefile.models import Assignment, Attachment
from hotline.casefile.resultfigures import ResultFigures, figures_of
from hotline.casework.loops import end_overruns
from hotline.core.commitments import COMMITMENT
from hotline.core.facts import PartRole
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.public.mycase import my_case
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes

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
