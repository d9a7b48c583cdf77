"""The one inbound way, by its own door: what is delivered is kept, acknowledged, then understood and answered."""

import base64
import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import (
    Contact,
    Conversation,
    Delivery,
    Incoming,
    Message,
    RefusedDeliveries,
    Reporter,
    ServiceRequest,
)
from hotline.casefile.queries.conversations import conversations_with_person, incoming_in_doubt
from hotline.casefile.threadtokens import map_token
from hotline.core.facts import SYSTEM, Channel
from hotline.directory.queries import snapshot
from hotline.intake import conversing
from hotline.intake.channels import relay as relay_file
from hotline.intake.reading import read_kept
from hotline.notify.draining import Drain
from hotline.notify.outgoing import Accepted, Rejected
from hotline.people.facts import Role
from tests import make
from tests.intake.relaying import PHONE, SECRET, heard, post, read_all, said, set_up
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


# ---- at the door -----------------------------------------------------------------------------------------------------------

ONE = {"messages": [{"id": "1", "from": PHONE, "text": "Đèn hư"}]}
REFUSED = [
    ("no signature", lambda: post(ONE, signature=""), 401, "unsigned"),
    ("half a signature", lambda: post(ONE, signature="t=1772416800"), 401, "unsigned"),
    ("a signature of somebody else", lambda: post(ONE, secret="khác"), 403, "wrong_signature"),
    (
        "a signature that is no text",
        lambda: post(ONE, signature="t=1772416800,v1=\u1ec7".encode().decode("latin-1")),
        403,
        "wrong_signature",
    ),
    ("an old one, rightly signed", lambda: post(ONE, at=timezone.now() - timedelta(hours=1)), 403, "stale"),
    ("one of tomorrow", lambda: post(ONE, at=timezone.now() + timedelta(days=1)), 403, "stale"),
    ("20 MB", lambda: post(b"x" * 20_000_000), 413, "too_big"),
    ("by GET", lambda: Client().get("/in/relay/"), 405, "wrong_method"),
    ("a channel that is not set up", lambda: Client().post("/in/zalo/", b"{}", content_type="application/json"), 503, "off"),
    ("a channel that is none", lambda: Client().post("/in/fax/", b"{}", content_type="application/json"), 404, "unknown"),
]


