"""A report that is made by SMS, question by question; and what a person finishes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import (
    Conversation,
    Delivery,
    Message,
    ServiceRequest,
)
from hotline.casefile.queries.conversations import conversations_with_person
from hotline.casefile.threadtokens import map_token
from hotline.core.facts import Channel
from hotline.intake.citywords import CityWords
from hotline.notify.draining import Drain
from hotline.people.facts import Role
from tests import make
from tests.intake.relaying import heard, set_up
from tests.notify.test_draining import Phone
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("relay")


@pytest.fixture
def relay(city: str, db: None) -> None:
    set_up()


def test_a_report_is_made_question_by_question() -> None:
    assert heard("Đèn đường hư mấy đêm nay") == ["talk_service"]
    assert heard("1") == ["talk_service", "talk_place"]
    assert heard("12 Lê Lợi, phường Sài Gòn") == ["talk_service", "talk_place", "received"]
    request = ServiceRequest.objects.get()
    assert (request.channel, request.words, request.service_chosen) == ("sms", "Đèn đường hư mấy đêm nay", True)
    assert request.place_words == "12 Lê Lợi, phường Sài Gòn"
    assert Conversation.objects.get().request_id == request.pk
    assert set(Delivery.objects.exclude(channel="sms").values_list("state", "request_id")) == {("read", request.pk)}


UNANSWERED = [
    ("a number that was not offered", "9", "1022 chưa rõ bạn chọn loại nào. Xin trả lời bằng số:\n1. "),
    (
        "a point outside the city",
        {"text": "", "lat": 21.03, "lon": 105.85},
        "Vị trí bạn gửi nằm ngoài thành phố. Việc bạn báo thuộc",
    ),
]


@pytest.mark.parametrize(("what", "answer", "says"), UNANSWERED, ids=[row[0] for row in UNANSWERED])
def test_a_question_asked_again_says_why(what: str, answer: str | dict[str, Any], says: str) -> None:
    assert heard("Đèn đường hư mấy đêm nay", answer) == ["talk_service", "talk_service"]
    first, again = _told()
    assert first.startswith("Việc bạn báo thuộc loại nào? Xin trả lời bằng số:\n1. ")
    assert again.startswith(says)


def test_a_place_that_is_not_found_is_no_place_of_the_city() -> None:
    heard("Đèn đường hư mấy đêm nay", "1", "Cầu Giấy, Hà Nội")
    assert [text.split(" Xin gửi số nhà")[0] for text in _told()[1:]] == [
        "Việc này ở đâu?",
        "1022 chưa tìm thấy nơi đó trong thành phố.",
    ]


@pytest.mark.parametrize("answer", ["bỏ qua", "9"])
def test_a_ward_that_was_not_chosen_is_asked_for_with_why(answer: str) -> None:
    heard("Đèn đường hư mấy đêm nay", "1", "giữa phường Sài Gòn và phường Tân Định", answer)
    first, again = _told()[2:]
    assert first.startswith("Nơi đó thuộc phường, xã nào? Xin trả lời bằng số:\n1. ")
    assert again.startswith("1022 chưa rõ bạn chọn nơi nào. Xin trả lời bằng số:\n1. ")


def test_a_greeting_is_no_report() -> None:
    assert heard("Alo", "Xin chào!") == ["talk_words", "talk_words"]
    assert not Conversation.objects.exists()
    assert heard("Chào 1022, đèn đường hư mấy đêm nay")[-1] == "talk_service"
    assert heard("alo")[-1] == "talk_words"
    assert heard("1")[-1] == "talk_place"
    assert heard({"text": "Chào", "lat": 10.7769, "lon": 106.7009})[-1] == "received"


def test_the_place_may_be_chosen_on_a_page_of_their_own() -> None:
    heard("Đèn đường hư mấy đêm nay", "1")
    link = f"/place/{map_token(Conversation.objects.get().pk)}/"
    page = Client().get(link)
    assert page.status_code == 200
    assert "noindex" in page.headers["X-Robots-Tag"]
    asked = Client().post(link, {"words": "12 Lê Lợi", "area": "", "lat": "", "lon": "", "asked": ""})
    assert asked.status_code == 422
    found = Client().post(link, {"words": "12 Lê Lợi, phường Sài Gòn", "area": "", "lat": "", "lon": "", "find": "1"})
    assert found.context["form"].initial["area"] == make.SAI_GON
    done = Client().post(link, {"words": "12 Lê Lợi", "area": make.SAI_GON, "lat": "10.7769", "lon": "106.7009", "asked": "1"})
    assert done.status_code == 200
    request = ServiceRequest.objects.get()
    assert (request.lat, request.lon, request.place_words) == (10.7769, 106.7009, "12 Lê Lợi")
    assert Client().get(link).status_code == 410
    assert Client().get("/place/1.00000000000000000000000000000000/").status_code == 404


# ---- a report that a person finishes ------------------------------------------------------------------------------------------


def test_an_operator_opens_what_no_sort_fits() -> None:
    assert heard("Đèn đường hư ở phường Sài Gòn", "khác")[-1] == "talk_person"
    (talk,) = conversations_with_person()
    operator = signed_in(make_person("lan", Role.OPERATOR))
    refused = operator.post(f"/operator/messages/{talk.id}/", {"open": "1", "service": "rubbish", "ward": ""}, follow=True)
    assert "Hãy chọn phường, xã" in refused.content.decode()
    operator.post(f"/operator/messages/{talk.id}/", {"open": "1", "service": "rubbish", "ward": make.SAI_GON})
    request = ServiceRequest.objects.get()
    assert (request.service.code, request.area.code, request.channel) == ("rubbish", make.SAI_GON, "sms")  # type: ignore[union-attr]
    assert Message.objects.order_by("id").last().event == "received"  # type: ignore[union-attr]


def test_danger_is_an_operators_at_once_and_first() -> None:
    heard("Đèn hư", "khác")
    assert heard("Cháy nhà, cứu với", sender="0908369124")[-1] == "talk_danger"
    assert [talk.urgent for talk in conversations_with_person()] == [True, False]


def test_a_day_of_silence_leaves_it_with_an_operator() -> None:
    heard("Đèn đường hư")
    assert actions.hand_silent_over(before=timezone.now() - timedelta(days=1)) == 0
    assert actions.hand_silent_over(before=timezone.now() + timedelta(seconds=1)) == 1
    (talk,) = conversations_with_person()
    assert (talk.why, talk.messages[0].words) == ("silent", "Đèn đường hư")


def test_an_operator_writes_back_and_drops() -> None:
    heard("zzz", "qqq", "xxx")
    (talk,) = conversations_with_person()
    operator = signed_in(make_person("lan", Role.OPERATOR))
    operator.post(f"/operator/messages/{talk.id}/", {"write": "1", "words": "Anh cần gì ạ?"})
    phone = Phone()
    Drain("sms", phone).run(timezone.now() + timedelta(seconds=1))
    assert phone.taken[-1].text == "1022: Anh cần gì ạ?"
    operator.post(f"/operator/messages/{talk.id}/", {"drop": "1"})
    assert conversations_with_person() == ()


def test_a_photo_is_asked_for_where_the_service_does_and_the_channel_can_carry_it() -> None:
    assert CityWords("vi", Channel.ZALO).needs("illegal_dumping").photo  # type: ignore[union-attr]
    assert not CityWords("vi", Channel.SMS).needs("illegal_dumping").photo  # type: ignore[union-attr]
    assert not CityWords("vi", Channel.ZALO).needs("street_light").photo  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("Đèn hư ở phường Sài Gòn, ngay trước cổng trường", "street_light"),
        ("den duong hu truoc so 12 le loi, p sai gon, may dem roi", "street_light"),
        ("Chào tổng đài, ổ gà lớn trước nhà 45/8 QL1A gần chợ, xe máy té hoài", "pothole"),
    ],
)
def test_what_is_wrong_is_found_in_a_story_with_its_address(words: str, service: str) -> None:
    assert service in CityWords("vi", Channel.SMS).services(words)


def _told() -> list[str]:
    """Return the words of everything that they were told, in order."""
    phone = Phone()
    Drain("sms", phone).run(timezone.now() + timedelta(seconds=1))
    return [one.text for one in sorted(phone.taken, key=lambda one: one.id)]
