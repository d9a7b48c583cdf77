"""The one answer: from a template, to the citizen first, to everyone second."""

import html

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.facts import Opened
from hotline.core.status import AnswerState, Phase
from tests import make
from tests.answering.conftest import Send, deliver, page_of

WORDS = "Trung tâm đã vá xong ổ gà sáng nay."


def _state(opened: Opened) -> AnswerState | None:
    answer = make.case(opened).answer
    return answer.state if answer else None


def test_a_template_begins_the_answer_with_what_is_known(desk: Client, done: Opened) -> None:
    page = html.unescape(desk.get(f"/synthesis/{done.reference}/?beginning=road_repaired").content.decode())
    assert f"{make.lead(done).unit_name} đã sửa [chỗ hư] tại 12 Lê Lợi ngày [ngày]" in page


def test_templates_of_other_services_are_not_offered(desk: Client, done: Opened) -> None:
    page = page_of(desk, done)
    assert "beginning=road_repaired" in page
    assert "beginning=done" in page
    assert "beginning=light_repaired" not in page


def test_saving_a_draft_tells_nobody(desk: Client, done: Opened, send: Send) -> None:
    told = len(make.case(done).messages)
    assert send(desk, done, "draft", step="save", words=WORDS, public_words="Đã vá xong.").status_code == 302
    answer = make.case(done).answer
    assert answer is not None
    assert (answer.state, answer.latest.words, answer.latest.public_words) == (AnswerState.DRAFT, WORDS, "Đã vá xong.")
    assert len(make.case(done).messages) == told
    assert WORDS in page_of(desk, done)


def test_sending_replies_to_the_citizen(desk: Client, done: Opened, send: Send) -> None:
    assert send(desk, done, "draft", step="send", words=WORDS, public_words="").status_code == 302
    case = make.case(done)
    assert (_state(done), case.request.phase) == (AnswerState.SENT, Phase.RESOLVED)
    assert "answered" in [message.event for message in case.messages]
    assert queries.public_case(done.reference).case.answer is None


def test_an_answer_with_blanks_is_not_sent(desk: Client, done: Opened, send: Send) -> None:
    answer = send(desk, done, "draft", step="send", words="[Đơn vị] đã làm xong [việc gì]. Số […] đã che.")
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert "Còn chỗ chưa viết: [Đơn vị], [việc gì]" in page
    assert _state(done) is None


@pytest.mark.parametrize("words", ["", "   ", "\u200b\u00ad"])
def test_an_answer_needs_words(words: str, desk: Client, done: Opened, send: Send) -> None:
    for step in ("save", "send"):
        answer = send(desk, done, "draft", step=step, words=words)
        assert answer.status_code == 422
        assert "Hãy viết lời trả lời." in answer.content.decode()
    assert _state(done) is None


def test_nothing_is_sent_while_an_agency_still_works(desk: Client, filed: Opened, send: Send) -> None:
    page = page_of(desk, filed)
    unit = make.lead(filed).unit_name
    assert f"Còn chờ {unit}." in page
    answer = send(desk, filed, "draft", step="send", words=WORDS)
    assert answer.status_code == 409
    shown = html.unescape(answer.content.decode())
    assert f"còn chờ {unit}" in shown
    assert WORDS in shown, "what was typed is there"
    assert _state(filed) is None, "nothing was kept either: both or neither"


def test_two_people_writing_one_answer(desk: Client, done: Opened, send: Send) -> None:
    seen = make.case(done).request.version
    actions.draft_answer(done.request_id, words="Bản của Bình.", public_words="", now=timezone.now(), actor=make.DESK)
    answer = send(desk, done, "draft", step="send", version=seen, words=WORDS, public_words="Đã vá.")
    assert answer.status_code == 409
    page = html.unescape(answer.content.decode())
    assert "Hồ sơ vừa có thay đổi" in page
    assert WORDS in page
    assert "Đã vá." in page
    current = make.case(done).answer
    assert current is not None
    assert current.latest.words == "Bản của Bình."


def test_the_public_words_start_from_the_reply_with_hints_marked(desk: Client, done: Opened, send: Send) -> None:
    words = "Đã gọi anh Nam 0908 369 123, anh xác nhận xong."
    shown = html.unescape(send(desk, done, "draft", step="strike", words=words, public_words="").content.decode())
    assert '<mark title="số điện thoại">0908 369 123</mark>' in shown
    struck = send(desk, done, "draft", step="strike", words=words, public_words=words, strike=["0908 369 123"])
    assert struck.status_code == 200
    page = html.unescape(struck.content.decode())
    assert "Đã gọi anh Nam […], anh xác nhận xong.</textarea>" in page
    assert words in page, "the citizen's own words stay whole"
    assert _state(done) is None, "striking out keeps nothing"


