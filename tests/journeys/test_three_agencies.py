"""One case, three agencies: one sends it back, one overruns with a commitment and breaks it, one passes it down and finishes.

It ends in one answer, and the figures say of each what it did. Each agency acts through its own door, as its database role.
"""

from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.access import AgencyDoor, agency_door
from hotline.casefile.facts import ClockFacts, Opened, PartFacts
from hotline.casefile.resultfigures import figures_of
from hotline.casework.loops import end_overruns
from hotline.core.commitments import COMMITMENT
from hotline.core.facts import PartRole
from hotline.core.status import CLOSED_PARTS, AnswerState, Part, Phase
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes

ROADS, DEPARTMENT, CREW, GREENS = "ql-ha-tang-giao-thong", "so-xay-dung", "khu-qlgtdt-2", "so-nn-mt"
DAY = 24 * 60
PROMISED = date(2026, 4, 30)
FINE = 15_000_000
LONG_AFTER = NOW + minutes(90 * DAY)


def unit(code: str) -> int:
    return snapshot().units[code].id


def name(code: str) -> str:
    return snapshot().units[code].name.vi


def door(code: str) -> AbstractContextManager[AgencyDoor]:
    return agency_door(Viewer(1, "Đầu mối", frozenset({Role.FOCAL_POINT}), frozenset({unit(code)})))


def part_of(opened: Opened, code: str) -> PartFacts:
    standing = [part for part in make.case(opened).parts if part.state not in CLOSED_PARTS]
    return next(part for part in standing if part.unit_code == code)


def clocks_of(opened: Opened, code: str) -> list[ClockFacts]:
    part = part_of(opened, code)
    return [clock for clock in make.case(opened).clocks if clock.part_id == part.id]


def due(opened: Opened, code: str, *, promised: bool = False) -> datetime:
    found = next(clock for clock in clocks_of(opened, code) if (clock.purpose == COMMITMENT) is promised)
    assert found.due_at is not None
    return found.due_at


def accepts(opened: Opened, code: str, at: datetime) -> None:
    part = part_of(opened, code)
    with door(code):
        actions.accept_part(part.id, now=at, actor=make.officer(part))


def commits(opened: Opened, code: str, note: str, at: datetime) -> None:
    part, photo = part_of(opened, code), make.photo(now=at)
    with door(code):
        actions.file_commitment(part.id, note=note, evidence=[photo], due_on=PROMISED, now=at, actor=make.officer(part))


def files(opened: Opened, code: str, note: str, at: datetime, *, fine: int | None = None) -> None:
    part, photo = part_of(opened, code), make.photo(now=at)
    figures = actions.Figures(fine=fine)
    with door(code):
        actions.file_result(part.id, note=note, evidence=[photo], figures=figures, now=at, actor=make.officer(part))


@pytest.fixture
def opened(city: None, db: None) -> Opened:
    """Give a pothole that went to two agencies at once: the roads as lead, the greens with a part of their own in words."""
    opened = make.report("pothole")
    role, scope = PartRole.CO_HANDLER, "Cắt rễ cây làm nứt đường"
    actions.propose(opened.request_id, unit_id=unit(GREENS), role=role, scope=scope, now=NOW, actor=OPERATOR)
    assert actions.forward(opened.request_id, now=NOW + minutes(2), actor=OPERATOR) == 2
    return opened


def test_three_agencies_and_one_answer(opened: Opened) -> None:
    _the_roads_send_it_back(opened)
    _the_department_passes_it_down_and_finishes(opened)
    _the_desk_waits(opened)
    _the_greens_promise_and_break_it(opened)
    _one_answer(opened)
    _right_figures(opened)


def _the_roads_send_it_back(opened: Opened) -> None:
    part = part_of(opened, ROADS)
    with door(ROADS):
        actions.return_part(
            part.id,
            reason="not_ours",
            note="Đường này của Khu số 2.",
            to_unit_id=unit(DEPARTMENT),
            now=NOW + minutes(30),
            actor=make.officer(part),
        )
    assert [row.reference for row in queries.returned_parts()] == [opened.reference]
    actions.propose(opened.request_id, unit_id=unit(DEPARTMENT), role=PartRole.LEAD, now=NOW + minutes(40), actor=OPERATOR)
    actions.forward(opened.request_id, now=NOW + minutes(41), actor=OPERATOR)
    assert queries.returned_parts() == ()


