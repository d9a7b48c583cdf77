"""Before a report is sent, what is known already is shown, and "me too" joins it. Public facts only, without JavaScript."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import ServiceRequest
from hotline.directory.queries import snapshot
from tests import make
from tests.intake.webform import WHO, Visitor, path_of, text_of

pytestmark = pytest.mark.usefixtures("city", "db")
WORDS = "Nước ngập tới đầu gối trước chợ Bến Thành, xe chết máy hàng loạt."
SECRET = "Tôi ở số 45/8 hẻm 12, tên Mai Canary."
QUESTION = "Có phải là việc này không?"


def known(*, approved: bool = True, service: str = "flooding", **changes: Any) -> Opened:
    now = timezone.now() - timedelta(minutes=40)
    contact = ContactDraft(name="Mai Canary", phone="0911222333")
    opened = make.report(service, now=now, **{"words": f"{WORDS} {SECRET}", "contact": contact, **changes})
    if approved:
        actions.approve_public_words(opened.request_id, words=WORDS, place="chợ Bến Thành", now=now, actor=make.OPERATOR)
    make.indexed()
    return opened


def at_the_end(
    *, service: str = "flooding", words: str = "Ngập nước quá gối trước chợ Bến Thành", language: str = "vi"
) -> Visitor:
    area = snapshot().areas[make.SAI_GON]
    visitor = Visitor(language=language)
    visitor.what(service, words)
    visitor.where(area=make.SAI_GON, words="trước chợ", lat=f"{area.lat + 0.0005}", lon=f"{area.lon}")
    visitor.photos()
    visitor.slow_down()
    return visitor


def newest() -> ServiceRequest:
    return ServiceRequest.objects.latest("id")


def test_what_is_known_is_asked_before_sending() -> None:
    report = known()
    page = text_of(at_the_end().get("who"))
    assert QUESTION in page
    assert f'value="{report.reference}"' in page
    assert "chợ Bến Thành" in page
    assert re.search(r"cách khoảng (50|100) m", page)
    assert f'href="/cases/{report.reference}/"' in page
    assert re.search(r'name="same_as" value="" id="id_same_as" checked', page)


def test_nothing_that_is_not_public_is_shown() -> None:
    known()
    page = text_of(at_the_end().get("who"))
    assert QUESTION in page
    assert not any(words in page for words in ("45/8", "hẻm 12", "Canary", "0911"))


def test_nothing_is_asked_where_nothing_public_is_like_it() -> None:
    known(approved=False)
    page = text_of(at_the_end().get("who"))
    assert QUESTION not in page
    known(service="pothole", words="Ổ gà")
    assert QUESTION not in text_of(at_the_end().get("who"))


def test_me_too_sends_a_report_of_its_own_that_is_handled_together() -> None:
    report = known()
    visitor = at_the_end()
    assert path_of(visitor.who(**WHO, same_as=report.reference)) == "/report/sent/"
    mine = newest()
    assert mine.master_id == report.request_id
    assert mine.reference != report.reference
    page = text_of(visitor.get("sent"))
    assert "Phản ánh của bạn được xử lý chung với" in page
    assert "Hạn trả lời" not in page
    assert path_of(visitor.who(**WHO, same_as=report.reference)) == "/report/sent/"
    assert newest() == mine


def test_me_too_with_words_of_danger_is_looked_at_by_a_person() -> None:
    report = known()
    visitor = at_the_end(words="Ngập nước trước chợ Bến Thành, có người bị điện giật")
    visitor.who(**WHO, same_as=report.reference)
    assert newest().master_id is None
    assert "Tổng đài sẽ xem phản ánh của bạn có cùng việc với" in text_of(visitor.get("sent"))


def test_no_is_a_report_like_any_other() -> None:
    known()
    visitor = at_the_end()
    visitor.who(**WHO, same_as="")
    assert newest().master_id is None
    assert "Bạn cũng gặp việc này" not in text_of(visitor.get("sent"))


@pytest.mark.parametrize("what", ["unknown", "hidden", "answered", "long"])
def test_what_was_not_offered_cannot_be_joined(what: str) -> None:
    report = known()
    hidden = known(approved=False)
    if what == "answered":
        actions.answer_at_once(report.request_id, words="Nước đã rút.", now=timezone.now(), actor=make.OPERATOR)
        make.indexed()
    said = {"unknown": "1022-0000-XXXX-X", "hidden": hidden.reference, "answered": report.reference, "long": "x" * 400}[what]
    before = ServiceRequest.objects.count()
    visitor = at_the_end()
    response = visitor.who(**WHO, same_as=said)
    assert response.status_code == 422
    page = text_of(response)
    assert ("Dài quá" if what == "long" else "Phản ánh bạn chọn vừa xong hoặc không còn gần giống.") in page
    assert make.PHONE in page
    assert ServiceRequest.objects.count() == before
    visitor.slow_down()
    assert path_of(visitor.who(**WHO, same_as="")) == "/report/sent/"


def test_what_was_chosen_is_kept_when_something_else_is_missing() -> None:
    report = known()
    page = text_of(at_the_end().who(phone="12", same_as=report.reference))
    assert re.search(rf'value="{report.reference}" id="id_same_as_0" checked', page)


def test_the_same_form_with_another_choice_is_not_the_same() -> None:
    report = known()
    visitor = at_the_end()
    visitor.who(**WHO, same_as="")
    assert visitor.who(**WHO, same_as=report.reference).status_code == 422
    assert newest().master_id is None


def test_it_speaks_english() -> None:
    known()
    page = text_of(at_the_end(language="en").get("who"))
    assert "Is it this?" in page
    assert "Yes, me too:" in page


def test_danger_is_never_asked_about() -> None:
    code = next(one.code for one in snapshot().services.values() if "emergency" in one.kinds)
    visitor = at_the_end(service=code)
    assert QUESTION not in text_of(visitor.get("who"))
