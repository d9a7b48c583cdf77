"""What waits on the centre's desks: nobody's case is hidden by others, and each is on the desk of whoever must act."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.casefile import actions, queries
from hotline.casefile.facts import Opened
from hotline.casefile.queries import Waiting
from hotline.core.facts import PartRole
from hotline.directory.queries import snapshot
from tests import make
from tests.make import DESK, NOW, OPERATOR, minutes


def test_reports_that_wait_for_their_citizen_hide_no_new_one(city: None, db: None) -> None:
    asked = [make.report("pothole", now=NOW + timedelta(seconds=n)) for n in range(4)]
    for opened in asked:
        actions.ask(opened.request_id, words="Ở đâu?", now=NOW + minutes(1), actor=OPERATOR)
    new = [make.report("pothole", now=NOW + minutes(2 + n)) for n in range(2)]
    shown = [row.reference for row in queries.operator_queue(limit=3)]
    assert shown[:2] == [opened.reference for opened in new]
    assert shown[2:] == [opened.reference for opened in asked[:3]]


def test_urgent_comes_first_then_whoever_came_first(city: None, db: None) -> None:
    second = make.report("pothole", now=NOW + minutes(1))
    first = make.report("pothole", now=NOW)
    urgent = make.report("emergency_fire", now=NOW + minutes(2))
    assert [row.reference for row in queries.operator_queue()] == [urgent.reference, first.reference, second.reference]


def test_an_emergency_waits_behind_nobody_though_its_citizen_was_asked(city: None, db: None) -> None:
    new = make.report("pothole", now=NOW)
    urgent = make.report("emergency_fire", now=NOW + minutes(2))
    actions.ask(urgent.request_id, words="Số nhà mấy?", now=NOW + minutes(3), actor=OPERATOR)
    assert [row.reference for row in queries.operator_queue()] == [urgent.reference, new.reference]
    assert queries.queue_counts() == {Waiting.TO_SCREEN: 2, Waiting.UNOWNED: 0, Waiting.ASKED: 0}


def test_an_emergency_that_an_agency_sent_back_waits_behind_nobody(city: None, db: None) -> None:
    urgent = make.forwarded("pothole", words="Sập hố, có người bị mắc kẹt.")
    new = make.report("pothole", now=NOW)
    part = make.lead(urgent)
    actions.return_part(part.id, reason="not_ours", note="", now=NOW + minutes(3), actor=make.officer(part))
    assert [row.reference for row in queries.operator_queue()] == [urgent.reference, new.reference]
    assert queries.returned_parts() == ()


def test_of_those_that_wait_the_one_due_first_is_first(city: None, db: None) -> None:
    first, second = make.report("pothole", now=NOW), make.report("pothole", now=NOW + minutes(1))
    clock = next(clock for clock in make.case(first).clocks if clock.rule == "forward-5-minutes")
    actions.pause_clock(clock.id, reason="asked-agency", now=NOW + minutes(2), actor=OPERATOR)
    actions.resume_clock(clock.id, now=NOW + minutes(9), actor=OPERATOR)
    assert [row.reference for row in queries.operator_queue()] == [second.reference, first.reference]


def test_the_stamp_changes_with_whatever_is_shown(city: None, db: None) -> None:
    stamps = [queries.queue_stamp()]
    opened = make.report("pothole")
    stamps.append(queries.queue_stamp())
    actions.verify(opened.request_id, how="photo", note="", now=NOW, actor=OPERATOR)
    stamps.append(queries.queue_stamp())
    actions.forward(opened.request_id, now=NOW, actor=OPERATOR)
    stamps.append(queries.queue_stamp())
    part = make.lead(opened)
    actions.return_part(part.id, reason="not_ours", note="", now=NOW, actor=make.officer(part))
    stamps.append(queries.queue_stamp())
    assert len(set(stamps)) == 4, "empty again once it was forwarded"
    assert stamps[3] == stamps[0]


def test_each_list_is_read_in_its_order_from_an_index_of_what_waits(city: None, db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.queue_stamp()
    with connection.cursor() as cursor:
        # A test has too few rows for an index to be worth it: what another way there is shows.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert [name for name in ("request_waiting_in", "request_unowned_in", "request_asked_in") if name not in plan] == []
    assert "Sort" not in plan


def test_a_case_that_no_lead_has_in_hand_is_the_operators(city: None, db: None) -> None:
    opened = make.report("pothole")
    unowned = [_is_unowned(opened)]
    actions.accept(opened.request_id, now=NOW, actor=OPERATOR)
    unowned.append(_is_unowned(opened))
    actions.forward(opened.request_id, now=NOW, actor=OPERATOR)
    other = snapshot().units["so-y-te"].id
    helper = actions.propose(opened.request_id, unit_id=other, role=PartRole.CO_HANDLER, now=NOW, actor=OPERATOR)
    actions.forward(opened.request_id, now=NOW, actor=OPERATOR)
    unowned.append(_is_unowned(opened))
    part = make.lead(opened)
    actions.return_part(part.id, reason="not_ours", note="", now=NOW, actor=make.officer(part))
    unowned.append(_is_unowned(opened))
    for one in make.case(opened).parts:
        if one.id == helper:
            actions.withdraw(one.id, note="", now=NOW, actor=OPERATOR)
    unowned.append(_is_unowned(opened))
    actions.answer_at_once(opened.request_id, words="Được.", now=NOW, actor=OPERATOR)
    unowned.append(_is_unowned(opened))
    assert unowned == [False, True, False, True, True, False]


def test_what_the_desk_has_to_do(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    part, hand = make.lead(opened), make.officer(make.lead(opened))
    waits = [_waits_for(opened)]
    actions.accept_part(part.id, now=NOW + minutes(3), actor=hand)
    actions.file_result(part.id, note="Xong", evidence=[make.photo(now=NOW + minutes(4))], now=NOW + minutes(5), actor=hand)
    waits.append(_waits_for(opened))
    actions.return_result(part.id, reason="no_evidence", note="", now=NOW + minutes(6), actor=DESK)
    waits.append(_waits_for(opened))
    actions.file_result(part.id, note="Xong", evidence=[], now=NOW + minutes(7), actor=hand)
    actions.accept_result(part.id, now=NOW + minutes(8), actor=DESK)
    waits.append(_waits_for(opened))
    actions.draft_answer(opened.request_id, words="Xong.", public_words="Xong.", now=NOW + minutes(9), actor=DESK)
    waits.append(_waits_for(opened))
    actions.send_answer(opened.request_id, now=NOW + minutes(10), actor=DESK)
    waits.append(_waits_for(opened))
    actions.say_not_done(opened.request_id, words="Chưa", now=NOW + minutes(11))
    waits.append(_waits_for(opened))
    assert waits == ["", "result", "", "answer", "send", "publish", ""]


@pytest.mark.parametrize(("service", "waits"), [("pothole", "publish"), ("hardship", ""), ("emergency_fire", "")])
def test_what_is_never_published_waits_for_nobody(city: None, db: None, service: str, waits: str) -> None:
    assert _waits_for(make.answered(service)) == waits


def test_a_draft_without_any_agency_can_be_sent(city: None, db: None) -> None:
    opened = make.report("pothole")
    actions.accept(opened.request_id, now=NOW, actor=OPERATOR)
    for part in make.case(opened).parts:
        actions.withdraw(part.id, note="", now=NOW, actor=OPERATOR)
    actions.draft_answer(opened.request_id, words="Đường tư.", public_words="", now=NOW, actor=DESK)
    assert _waits_for(opened) == "send"


def _is_unowned(opened: Opened) -> bool:
    return opened.reference in [row.reference for row in queries.returned_parts()]


def _waits_for(opened: Opened) -> str:
    return next((row.waits_for for row in queries.synthesis_queue() if row.reference == opened.reference), "")