def _the_department_passes_it_down_and_finishes(opened: Opened) -> None:
    accepts(opened, DEPARTMENT, NOW + minutes(60))
    upper = part_of(opened, DEPARTMENT)
    with door(DEPARTMENT):
        scope = "Vá mặt đường"
        actions.hand_down(upper.id, unit_id=unit(CREW), scope=scope, now=NOW + minutes(70), actor=make.officer(upper))
    accepts(opened, CREW, NOW + minutes(90))
    commits(opened, CREW, "Chờ nhựa.", NOW + minutes(100))
    told = [message.event for message in make.case(opened).messages if message.created_at == NOW + minutes(100)]
    assert set(told) == {"under_reported"}, "what a crew promises it owes to its department, not to the citizen"
    files(opened, CREW, "Khu số 2 đã vá, phạt nhà thầu.", NOW + minutes(300), fine=FINE)
    under = part_of(opened, CREW)
    with door(DEPARTMENT):
        actions.accept_under(upper.id, under.id, now=NOW + minutes(320), actor=make.officer(upper))
        actions.propose_answer(upper.id, words="Đường đã được vá.", now=NOW + minutes(330), actor=make.officer(upper))
    files(opened, DEPARTMENT, "Sở đã kiểm tra.", NOW + minutes(340), fine=FINE)
    actions.accept_result(upper.id, now=NOW + minutes(350), actor=DESK)
    assert part_of(opened, CREW).state is Part.DONE


def _the_desk_waits(opened: Opened) -> None:
    words = part_of(opened, DEPARTMENT).answer_draft
    actions.draft_answer(opened.request_id, words=words, public_words=words, now=NOW + minutes(360), actor=DESK)
    before = make.case(opened)
    with pytest.raises(actions.PartsOpen):
        actions.send_answer(opened.request_id, now=NOW + minutes(361), actor=DESK)
    assert make.case(opened) == before


def _the_greens_promise_and_break_it(opened: Opened) -> None:
    accepts(opened, GREENS, NOW + minutes(60))
    part, at = part_of(opened, GREENS), NOW + minutes(DAY)
    commits(opened, GREENS, "Chờ xe nâng.", at)
    overdue = due(opened, GREENS)
    assert end_overruns(overdue) == 0, "until its deadline it runs"
    assert end_overruns(overdue + minutes(1)) >= 1
    files(opened, GREENS, "Đã cắt rễ cây.", due(opened, GREENS, promised=True) + minutes(60))
    actions.accept_result(part.id, now=due(opened, GREENS, promised=True) + minutes(90), actor=DESK)


def _one_answer(opened: Opened) -> None:
    at = due(opened, GREENS, promised=True) + minutes(120)
    actions.send_answer(opened.request_id, now=at, actor=DESK)
    case = make.case(opened)
    assert case.answer is not None
    assert (case.answer.state, case.answer.latest.words, case.request.phase) == (
        AnswerState.SENT,
        "Đường đã được vá.",
        Phase.RESOLVED,
    )
    told = [message.event for message in case.messages]
    assert (told.count("answered"), told.count("committed")) == (1, 1)
    fined = figures_of(case.parts, snapshot().services["pothole"], language="vi")
    assert fined is not None
    assert fined.fine == FINE, "the department's figure is its crew's, and is counted once"
    assert {part.unit_code: part.state for part in case.parts} == {
        ROADS: Part.RETURNED,
        DEPARTMENT: Part.DONE,
        CREW: Part.DONE,
        GREENS: Part.DONE,
    }
    assert not [clock for clock in case.clocks if not clock.outcome], "nothing runs on"
    assert set(queries.public_case(opened.reference).units) <= {name(DEPARTMENT), name(GREENS)}


def _right_figures(opened: Opened) -> None:
    counted = {row.unit: row for row in queries.keeping(since=NOW, until=LONG_AFTER, now=LONG_AFTER)}
    figures = {unit: (row.on_time, row.overrun_lawfully, row.missed, row.kept, row.broken) for unit, row in counted.items()}
    assert figures == {
        # in time, overrun lawfully, missed, commitments kept, broken
        name(DEPARTMENT): (1, 0, 0, 0, 0),
        name(CREW): (1, 0, 0, 0, 0),
        name(GREENS): (0, 1, 0, 0, 1),
    }, "who passed it down and who did it are both counted; who sent it back had no deadline to keep"
    assert counted[name(GREENS)].on_time_percent == 0, "an overrun is never in time"
    (back,) = queries.returns_lately()
    assert (back.unit, back.minutes, back.to_unit, back.reason) == (
        name(ROADS),
        28,
        name(DEPARTMENT),
        "Không thuộc thẩm quyền của đơn vị",
    )
    assert [(row.unit, row.times, row.minutes) for row in queries.returns_by_unit(since=NOW)] == [(name(ROADS), 1, 28)]
