"""\"Not mine\": what a return keeps, what the centre does about it, and the supervisor's decision that binds."""

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.access import agency_door
from hotline.casefile.facts import Opened, PartFacts
from hotline.core.facts import PartRole
from hotline.core.returning import BindingDecision, SupervisorDecides
from hotline.core.status import CLOSED_PARTS, MoveNotAllowed, Part, Phase
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes

FIRST, SECOND, THIRD = "so-xay-dung", "so-nn-mt", "so-y-te"


def unit(code: str) -> int:
    return snapshot().units[code].id


def send_back(part: PartFacts, at: int, *, to: str | None = SECOND, reason: str = "not_ours") -> None:
    """Let the part's agency send it back, under its own role in the database."""
    viewer = Viewer(1, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({part.unit_id}))
    to_unit = unit(to) if to else None
    with agency_door(viewer):
        actions.return_part(
            part.id,
            reason=reason,
            note="Đường này của nơi khác.",
            to_unit_id=to_unit,
            now=NOW + minutes(at),
            actor=make.officer(part),
        )


def given_to(opened: Opened, code: str, at: int, *, role: PartRole = PartRole.LEAD) -> PartFacts:
    actions.propose(opened.request_id, unit_id=unit(code), role=role, now=NOW + minutes(at), actor=OPERATOR)
    actions.forward(opened.request_id, now=NOW + minutes(at), actor=OPERATOR)
    return standing(opened, code)


def standing(opened: Opened, code: str) -> PartFacts:
    parts = [part for part in make.case(opened).parts if part.state not in CLOSED_PARTS]
    return next(part for part in parts if part.unit_code == code)


@pytest.fixture
def twice(city: None, db: None) -> Opened:
    """Give a case that two agencies sent back: one after 28 minutes, the next after 60."""
    opened = make.forwarded("pothole")
    send_back(make.lead(opened), 30, to=FIRST)
    send_back(given_to(opened, FIRST, 40), 100, to=None, reason="other_area")
    return opened


def test_the_ledger_says_who_when_why_to_whom_and_what_it_cost(twice: Opened) -> None:
    case = make.case(twice)
    rows = queries.returns_of_case(case.parts, service="Ổ gà", area="", language="vi")
    assert [(row.unit, row.minutes, row.returned_at) for row in rows] == [
        ("Trung tâm Quản lý hạ tầng giao thông đường bộ", 28, NOW + minutes(30)),
        ("Sở Xây dựng", 60, NOW + minutes(100)),
    ]
    assert [(row.reason, row.to_unit) for row in rows] == [
        ("Không thuộc thẩm quyền của đơn vị", "Sở Xây dựng"),
        ("Không thuộc địa bàn của đơn vị", ""),
    ]
    returned = [event for event in case.events if event.name == "part_returned"]
    assert [event.facts["minutes"] for event in returned] == [28, 60]
    assert returned[0].note == "Đường này của nơi khác."
    lately = queries.returns_lately()
    assert [(row.unit, row.minutes) for row in lately] == [("Sở Xây dựng", 60), (rows[0].unit, 28)]
    counted = queries.returns_by_unit(since=NOW)
    assert {(row.unit, row.times, row.cases, row.minutes) for row in counted} == {
        ("Sở Xây dựng", 1, 1, 60),
        (rows[0].unit, 1, 1, 28),
    }
    assert queries.returns_by_unit(since=NOW + minutes(101)) == ()