@pytest.mark.parametrize(("what", "deliver", "status", "why"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused_is_counted_and_not_kept(what: str, deliver: Any, status: int, why: str) -> None:
    assert deliver().status_code == status
    assert list(RefusedDeliveries.objects.values_list("reason", "count")) == [(why, 1)]
    assert not Delivery.objects.exists()


def test_repeats_change_nothing() -> None:
    for _repeat in range(3):
        assert post(ONE).status_code == 200
        read_all()
    assert post(ONE).status_code == 200
    read_all()
    assert (Delivery.objects.count(), Incoming.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_shuffled_and_repeated_messages_come_to_the_same_report() -> None:
    begun = timezone.now() - timedelta(minutes=5)
    texts = ["Đèn đường hư mấy đêm nay", "1", "12 Lê Lợi, phường Sài Gòn"]
    whole = [{"id": f"s{n}", "text": text, "at": (begun + timedelta(seconds=n)).isoformat()} for n, text in enumerate(texts)]
    shuffled = whole * 3
    random.Random(7).shuffle(shuffled)
    for message in shuffled:
        assert said(message).status_code == 200
    read_all()
    request = ServiceRequest.objects.get()
    assert (request.words, request.place_words) == (texts[0], texts[2])


def test_a_message_that_comes_late_takes_its_place() -> None:
    begun = timezone.now() - timedelta(minutes=5)
    said({"id": "b", "text": "mấy đêm rồi", "at": (begun + timedelta(seconds=9)).isoformat()})
    read_all()
    said({"id": "a", "text": "Đèn đường hư", "at": begun.isoformat()})
    read_all()
    heard("1", "12 Lê Lợi, phường Sài Gòn")
    assert ServiceRequest.objects.get().words == "Đèn đường hư\nmấy đêm rồi"


def test_several_of_one_request_and_of_several_senders_are_each_one_delivery() -> None:
    three = [{"id": str(n), "from": f"090836912{n}", "text": "Đèn hư"} for n in range(3)]
    assert post({"messages": three}).status_code == 200
    read_all()
    assert Delivery.objects.count() == Conversation.objects.count() == 3


# ---- what cannot be read ---------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_set_aside_and_read_again_after_a_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    supervisor = signed_in(make_person("thao", Role.SUPERVISOR))
    said({"id": "zone", "text": "Đèn hư", "at": "2026-03-02T09:00:00"}, {"id": "good", "text": "Rác đầy"})
    read_all()
    assert set(Delivery.objects.values_list("state", "reason")) == {("unreadable", "zone"), ("read", "")}
    page = supervisor.get("/supervisor/deliveries/").content.decode()
    assert "Thời điểm không ghi múi giờ." in page
    assert "Đèn hư" not in page
    monkeypatch.setattr(relay_file, "_moment", lambda _text: timezone.now())
    aside = Delivery.objects.get(state="unreadable")
    assert supervisor.post(f"/supervisor/deliveries/{aside.pk}/again/", follow=True).status_code == 200
    read_all()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"read"}
    assert Incoming.objects.count() == 2


@pytest.mark.parametrize("body", [b"rubbish", b"[]", b'{"messages": [{"id": "x"}, 3]}', b'{"messages": 5}', b"\xff\xfe"])
def test_rubbish_that_is_rightly_signed_is_kept_for_a_person(body: bytes) -> None:
    assert post(body).status_code == 200
    read_all()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"unreadable"}


@pytest.mark.parametrize("sender", ["VIETTEL", "12", "", "0908"])
def test_a_number_that_is_no_number_is_kept_for_a_person(sender: str) -> None:
    assert said({"text": "Khuyến mãi"}, sender=sender).status_code == 200
    read_all()
    assert list(Delivery.objects.values_list("state", "reason")) == [("unreadable", "sender")]


def test_a_fault_of_ours_sets_one_message_aside_after_five_tries_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversing, "_ASKS", {})
    said({"text": "Đèn hư"})
    now = timezone.now()
    for step in range(6):
        read_kept(now + timedelta(minutes=3 * step))
    assert list(Delivery.objects.values_list("state", "reason", "tries")) == [("unreadable", "fault:KeyError", 5)]
    monkeypatch.undo()
    assert heard("Rác đầy đường") == ["talk_service"]


def test_a_photo_behind_a_link_that_points_inside_is_not_fetched() -> None:
    heard({"text": "Đèn hư", "media": [{"type": "image/jpeg", "url": "https://127.0.0.1/secret"}]})
    assert list(Incoming.objects.values_list("photos", "lost")) == [([], 1)]


def test_photos_of_messages_are_the_cases() -> None:
    taken = {"type": "image/jpeg", "base64": base64.b64encode(make.jpeg()).decode()}
    heard({"text": "Đèn đường hư", "media": [taken]}, "1", "12 Lê Lợi, phường Sài Gòn")
    request = ServiceRequest.objects.get()
    assert request.attachments.count() == 1


# ---- a case that there is --------------------------------------------------------------------------------------------------


def opened_by_sms() -> Opened:
    return make.forwarded("pothole", now=timezone.now() - timedelta(hours=5))


def test_a_word_more_joins_the_one_open_case_and_new_begins_another() -> None:
    opened = opened_by_sms()
    assert heard("Hố to hơn rồi")[-1] == "talk_joined"
    assert Incoming.objects.get().request_id == opened.request_id
    assert make.case(opened).events[-1].name == "reporter_wrote"
    assert make.case(opened).events[-1].note == "Hố to hơn rồi"
    assert heard("MỚI: đèn đường hư")[-1] == "talk_service"
    assert Conversation.objects.get().request_id is None


def test_the_answer_to_a_question_is_its_reply() -> None:
    opened = make.report("pothole", now=timezone.now() - timedelta(hours=1))
    actions.ask(opened.request_id, words="Gần số nhà nào?", now=timezone.now(), actor=make.OPERATOR)
    heard("Trước số 12")
    (question,) = make.case(opened).questions
    assert question.reply == "Trước số 12"
    assert make.case(opened).request.screening == "received"


