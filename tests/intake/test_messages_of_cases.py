"""Messages that belong to a case that there is, orders, the way out, and what erasure leaves."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.actions.receipts import WAITS
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import (
    Contact,
    Conversation,
    Delivery,
    Incoming,
    Message,
    Reporter,
    ServiceRequest,
)
from hotline.casefile.queries.conversations import incoming_in_doubt
from hotline.casefile.queries.erasing import covered
from hotline.core.facts import SYSTEM, Channel
from hotline.core.inbound import Receipt, ReceiptKind
from hotline.directory.queries import snapshot
from hotline.notify.draining import Drain
from hotline.notify.outgoing import Accepted, Rejected
from hotline.people.facts import Role
from tests import make
from tests.intake.relaying import PHONE, SECRET, heard, post, read_all, set_up
from tests.notify.test_draining import Phone
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("relay")


@pytest.fixture
def relay(city: str, db: None) -> None:
    set_up()


# ---- a case that there is -----------------------------------------------------------------------------------------------------


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


def test_a_telephone_number_that_was_asked_for_is_the_reply() -> None:
    opened = make.report("pothole", now=timezone.now() - timedelta(hours=1))
    actions.ask(opened.request_id, words="Xin cho biết số điện thoại của người quản lý.", now=timezone.now(), actor=make.OPERATOR)
    heard("SĐT 0990 123 456")
    assert make.case(opened).questions[0].reply == "SĐT 0990 123 456"


def test_not_done_and_stars_after_the_answer() -> None:
    opened = make.answered("pothole", now=timezone.now() - timedelta(hours=5))
    heard("4")
    assert {part.rating for part in make.case(opened).parts} == {4}
    heard("CHƯA XONG, vẫn còn hố")
    assert make.case(opened).request.round == 2
    heard("Chưa xong, hố sâu thêm")
    assert make.case(opened).events[-1].note == "Chưa xong, hố sâu thêm", "nothing can be reopened: a whole sentence"


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


# ---- orders, and who wants no messages ----------------------------------------------------------------------------------------


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
    Drain("sms", phone).run(timezone.now() + WAITS)
    told = Message.objects.filter(request_id=opened.request_id, reporter__isnull=False)
    assert {one.reason for one in told if one.state == "dead"} == {"opted-out"}
    new = ServiceRequest.objects.get(channel="sms")
    assert Message.objects.get(request=new, event="received").state == "sent"
    assert heard("NHẬN TIN")[-1] == "talk_started"


# ---- the way out --------------------------------------------------------------------------------------------------------------


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
    assert "Đã gửi" in thread[asked:answered]
    wrote = Message.objects.get(event="wrote")
    actions.record_receipt(Receipt(ReceiptKind.SEEN, ours=wrote.pk), channels=["sms"], now=timezone.now())
    thread = operator.get(f"/operator/{reference}/").content.decode().partition('id="talk"')[2]
    assert "Đã xem" in thread[thread.index("Đèn ở đầu hay cuối hẻm ạ?") : thread.index("Đầu hẻm")]


def test_the_thread_says_that_a_place_was_sent_and_a_button_pressed() -> None:
    heard("Đèn đường hư mấy đêm nay", {"choice": "street_light"}, {"lat": 10.7757, "lon": 106.7050})
    operator = signed_in(make_person("lan", Role.OPERATOR))
    page = operator.get(f"/operator/{ServiceRequest.objects.get().reference}/").content.decode()
    thread = page.partition('id="talk"')[2]
    thread = thread[: thread.index("</ol>")]
    assert "Bấm một nút trong tin của tổng đài" in thread
    assert "Gửi vị trí" in thread
    assert "–" not in thread


def test_the_thread_shows_the_photos_of_each_message_and_names_what_could_not_be_taken() -> None:
    opened = opened_by_sms()
    taken = {"type": "image/jpeg", "base64": base64.b64encode(make.jpeg()).decode()}
    heard({"text": "Đây là ảnh", "media": [taken, {"type": "video/mp4", "url": "https://a.example/x", "name": "ổ gà.mp4"}]})
    (attached,) = make.case(opened).attachments[-1:]
    operator = signed_in(make_person("lan", Role.OPERATOR))
    thread = operator.get(f"/operator/{opened.reference}/").content.decode().partition('id="talk"')[2]
    thread = thread[: thread.index("</ol>")]
    assert attached.key in thread
    assert "1 tệp không nhận được: ổ gà.mp4" in thread


# ---- erasure ------------------------------------------------------------------------------------------------------------------


def test_erasing_who_reported_blanks_what_they_wrote() -> None:
    heard("Đèn đường hư mấy đêm nay", "1", "12 Lê Lợi, phường Sài Gòn")
    contact = Reporter.objects.get().contact_id
    assert covered(ServiceRequest.objects.get().reference).sure.messages == 3
    actions.erase_contact(contact, now=timezone.now(), actor=SYSTEM)
    assert not Incoming.objects.exclude(body=None).exists()
    assert not Delivery.objects.exclude(body=None).exists()
    assert Contact.objects.filter(points__value__isnull=False).count() == 0
    assert SECRET not in str(list(Delivery.objects.values()))
