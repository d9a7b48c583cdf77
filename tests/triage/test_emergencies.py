"""Emergencies and matters that the hotline may not take: proposed by words with the reason shown, decided by a person."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.directory.queries import snapshot
from tests import make
from tests.triage.forms import names, page, send, untouched

FIRE = "Cháy nhà ở đầu hẻm, cứu với!"


def test_a_word_of_danger_puts_it_first_and_says_why(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now(), words=FIRE)
    shown = page(operator, opened)
    assert "Việc khẩn cấp: đứng đầu mọi danh sách" in shown
    assert "Trong lời có từ “cháy nhà”, “cứu với”." in shown
    assert "Đây chỉ là gợi ý: bạn đọc rồi quyết định." in shown


def test_a_person_says_that_it_is_none_and_it_takes_its_turn_again(operator: Client) -> None:
    older = make.report("pothole", now=make.NOW)
    opened = make.report("pothole", now=make.NOW + make.minutes(5), words="Xe hư, người bị mắc kẹt vì ổ gà.")
    assert [row.reference for row in queries.operator_queue()] == [opened.reference, older.reference]
    send(operator, opened, "emergency", urgent="no")
    assert not make.case(opened).request.urgent
    assert [row.reference for row in queries.operator_queue()] == [older.reference, opened.reference]
    shown = page(operator, opened)
    assert "Không phải việc khẩn cấp" in shown
    assert "đã quyết định." in shown
    event = make.case(opened).events[-1]
    assert (event.name, dict(event.facts)) == ("emergency_said", {"urgent": False})


def test_a_person_says_that_it_is_one_where_no_word_did(operator: Client) -> None:
    make.report("pothole", now=make.NOW)
    opened = make.report("pothole", now=make.NOW + make.minutes(5), words="Hố sâu sát trường mầm non, trẻ con đang tan học.")
    assert "Đánh dấu khẩn cấp" in page(operator, opened)
    send(operator, opened, "emergency", urgent="yes")
    assert make.case(opened).request.urgent
    assert queries.operator_queue()[0].reference == opened.reference


def test_what_a_person_said_outlives_another_service(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now(), words=FIRE)
    send(operator, opened, "emergency", urgent="no")
    send(operator, opened, "service", service="noise")
    assert not make.case(opened).request.urgent, "a person read it; the words do not bring it back"


def test_neither_yes_nor_no_changes_nothing(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    assert send(operator, opened, "emergency").status_code == 422
    assert send(operator, opened, "emergency", urgent="perhaps").status_code == 422
    assert untouched(before, opened)


def test_a_case_that_is_over_is_no_emergency(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "refuse", reason="abuse")
    before = make.case(opened)
    assert send(operator, opened, "emergency", urgent="yes").status_code == 409
    assert untouched(before, opened)


def test_an_officer_decides_no_emergency(officer: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now())
    before = make.case(opened)
    assert send(officer, opened, "emergency", urgent="yes").status_code in (403, 404)
    assert untouched(before, opened)


@pytest.mark.usefixtures("city", "db")
def test_an_emergency_is_the_first_to_go_by_itself() -> None:
    ordinary = make.report("street_light", now=make.NOW, service_chosen=True)
    urgent = make.report("street_light", now=make.NOW + make.minutes(1), service_chosen=True)
    assert set(queries.to_forward_automatically()) == {ordinary.request_id, urgent.request_id}
    actions.say_emergency(urgent.request_id, urgent=True, now=make.NOW + make.minutes(2), actor=make.OPERATOR)
    assert queries.to_forward_automatically()[0] == urgent.request_id


PROPOSED = [
    ("a complaint", "Tôi khiếu nại quyết định thu hồi đất.", ["complaint"]),
    ("a denunciation", "To cao ong A nhan tien.", ["denunciation"]),
    ("a state secret", "Tôi gửi tài liệu mật.", ["state_secret"]),
    ("a lawsuit", "Tôi đã khởi kiện ra tòa.", ["in_court"]),
    ("two at once, in their order", "Đơn tố cáo và khiếu nại.", ["denunciation", "complaint"]),
    ("an ordinary report", "Đèn đường hư.", []),
]


@pytest.mark.parametrize(("what", "words", "codes"), PROPOSED, ids=[row[0] for row in PROPOSED])
def test_words_propose_a_reason_to_refuse(operator: Client, what: str, words: str, codes: list[str]) -> None:
    opened = make.report("pothole", now=timezone.now(), words=words)
    received = make.case(opened).events[0]
    assert received.facts.get("excluded", []) == codes
    shown = page(operator, opened)
    assert shown.count("Đề xuất từ chối:") == len(codes)
    ticked = re.findall(r'<input type="radio" name="reason" value="(\w+)"[^>]* checked', shown)
    assert ticked == (codes if len(codes) == 1 else []), "one alone is chosen beforehand"
    assert names(opened)[-1] == "proposed", "nothing is decided by words"


def test_what_is_proposed_is_refused_by_a_person_who_tells_where_to_go(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now(), words="Tôi khiếu nại quyết định thu hồi đất.")
    assert "Vì trong lời có từ “khiếu nại”." in page(operator, opened)
    send(operator, opened, "refuse", reason="complaint")
    case = make.case(opened)
    assert case.messages[-1].event == "refused"
    reason = next(one for one in next(iter(snapshot().reasons.values())) if one.code == "complaint")
    assert "tiếp công dân" in reason.advice.vi
    assert "Đề xuất từ chối:" not in page(operator, opened), "it is decided"