def test_not_done_and_stars_after_the_answer() -> None:
    opened = make.answered("pothole", now=timezone.now() - timedelta(hours=5))
    heard("4")
    assert {part.rating for part in make.case(opened).parts} == {4}
    heard("CHƯA XONG, vẫn còn hố")
    assert make.case(opened).request.round == 2


def test_between_two_cases_a_person_decides_by_one_key() -> None:
    first, second = opened_by_sms(), make.forwarded("rubbish", now=timezone.now() - timedelta(hours=2))
    assert heard("Vẫn chưa thấy ai tới")[-1] == "talk_person"
    operator = signed_in(make_person("lan", Role.OPERATOR))
    assert "1 tin nhắn, thư đang chờ người xem" in operator.get("/operator/").content.decode()
    page = operator.get("/operator/messages/").content.decode()
    assert "Vẫn chưa thấy ai tới" in page
    assert PHONE not in page
    (doubt,) = incoming_in_doubt()
    address = f"/operator/messages/m/{doubt.id}/"
    assert operator.post(address, {"join": second.reference}, follow=True).status_code == 200
    assert make.case(second).events[-1].note == "Vẫn chưa thấy ai tới"
    assert make.case(first).events[-1].name != "reporter_wrote"
    again = operator.post(address, {"new": "1"}, follow=True).content.decode()
    assert "vừa được người khác xử lý" in again
    assert Conversation.objects.count() == 0


def test_a_doubt_may_be_a_new_report() -> None:
    opened_by_sms()
    make.forwarded("rubbish", now=timezone.now() - timedelta(hours=2))
    heard("Đèn đường hư ở đầu hẻm")
    operator = signed_in(make_person("lan", Role.OPERATOR))
    (doubt,) = incoming_in_doubt()
    operator.post(f"/operator/messages/m/{doubt.id}/", {"new": "1"})
    assert Message.objects.order_by("id").last().event == "talk_service"  # type: ignore[union-attr]
    heard("1", "12 Lê Lợi, phường Sài Gòn")
    assert ServiceRequest.objects.get(channel="sms").words == "Đèn đường hư ở đầu hẻm"


def test_agencies_are_nobody_who_may_see_messages() -> None:
    unit = next(iter(snapshot().units.values()))
    officer = signed_in(make_person("be", Role.FOCAL_POINT, unit_id=unit.id))
    assert officer.get("/operator/messages/").status_code == 403
    assert officer.get("/supervisor/deliveries/").status_code == 403


# ---- a report that a person finishes ---------------------------------------------------------------------------------------


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


# ---- orders, and who wants no messages ---------------------------------------------------------------------------------------


def test_orders_with_tones_and_without() -> None:
    opened = opened_by_sms()
    assert heard("huy")[-1] == "talk_nothing"
    assert heard("TRO GIUP")[-1] == "talk_help"
    assert heard(f"tra cuu {opened.reference.lower()}")[-1] == "talk_state"
    assert heard("tra cuu 1022-2603-AAAA-AAAA-A")[-1] == "talk_unknown"
    assert heard("Đèn hư", sender="0908369124")[-1] == "talk_service"
    assert heard("Hủy", sender="0908369124")[-1] == "talk_cancelled"
    assert not Conversation.objects.filter(ended_at__isnull=True).exists()


def test_stop_silences_the_old_case_and_not_the_answer_to_a_new_report() -> None:
    opened = make.report("pothole", now=timezone.now() - timedelta(days=2))
    heard("DỪNG")
    actions.forward(opened.request_id, now=timezone.now(), actor=make.OPERATOR)
    actions.ask_reporter(make.lead(opened).id, words="Gần số nhà nào?", now=timezone.now(), actor=make.officer(make.lead(opened)))
    heard("MỚI đèn đường hư", "1", "12 Lê Lợi, phường Sài Gòn")
    phone = Phone()
    Drain("sms", phone).run(timezone.now() + timedelta(seconds=1))
    told = Message.objects.filter(request_id=opened.request_id, reporter__isnull=False)
    assert {one.reason for one in told if one.state == "dead"} == {"opted-out"}
    new = ServiceRequest.objects.get(channel="sms")
    assert Message.objects.get(request=new, event="received").state == "sent"
    assert heard("NHẬN TIN")[-1] == "talk_started"


# ---- the way out -------------------------------------------------------------------------------------------------------------


