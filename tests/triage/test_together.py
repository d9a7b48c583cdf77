"""Two operators on one case: the later one is told who did what, and keeps what was typed."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.triage.forms import send, untouched

TYPED = [
    ("ask", {"words": "Ở trước số nhà nào ạ?"}, "words"),
    ("answer", {"words": "Trung tâm xin trả lời như sau."}, "words"),
    ("verify", {"how": "photo", "note": "Ảnh rõ biển số nhà."}, "note"),
    ("refuse", {"reason": "duplicate", "note": "Trùng với phản ánh hôm qua."}, "note"),
    ("agency-words", {"words": "Ổ gà trước cổng trường."}, "words"),
    ("place", {"ward": "26740", "place_words": "Đối diện cổng sau trường học"}, "place_words"),
    ("service", {"service": "noise"}, "service"),
    ("propose", {"role": "co_handler", "scope": "Chỉ phần vỉa hè", "unit": ""}, "scope"),
]


@pytest.mark.parametrize(("act", "typed", "name"), TYPED, ids=[row[0] for row in TYPED])
def test_the_later_one_keeps_what_was_typed_and_hears_who_was_quicker(
    operator: Client, colleague: Client, act: str, typed: dict[str, str], name: str
) -> None:
    opened = make.report("pothole", now=timezone.now())
    drawn = make.case(opened)
    if "unit" in typed:
        typed = {**typed, "unit": str(drawn.parts[0].unit_id + 1)}
    send(colleague, opened, "verify", how="called_back")
    before = make.case(opened)
    response = send(operator, opened, act, version=drawn.request.version, seen=drawn.events[-1].id, **typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Phản ánh vừa thay đổi: Xác minh (Bao, " in text
    assert "Những gì bạn gõ còn nguyên" in text
    assert typed[name] in text
    assert untouched(before, opened)


def test_sent_again_from_the_page_that_came_back_it_is_done(operator: Client, colleague: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    drawn = make.case(opened)
    send(colleague, opened, "verify", how="called_back")
    stale = {"version": drawn.request.version, "seen": drawn.events[-1].id}
    text = send(operator, opened, "ask", words="Ở đâu ạ?", **stale).content.decode()
    version = re.search(r'name="version" value="(\d+)" id="triage_ask_version"', text)
    assert version is not None
    assert send(operator, opened, "ask", words="Ở đâu ạ?", version=version.group(1)).status_code == 302
    assert [question.words for question in make.case(opened).questions] == ["Ở đâu ạ?"]


def test_two_keys_at_once_forward_once(operator: Client, colleague: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    drawn = make.case(opened)
    stale = {"version": drawn.request.version, "seen": drawn.events[-1].id}
    assert send(colleague, opened, "forward", **stale).status_code == 302
    before = make.case(opened)
    response = send(operator, opened, "forward", **stale)
    assert response.status_code == 409
    assert "Chuyển đơn vị (Bao, " in response.content.decode()
    assert untouched(before, opened)


def test_a_refusal_that_came_between_leaves_the_typed_question_in_sight(operator: Client, colleague: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    drawn = make.case(opened)
    send(colleague, opened, "refuse", reason="duplicate")
    stale = {"version": drawn.request.version, "seen": drawn.events[-1].id}
    response = send(operator, opened, "ask", words="Một câu hỏi dài đã gõ mười phút.", **stale)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Từ chối (Bao, " in text
    assert "Một câu hỏi dài đã gõ mười phút." in text
    assert '<details class="deed" id="triage_ask" name="screening" open>' in text


def test_a_replaced_lead_is_all_or_nothing(operator: Client, colleague: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    drawn = make.case(opened)
    send(colleague, opened, "forward")
    before = make.case(opened)
    stale = {"version": drawn.request.version, "seen": drawn.events[-1].id}
    typed = {"unit": before.parts[0].unit_id + 1, "role": "lead", "scope": ""}
    assert send(operator, opened, "propose", **typed, **stale).status_code == 409
    assert untouched(before, opened)