def test_after_one_return_the_operators_hand_it_on(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    send_back(make.lead(opened), 30)
    with pytest.raises(actions.NotSupervisorsYet):
        _ruled(opened, FIRST)
    assert given_to(opened, FIRST, 40).state is Part.FORWARDED
    assert queries.cases_to_rule() == ()


def test_after_two_returns_only_the_supervisor_hands_it_on(twice: Opened) -> None:
    (row,) = queries.cases_to_rule()
    assert (row.reference, row.times) == (twice.reference, 2)
    actions.propose(twice.request_id, unit_id=unit(THIRD), role=PartRole.LEAD, now=NOW + minutes(110), actor=OPERATOR)
    before = make.case(twice)
    with pytest.raises(SupervisorDecides):
        actions.forward(twice.request_id, now=NOW + minutes(111), actor=OPERATOR)
    assert make.case(twice) == before


def test_the_supervisors_decision_is_forwarded_at_once_and_cannot_be_sent_back(twice: Opened) -> None:
    actions.propose(twice.request_id, unit_id=unit(THIRD), role=PartRole.LEAD, now=NOW + minutes(110), actor=OPERATOR)
    _ruled(twice, FIRST)
    part = standing(twice, FIRST)
    assert (part.state, part.role, part.binding) == (Part.FORWARDED, "lead", True)
    assert [one.unit_code for one in make.case(twice).parts if one.state is Part.WITHDRAWN] == [THIRD]
    assert make.case(twice).request.phase is Phase.IN_PROGRESS
    assert queries.cases_to_rule() == ()
    assert queries.returned_parts() == ()
    before = make.case(twice)
    for state in ("forwarded", "accepted"):
        if state == "accepted":
            actions.accept_part(part.id, now=NOW + minutes(130), actor=make.officer(part))
            before = make.case(twice)
        with pytest.raises(BindingDecision):
            send_back(part, 131)
        assert make.case(twice) == before


def test_after_a_decision_the_operators_hand_it_on_again(twice: Opened) -> None:
    _ruled(twice, FIRST)
    helper = given_to(twice, THIRD, 130, role=PartRole.CO_HANDLER)
    assert helper.state is Part.FORWARDED
    send_back(helper, 140, to=SECOND)
    assert given_to(twice, SECOND, 150, role=PartRole.CO_HANDLER).state is Part.FORWARDED


def test_two_more_returns_are_the_supervisors_again(twice: Opened) -> None:
    _ruled(twice, FIRST)
    for at, code in ((130, THIRD), (150, SECOND)):
        send_back(given_to(twice, code, at, role=PartRole.CO_HANDLER), at + 10, to=None)
    actions.propose(twice.request_id, unit_id=unit(THIRD), role=PartRole.CO_HANDLER, now=NOW + minutes(170), actor=OPERATOR)
    with pytest.raises(SupervisorDecides):
        actions.forward(twice.request_id, now=NOW + minutes(171), actor=OPERATOR)


def test_a_case_that_is_reopened_is_the_operators_again(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    for at, code in ((10, SECOND), (30, THIRD)):
        send_back(given_to(opened, code, at, role=PartRole.CO_HANDLER), at + 10, to=None)
    _answer(opened)
    actions.say_not_done(opened.request_id, words="Vẫn còn", now=NOW + minutes(900))
    assert given_to(opened, SECOND, 910, role=PartRole.CO_HANDLER).state is Part.FORWARDED


def test_a_ruling_says_why_and_follows_the_rules_of_every_agency(twice: Opened) -> None:
    before = make.case(twice)
    with pytest.raises(actions.WordsMissing):
        _ruled(twice, FIRST, why=" ")
    with pytest.raises(actions.NoLead):
        _ruled(twice, FIRST, role=PartRole.CO_HANDLER)
    assert make.case(twice) == before
    _ruled(twice, FIRST)
    before = make.case(twice)
    with pytest.raises(actions.AlreadyOnIt):
        _ruled(twice, FIRST, role=PartRole.CO_HANDLER)
    with pytest.raises(actions.LeadTaken):
        _ruled(twice, THIRD)
    assert make.case(twice) == before
    _ruled(twice, THIRD, role=PartRole.CO_HANDLER)
    assert standing(twice, THIRD).binding


def test_the_one_complained_of_is_not_given_the_case_by_ruling_either(city: None, db: None) -> None:
    opened = make.forwarded("land_dossier", attributes={"office": "dkdd-q2"})
    send_back(make.lead(opened), 30)
    send_back(given_to(opened, FIRST, 40), 50)
    before = make.case(opened)
    with pytest.raises(actions.AgencyNamed):
        _ruled(opened, "dkdd-q2")
    assert make.case(opened) == before


def test_a_co_handlers_return_waits_in_the_operators_queue_until_dealt_with(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    helper = given_to(opened, SECOND, 10, role=PartRole.CO_HANDLER)
    assert queries.returned_parts() == ()
    send_back(helper, 50, to=THIRD)
    assert [row.reference for row in queries.returned_parts()] == [opened.reference]
    assert make.lead(opened).state is Part.FORWARDED, "the lead works on"
    with pytest.raises(actions.WordsMissing):
        actions.settle_return(helper.id, note=" ", now=NOW + minutes(60), actor=OPERATOR)
    actions.settle_return(helper.id, note="Chủ trì tự làm được.", now=NOW + minutes(60), actor=OPERATOR)
    assert queries.returned_parts() == ()
    before = make.case(opened)
    with pytest.raises(MoveNotAllowed):
        actions.settle_return(helper.id, note="Lần nữa.", now=NOW + minutes(61), actor=OPERATOR)
    with pytest.raises(MoveNotAllowed):
        actions.settle_return(make.lead(opened).id, note="Chủ trì.", now=NOW + minutes(61), actor=OPERATOR)
    assert make.case(opened) == before


def test_forwarding_to_another_deals_with_what_came_back(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    send_back(given_to(opened, SECOND, 10, role=PartRole.CO_HANDLER), 50, to=THIRD)
    given_to(opened, THIRD, 60, role=PartRole.CO_HANDLER)
    assert queries.returned_parts() == ()


def test_a_lead_that_sends_it_back_is_always_replaced(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    lead = make.lead(opened)
    send_back(lead, 20)
    with pytest.raises(MoveNotAllowed):
        actions.settle_return(lead.id, note="Không cần ai.", now=NOW + minutes(21), actor=OPERATOR)
    assert [row.reference for row in queries.returned_parts()] == [opened.reference]


def test_an_agency_cannot_send_back_what_it_has_filed(city: None, db: None) -> None:
    opened = make.with_results("pothole")
    part, before = make.lead(opened), make.case(opened)
    with pytest.raises(MoveNotAllowed):
        send_back(part, 200)
    assert make.case(opened) == before


def _answer(opened: Opened) -> None:
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(60), actor=make.officer(part))
    photo = make.photo(now=NOW + minutes(110))
    actions.file_result(part.id, note="Xong.", evidence=[photo], now=NOW + minutes(120), actor=make.officer(part))
    actions.accept_result(part.id, now=NOW + minutes(150), actor=DESK)
    actions.draft_answer(opened.request_id, words="Đã vá.", public_words="Đã vá.", now=NOW + minutes(170), actor=DESK)
    actions.send_answer(opened.request_id, now=NOW + minutes(180), actor=DESK)


def _ruled(opened: Opened, code: str, *, role: PartRole = PartRole.LEAD, why: str = "Theo phân cấp quản lý đường.") -> None:
    actions.decide_whose(opened.request_id, unit_id=unit(code), role=role, why=why, now=NOW + minutes(120), actor=DESK)