def test_choices_are_numbered_in_an_sms() -> None:
    heard("Đèn đường hư mấy đêm nay")
    phone = Phone()
    Drain("sms", phone).run(timezone.now() + timedelta(seconds=1))
    (sms,) = phone.taken
    first, *lines = sms.text.splitlines()
    assert first == "Việc bạn báo thuộc loại nào? Xin trả lời bằng số:"
    assert lines[0].startswith("1. Đèn")
    assert lines[-1] == f"{len(lines)}. Việc khác"
    assert [choice.code for choice in sms.choices][-1] == "other"


def test_what_one_channel_will_not_take_goes_by_the_next() -> None:
    contact = ContactDraft(phone=PHONE, email=make.EMAIL)
    make.report("pothole", now=timezone.now(), contact=contact)
    Drain("sms", Phone(say=lambda _outgoing: Rejected("no-such-number"))).run(timezone.now() + timedelta(seconds=1))
    box = Phone()
    Drain("email", box).run(timezone.now() + timedelta(seconds=1))
    assert [letter.to for letter in box.taken] == [make.EMAIL]
    assert Message.objects.get().state == "sent"


def test_an_account_past_two_to_the_53_is_answered_where_it_wrote() -> None:
    point = Point(Channel.ZALO, "9007199254740993123")
    opened = make.report("pothole", now=timezone.now(), channel=Channel.ZALO, contact=ContactDraft(account=point))
    chat = Phone()
    Drain("zalo", chat).run(timezone.now() + timedelta(seconds=1))
    (message,) = chat.taken
    assert message.to == "9007199254740993123"
    assert opened.reference in message.text
    (sent,) = queries.case_file(opened.reference).messages
    assert sent.recipient == "900…"


def test_a_receipt_is_kept_and_never_outweighed_by_an_earlier_one() -> None:
    make.report("pothole", now=timezone.now())
    Drain("sms", Phone(say=lambda outgoing: Accepted(f"smsc-{outgoing.id}"))).run(timezone.now() + timedelta(seconds=1))
    message = Message.objects.get()
    for number, state in enumerate(("delivered", "buffered")):
        post({"receipts": [{"id": f"r{number}", "message": message.pk, "state": state, "code": "DELIVRD"}]})
        read_all()
    message.refresh_from_db()
    assert (message.receipt, message.receipt_code) == ("delivered", "DELIVRD")


def test_an_operator_writes_from_the_case_and_reads_the_answer_in_one_thread() -> None:
    heard("Đèn đường hư mấy đêm nay", "1", "12 Lê Lợi, phường Sài Gòn")
    reference = ServiceRequest.objects.get().reference
    operator = signed_in(make_person("lan", Role.OPERATOR))
    page = operator.get(f"/operator/{reference}/").content.decode()
    assert "Trao đổi với người dân" in page
    form = {"words": "Đèn ở đầu hay cuối hẻm ạ?", "version": "1", "seen": "", "desk": "operator"}
    done = operator.post(f"/triage/{reference}/write/", form, follow=True).content.decode()
    assert "Đã gửi lời nhắn." in done
    phone = Phone()
    Drain("sms", phone).run(timezone.now() + timedelta(seconds=1))
    assert phone.taken[-1].text == "1022: Đèn ở đầu hay cuối hẻm ạ?"
    assert heard("Đầu hẻm")[-1] == "talk_joined"
    thread = operator.get(f"/operator/{reference}/").content.decode().partition('id="talk"')[2]
    asked, answered = thread.index("Đèn ở đầu hay cuối hẻm ạ?"), thread.index("Đầu hẻm")
    assert thread.index("Đèn đường hư mấy đêm nay") < asked < answered


# ---- erasure -----------------------------------------------------------------------------------------------------------------


def test_erasing_who_reported_blanks_what_they_wrote() -> None:
    heard("Đèn đường hư mấy đêm nay", "1", "12 Lê Lợi, phường Sài Gòn")
    contact = Reporter.objects.get().contact_id
    actions.erase_contact(contact, now=timezone.now(), actor=SYSTEM)
    assert not Incoming.objects.exclude(body=None).exists()
    assert not Delivery.objects.exclude(body=None).exists()
    assert Contact.objects.filter(points__value__isnull=False).count() == 0
    assert SECRET not in str(list(Delivery.objects.values()))
