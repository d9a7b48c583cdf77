"""Each hotline's own way in: its page, its words, what it takes; and what becomes of what is sent there."""

import pytest
from django.test import Client

from hotline.casefile import queries
from hotline.casefile.models import ServiceRequest
from hotline.directory.queries import snapshot
from tests import make

from .webform import Visitor, text_of

pytestmark = pytest.mark.usefixtures("city", "db")
PARTY, QUESTIONS = "thanh-uy", "dich-vu-cong"
INTRO = "Bạn đang gửi tới Đường dây nóng Thành ủy."


def _at(stream: str) -> tuple[Visitor, str]:
    """Open the report page of a hotline, as its link on the page of contacts does."""
    visitor = Visitor()
    opened = visitor.get(f"?stream={stream}&")
    assert opened.status_code == 302
    return visitor, text_of(visitor.client.get(opened.headers["Location"]))


def test_a_hotline_has_its_own_page() -> None:
    _, page = _at(PARTY)
    assert INTRO in page
    assert '<input type="hidden" name="stream" value="thanh-uy">' in page
    assert "Gửi tới tổng đài thay vì đường dây này" in page


def test_the_centres_own_page_says_nothing_of_hotlines() -> None:
    for code in ("", "1022"):
        _, page = _at(code)
        assert 'name="stream"' not in page
        assert INTRO not in page


def test_what_is_sent_there_comes_in_there() -> None:
    visitor, _ = _at(PARTY)
    visitor.post("", service="pothole", words="Ổ gà lớn.", stream=PARTY)
    visitor.where()
    visitor.photos()
    visitor.slow_down()
    assert "Đường dây nóng Thành ủy" in text_of(visitor.get("who"))  # among what is looked over before it is sent
    visitor.who()
    request = ServiceRequest.objects.get()
    assert request.stream == PARTY
    sent = text_of(visitor.get("sent"))
    assert "Gửi tới Đường dây nóng Thành ủy" in sent
    assert "Phản ánh này không được công khai." in sent
    make.indexed()
    assert not queries.public_case(request.reference).case.is_open


def test_going_back_keeps_the_hotline() -> None:
    visitor, _ = _at(PARTY)
    visitor.post("", service="pothole", words="Ổ gà lớn.", stream=PARTY)
    assert INTRO in text_of(visitor.get(""))


def test_a_mistake_keeps_the_hotline() -> None:
    visitor, _ = _at(PARTY)
    assert INTRO in text_of(visitor.post("", words="Ổ gà lớn.", stream=PARTY))


def test_a_hotline_offers_what_it_takes_and_nothing_else() -> None:
    visitor, page = _at(QUESTIONS)
    assert page.count('name="service"') == 1
    assert 'value="public_service_question"' in page
    assert "Đường dây này chỉ nhận những việc sau." in page
    refused = visitor.post("", service="pothole", words="Ổ gà lớn.", stream=QUESTIONS)
    assert refused.status_code == 422
    assert "Loại việc này không có trong danh sách." in text_of(refused)


def test_a_link_to_a_hotline_that_there_is_not_says_so() -> None:
    _, page = _at("mat-tran")
    assert "không còn nhận phản ánh ở đây. Trang này gửi tới tổng đài." in page
    assert 'name="stream"' not in page


def test_what_was_meant_for_a_hotline_that_is_gone_goes_nowhere_unasked() -> None:
    visitor, _ = _at(PARTY)
    answer = visitor.post("", service="pothole", words="Ổ gà lớn.", stream="mat-tran")
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Muốn gửi tới tổng đài thì bấm Tiếp tục lần nữa." in page
    assert 'name="stream"' not in page
    assert "Ổ gà lớn." in page
    assert not ServiceRequest.objects.exists()


def test_it_is_in_english_too() -> None:
    page = Client(headers={"accept-language": "en"}).get(f"/report/?stream={PARTY}", follow=True).content.decode()
    assert "You are writing to the hotline of the City Party Committee." in page
    assert "Send to the centre instead of this hotline" in page


def test_open311_opens_cases_of_the_centres_own_hotline() -> None:
    assert make.case(make.report()).request.stream == snapshot().centre.own_stream.code
