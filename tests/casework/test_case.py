"""The agency's page of a case: what is reported and its own part; never who reports, never another agency's doing."""

import html
import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import ContactDraft, PartFacts
from hotline.core.facts import Level
from hotline.people.facts import Role
from tests import make
from tests.casework.conftest import Send
from tests.people.persons import make_person, signed_in

WORDS = "Ổ gà trước nhà tôi, Nguyễn Thị Hoa Mai, gọi 0908 369 123 hoặc hoa.mai@thu.example nhé."
CANARIES = (make.NAME, "0908 369 123", make.PHONE, "908369123", make.EMAIL, "hoa.mai")


def _page(browser: Client, part: PartFacts) -> str:
    shown = browser.get(f"/agency/{part.id}/")
    assert shown.status_code == 200
    return html.unescape(shown.content.decode())


def _officer_of(part: PartFacts) -> Client:
    return signed_in(make_person(f"unit{part.unit_id}", Role.FOCAL_POINT, unit_id=part.unit_id))


def test_who_reports_is_nowhere_on_the_page(officer: Client) -> None:
    contact = ContactDraft(name=make.NAME, phone=make.PHONE, email=make.EMAIL)
    opened = make.forwarded("pothole", now=timezone.now(), words=WORDS, contact=contact)
    page = _page(officer, make.lead(opened))
    assert "Ổ gà trước nhà tôi" in page
    assert [canary for canary in CANARIES if canary in page] == []
    assert [canary for canary in CANARIES if canary in officer.get("/agency/").content.decode()] == []


def test_what_the_citizen_writes_later_tells_nothing_either(officer: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now())
    part = make.lead(opened)
    question = actions.ask_reporter(part.id, words="Trước số nhà nào?", now=timezone.now(), actor=make.officer(part))
    actions.reply_question(question, words="Số 12. Gọi tôi 0908 369 123.", now=timezone.now())
    page = _page(officer, part)
    assert "Số 12. Gọi tôi […]." in page
    assert "Người phản ánh trả lời" in page
    assert [canary for canary in CANARIES if canary in page] == []


def test_place_deadline_and_why_are_shown(officer: Client, part: PartFacts) -> None:
    page = _page(officer, part)
    assert "12 Lê Lợi" in page
    assert "Phường Sài Gòn" in page
    assert "10 ngày làm việc" in page
    assert part.unit_name in page


def test_another_agencys_part_is_not_told(city: None, db: None) -> None:
    opened = make.forwarded("street_light", now=timezone.now())
    parts = make.case(opened).parts
    assert len(parts) > 1, "these tests need a service with a co-handler"
    for part in parts:
        page = _page(_officer_of(part), part)
        assert part.unit_name in page
        # Every agency of the city is offered where it says whose the matter is instead.
        page = re.sub(r'<select name="to_unit".*?</select>', "", page, flags=re.DOTALL)
        assert [other.unit_name for other in parts if other.id != part.id and other.unit_name in page] == []


def test_another_agencys_question_and_evidence_are_not_told(city: None, db: None) -> None:
    opened = make.forwarded("street_light", now=timezone.now())
    lead, helper = make.case(opened).parts
    question = actions.ask_reporter(lead.id, words="Trụ số mấy?", now=timezone.now(), actor=make.officer(lead))
    actions.reply_question(question, words="Trụ 45.", now=timezone.now())
    key = make.photo(now=timezone.now())
    actions.accept_part(lead.id, now=timezone.now(), actor=make.officer(lead))
    actions.file_result(lead.id, note="Thay bóng rồi.", evidence=[key], now=timezone.now(), actor=make.officer(lead))
    page = _page(_officer_of(helper), helper)
    for word in ("Trụ số mấy?", "Trụ 45.", "Thay bóng rồi.", key, "Người phản ánh trả lời", "Gửi kết quả"):
        assert word not in page


def test_only_steps_that_the_state_allows_are_offered(officer: Client, part: PartFacts, send: Send) -> None:
    def offered() -> set[str]:
        page = _page(officer, part)
        names = ("accept", "result", "progress", "ask", "assign", "return")
        return {name for name in names if f'action="/agency/{part.id}/{name}/"' in page}

    assert offered() == {"accept", "ask", "assign", "return"}
    send(officer, part, "accept")
    assert offered() == {"result", "progress", "ask", "assign", "return"}


def test_a_result_sent_back_says_why_on_top(officer: Client) -> None:
    part = make.lead(make.with_results("pothole", now=timezone.now()))
    actions.return_result(part.id, reason="no_evidence", note="Ảnh quá tối.", now=timezone.now(), actor=make.DESK)
    page = _page(officer, part)
    assert "Trung tâm trả lại kết quả: cần làm lại" in page
    assert "Thiếu ảnh, tài liệu minh chứng" in page
    assert "Ảnh quá tối." in page


def test_the_head_of_the_agency_sees_it_too(head_id: int, part: PartFacts) -> None:
    assert part.unit_name in _page(signed_in(head_id), part)


def test_english_is_complete(officer: Client, part: PartFacts) -> None:
    officer.cookies["django_language"] = "en"
    page = _page(officer, part)
    assert "What is reported" in page
    assert "New, to be accepted" in page
    assert "Nhận việc" not in page


def test_the_level_of_the_matter_is_shown(officer: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now())
    part = make.lead(opened)
    assert "<dt>Mức độ</dt><dd>Bình thường</dd>" in _page(officer, part)
    actions.set_level(opened.request_id, level=Level.COMPLEX, now=timezone.now(), actor=make.OPERATOR)
    assert "<dt>Mức độ</dt><dd>Phức tạp</dd>" in _page(officer, part)


def _heading(browser: Client, part: PartFacts) -> str:
    found = re.search(r"<h1.*?</h1>", _page(browser, part), re.DOTALL)
    assert found is not None
    return found[0]


def test_a_later_directive_stands_by_its_name_beside_the_deadline_that_was_missed(officer: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - timedelta(days=60))
    (given,) = make.directed(opened, now=timezone.now() - timedelta(days=1))
    own, named, directed = _heading(officer, make.lead(opened)).partition(f'href="#directive-{given}"')
    assert named
    assert "Trễ" in own
    assert "Chỉ đạo:" in directed
    assert "Còn" in directed
    assert "Trễ" not in directed


def test_when_the_result_was_filed_the_directive_alone_is_left_until_it_is_lifted(officer: Client) -> None:
    opened = make.with_results("pothole", now=timezone.now() - timedelta(days=1))
    (given,) = make.directed(opened, now=timezone.now())
    assert f'href="#directive-{given}"' in _heading(officer, make.lead(opened))
    actions.lift_directive(given, note="Đã làm xong.", now=timezone.now(), actor=make.DESK)
    assert "#directive-" not in _heading(officer, make.lead(opened))


def test_why_a_report_on_a_directive_was_sent_back_stands_with_the_directive_until_the_next(officer: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - timedelta(days=1))
    (given,) = make.directed(opened, now=timezone.now())
    by = make.officer(make.lead(opened))
    actions.answer_directive(given, note="Đã làm xong.", now=timezone.now(), actor=by)
    actions.send_back_directive(given, note="Chưa thấy biên bản.", now=timezone.now(), actor=make.DESK)
    assert "Trung tâm trả lại báo cáo: Chưa thấy biên bản." in _page(officer, make.lead(opened))
    actions.answer_directive(given, note="Đây là biên bản.", now=timezone.now(), actor=by)
    assert "Trung tâm trả lại báo cáo" not in _page(officer, make.lead(opened))
