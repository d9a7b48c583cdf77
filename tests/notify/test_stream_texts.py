"""What a hotline says in its own words to citizens; everything else is said as to all."""

from dataclasses import replace

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.queries import InHand
from hotline.notify.composing import composed
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
OWN, GENERAL = "Đường dây nóng Thành ủy đã tiếp nhận phản ánh", "1022 đã tiếp nhận phản ánh"


@pytest.mark.parametrize(
    ("said", "stream", "language", "words"),
    [
        ("its own words", "thanh-uy", "vi", OWN),
        ("its own words in English", "thanh-uy", "en", "The City Party Committee's hotline has received report"),
        ("one that has none says what is said to all", "hdnd", "vi", GENERAL),
        ("the centre's own", "", "vi", GENERAL),
    ],
)
def test_what_a_citizen_is_told(said: str, stream: str, language: str, words: str) -> None:
    make.report(stream=stream, language=language)
    assert words in "".join(_sent()), said


def test_an_agency_is_told_as_of_any_other_case() -> None:
    opened = make.forwarded(stream="thanh-uy")
    assert make.case(opened).request.stream == "thanh-uy"
    assert not [text for text in _sent() if "Thành ủy" in text and "đã tiếp nhận" not in text]


def test_a_case_of_a_stream_that_the_profile_has_no_longer_is_told_as_to_all() -> None:
    make.report(stream="thanh-uy")
    message = actions.lease_messages(["sms"], limit=1, now=make.NOW + make.minutes(1))[0]
    hand = queries.in_hand([message])[message.id]
    assert hand.case is not None
    gone: InHand = replace(hand, case=replace(hand.case, stream="mat-tran"))
    assert GENERAL in composed(message, gone).text


def _sent() -> list[str]:
    leased = actions.lease_messages(["sms", "email"], limit=20, now=make.NOW + make.minutes(10))
    hands = queries.in_hand(leased)
    return [composed(message, hands[message.id]).text for message in leased]