def test_a_hint_that_was_not_chosen_stays(desk: Client, done: Opened, send: Send) -> None:
    words = "Xe 59F1-234.56, gọi 0908 369 123."
    struck = send(desk, done, "draft", step="strike", words=words, public_words=words, strike=["0908 369 123"])
    assert "Xe 59F1-234.56, gọi […].</textarea>" in html.unescape(struck.content.decode())


# Send first, publish second -----------------------------------------------------------------------------------------


def test_publishing_waits_for_the_reply(desk: Client, sent: Opened, send: Send) -> None:
    page = page_of(desk, sent)
    assert "Trả lời trước, công khai sau" in page
    assert "Đang chờ: tin nhắn SMS đến 0908 369 …" in page
    assert 'value="publish" disabled' in page
    answer = send(desk, sent, "publish", step="publish", public_words="Đã vá xong.")
    assert answer.status_code == 409
    shown = html.unescape(answer.content.decode())
    assert "Chưa công khai được: tin trả lời chưa gửi xong." in shown
    assert "Đã vá xong.</textarea>" in shown
    assert _state(sent) is AnswerState.SENT
    assert queries.public_case(sent.reference).case.answer is None


def test_publishing_after_the_reply_left(desk: Client, sent: Opened, send: Send) -> None:
    deliver(sent)
    assert 'value="publish" disabled' not in page_of(desk, sent)
    assert send(desk, sent, "publish", step="publish", public_words="Đã vá xong ổ gà.").status_code == 302
    assert _state(sent) is AnswerState.PUBLISHED
    public = queries.public_case(sent.reference).case.answer
    assert public is not None
    assert [version.words for version in public] == ["Đã vá xong ổ gà."]
    assert "Đã vá xong ổ gà." in page_of(desk, sent)


def test_a_reply_whose_channel_is_dead_counts_with_its_reason_shown(desk: Client, sent: Opened, send: Send) -> None:
    for message in make.case(sent).messages:
        actions.mark_dead(message.id, reason="no-address")
    page = page_of(desk, sent)
    assert "Không gửi được: không còn cách liên lạc với người nhận. Coi như đã trả lời." in page
    assert send(desk, sent, "publish", step="publish", public_words="Đã vá xong.").status_code == 302
    assert _state(sent) is AnswerState.PUBLISHED


def test_who_left_no_way_to_be_reached_has_been_answered(desk: Client, city: None, send: Send) -> None:
    opened = make.answered("pothole", now=timezone.now() - make.minutes(300), contact=None)
    assert "Người phản ánh không để lại cách liên hệ" in page_of(desk, opened)
    assert send(desk, opened, "publish", step="publish", public_words="Đã vá xong.").status_code == 302


def test_what_looks_personal_is_published_only_when_somebody_looked(desk: Client, sent: Opened, send: Send) -> None:
    deliver(sent)
    words = "Đội xe 59F1-234.56 đã vá xong."
    answer = send(desk, sent, "publish", step="publish", public_words=words)
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert "Còn 1 chỗ giống thông tin cá nhân." in page
    assert '<mark title="biển số xe">59F1-234.56</mark>' in page
    assert _state(sent) is AnswerState.SENT
    assert send(desk, sent, "publish", step="publish", public_words=words, seen="on").status_code == 302
    assert _state(sent) is AnswerState.PUBLISHED


@pytest.mark.parametrize("service", ["hardship", "late_dossier"])
def test_a_service_that_is_never_published_has_no_form_and_says_why(service: str, desk: Client, city: None, send: Send) -> None:
    opened = make.answered(service, now=timezone.now() - make.minutes(300))
    deliver(opened)
    page = page_of(desk, opened)
    assert "Lĩnh vực này không bao giờ công khai" in page
    assert f"/answering/{opened.reference}/publish/" not in page
    assert f"/answering/{opened.reference}/report/" not in page
    answer = send(desk, opened, "publish", step="publish", public_words="Đã xong.")
    assert answer.status_code == 409
    assert "không bao giờ công khai" in answer.content.decode()
    assert queries.public_case(opened.reference).case.answer is None


def test_sent_answers_are_not_written_again(desk: Client, sent: Opened, send: Send) -> None:
    before = make.case(sent)
    answer = send(desk, sent, "draft", step="send", words=WORDS)
    assert answer.status_code == 409
    assert "đã trả lời người dân" in html.unescape(answer.content.decode())
    assert make.case(sent) == before
