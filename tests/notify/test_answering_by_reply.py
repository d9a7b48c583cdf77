"""Whoever reported by a channel may answer on it: what we send says so, as a plain telephone opens no link."""

import pytest

from hotline.casefile import actions, queries
from hotline.core.facts import Channel
from hotline.notify.composing import composed
from hotline.notify.smstext import sms_parts, without_accents
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
REPLY, OPEN_LINK = "Xin trả lời tin này, hoặc tại: http", ": Ở số nhà mấy? Trả lời tại: http"


@pytest.mark.parametrize(("came_by", "words"), [(Channel.SMS, REPLY), (Channel.WEB, OPEN_LINK)])
def test_a_question_says_how_to_answer_it(came_by: Channel, words: str) -> None:
    opened = make.report(channel=came_by)
    actions.ask(opened.request_id, words="Ở số nhà mấy?", now=make.NOW, actor=make.OPERATOR)
    (asked,) = [text for event, text in _sent() if event == "asked"]
    assert words in asked


@pytest.mark.parametrize(("came_by", "says_so"), [(Channel.SMS, True), (Channel.WEB, False)])
def test_an_answer_says_how_to_report_that_it_is_not_done(came_by: Channel, says_so: bool) -> None:
    make.answered(channel=came_by)
    (answered,) = [text for event, text in _sent() if event == "answered"]
    assert ("nhắn CHƯA XONG" in answered) is says_so
    assert ("báo chưa xong: http" in answered) is not says_so


LONG = (
    "Đội thoát nước đã nạo vét hố ga trước số 12 Lê Lợi, thay nắp bị vỡ và dựng rào chắn. "
    "Chiều mai đội trở lại kiểm tra sau mưa, xin bà con đi chậm tại đây."
)


@pytest.mark.parametrize("came_by", [Channel.SMS, Channel.WEB])
def test_a_long_answer_stands_whole_in_the_parts_that_are_allowed(came_by: Channel) -> None:
    make.answer(make.with_results(channel=came_by), words=LONG)
    (answered,) = [text for event, text in _sent() if event == "answered"]
    assert without_accents(LONG) in answered
    assert sms_parts(answered) <= 3


def _sent() -> list[tuple[str, str]]:
    leased = actions.lease_messages(["sms"], limit=20, now=make.NOW + make.minutes(600))
    hands = queries.in_hand(leased)
    return [(message.event, composed(message, hands[message.id]).text) for message in leased]
