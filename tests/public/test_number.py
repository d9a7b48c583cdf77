"""The reporter's own number on the private page: a code by SMS, typed back there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.contactpoints import Point, read_phone
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import ContactJoin, ContactPoint, Message, PhoneCode
from hotline.casefile.queries.persons import points_joined
from hotline.casefile.queries.phonecodes import Asker
from hotline.casefile.queries.senders import cases_of_sender
from hotline.casefile.sealing import blind, opened_text
from hotline.core.facts import Channel
from hotline.notify.draining import Drain
from hotline.notify.outgoing import Rejected
from tests import make
from tests.notify.test_draining import Phone
from tests.public.portal import link, page

pytestmark = pytest.mark.usefixtures("gateway")

NUMBER, E164 = "0990 123 456", "+84990123456"
OTHER = "0912 345 678"
FORM = 'name="number-number"'


@pytest.fixture
def gateway(city: str, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """SMS leave here."""
    monkeypatch.setenv("HOTLINE_SMS_SENDER", "smpp")


def by_web(phone: str = "") -> Opened:
    return make.report(now=timezone.now() - timedelta(hours=1), contact=ContactDraft(phone=phone, email=make.EMAIL))


def send(opened: Opened, *path: str, **form: Any) -> tuple[int, str]:
    response = Client().post(link(opened, *path), form, follow=True)
    return response.status_code, response.content.decode()


def shown_to_withdraw(opened: Opened) -> list[str]:
    """Return what names each proved number in the form that withdraws it, in the order of the page."""
    return re.findall(r'name="point" value="([0-9]+)"', page(link(opened)))


def withdraw(opened: Opened, at: int = -1) -> tuple[int, str]:
    return send(opened, "number", "withdraw", point=shown_to_withdraw(opened)[at])


def prove(opened: Opened, number: str = NUMBER) -> None:
    send(opened, "number", **{"number-number": number})
    send(opened, "number", "code", **{"code-code": code()})


def code() -> str:
    return opened_text(Message.objects.filter(event="phone_code").latest("id").own_words)


def cases_of(number: str) -> set[int]:
    point = read_phone(number)
    return {one.request_id for one in cases_of_sender(blind(point.channel.value, point.value), now=timezone.now())}


def test_a_number_proved_on_the_page_is_that_report_s_from_then_on() -> None:
    opened = by_web()
    assert FORM in page(link(opened))
    status, text = send(opened, "number", **{"number-number": NUMBER})
    assert (status, "Mã đã gửi đến 0990 123 …, dùng" in text, 'name="code-code"' in text) == (200, True, True)
    assert cases_of(NUMBER) == set()
    status, text = send(opened, "number", "code", **{"code-code": code()})
    assert (status, "Số 0990 123 … đã xác nhận là của bạn." in text) == (200, True)
    assert cases_of(NUMBER) == {opened.request_id}
    event = make.case(opened).events[-1]
    assert (event.name, event.actor_kind, event.facts["by"]) == ("contacts_joined", "citizen", "code")


def test_where_no_sms_leave_no_code_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SMS_SENDER", "console")
    opened = by_web()
    assert 'id="number"' not in page(link(opened))
    assert send(opened, "number", **{"number-number": NUMBER})[0] == 404
    with override_settings(IS_DEMONSTRATION=True):
        assert FORM in page(link(opened)), "its telephone shows them"


def test_what_was_typed_into_a_form_is_not_joined_with_the_number() -> None:
    """An e-mail address that nobody proved may be somebody else's: only this one report is the number's."""
    opened, other = by_web(), by_web()
    send(opened, "number", **{"number-number": NUMBER})
    send(opened, "number", "code", **{"code-code": code()})
    assert cases_of(NUMBER) == {opened.request_id}
    assert other.request_id not in cases_of(NUMBER)


def test_an_address_typed_into_a_form_tells_nothing_of_its_holder() -> None:
    """Neither that somebody with this address writes to the centre, nor the beginning of their number."""
    theirs = make.report(now=timezone.now(), channel=Channel.EMAIL, contact=ContactDraft(email=make.EMAIL))
    send(theirs, "number", **{"number-number": NUMBER})
    send(theirs, "number", "code", **{"code-code": code()})
    assert "Số 0990 123 … đã xác nhận" in page(link(theirs))
    assert "0990 123" not in page(link(by_web()))


def test_each_report_that_a_number_was_proved_for_parts_alone() -> None:
    """Beside each stands the number, and not the other report's address, which nobody proved."""
    one, other = by_web(), by_web()
    for opened in (one, other):
        send(opened, "number", **{"number-number": NUMBER})
        send(opened, "number", "code", **{"code-code": code()})
    (joined,) = points_joined(one.request_id)
    assert (joined.channel, joined.how) == ("sms", "code")
    parted = timezone.now()
    actions.part_contacts(joined.join_id, why="Số của con gái.", request_id=one.request_id, now=parted, actor=make.OPERATOR)
    assert cases_of(NUMBER) == {other.request_id}


ZALO = Point(Channel.ZALO, "9339761418830368433")
BY_ACCOUNT = [(Channel.ZALO, ContactDraft(account=ZALO)), (Channel.EMAIL, ContactDraft(email=make.EMAIL))]


@pytest.mark.parametrize(("channel", "contact"), BY_ACCOUNT, ids=["chat", "e-mail"])
def test_a_link_that_was_passed_on_opens_no_other_case_of_its_account(channel: Channel, contact: ContactDraft) -> None:
    """A neighbour who was sent the link proves their own number: they are told of this one case alone."""
    opened, other = (make.report(now=timezone.now() - timedelta(hours=1), channel=channel, contact=contact) for _ in range(2))
    prove(opened)
    assert "Số 0990 123 … đã xác nhận" in page(link(opened))
    assert "0990 123" not in page(link(other))
    assert cases_of(NUMBER) == {opened.request_id}
    later = timezone.now() + timedelta(seconds=1)
    for way in (channel.value, "zns"):
        Drain(way, Phone(say=lambda _outgoing: Rejected("gone"))).run(later)
    phone = Phone()
    Drain("sms", phone).run(later)
    sent = Message.objects.filter(pk__in=[one.id for one in phone.taken], event="received")
    assert set(sent.values_list("request_id", flat=True)) == {opened.request_id}
    make.report(now=timezone.now(), channel=channel, contact=contact)
    assert cases_of(NUMBER) == {opened.request_id}, "nor of one to come"
    withdraw(opened)
    assert cases_of(NUMBER) == set()


def test_what_the_account_itself_proved_is_withdrawn_on_the_page_of_its_cases() -> None:
    """The page's own code and that of the chat prove one number: it stands there once, and is gone at once."""
    opened, other = (make.report(now=timezone.now(), channel=Channel.ZALO, contact=ContactDraft(account=ZALO)) for _ in range(2))
    point = ContactPoint.objects.get(contact__reports__request_id=opened.request_id)
    asker = Asker(blind("zalo", ZALO.value), point_id=point.pk)
    actions.ask_phone_code(asker, read_phone(NUMBER), now=timezone.now())
    assert actions.try_phone_code(asker, code(), now=timezone.now()) == "right"
    assert cases_of(NUMBER) == {opened.request_id, other.request_id}
    prove(opened)
    assert (len(shown_to_withdraw(opened)), len(shown_to_withdraw(other))) == (1, 1)
    assert "Đã rút." in withdraw(opened)[1]
    assert cases_of(NUMBER) == set()


def test_the_number_that_stands_in_the_report_is_only_proved() -> None:
    opened = by_web(phone=NUMBER)
    send(opened, "number", **{"number-number": "+84 990 123 456"})
    send(opened, "number", "code", **{"code-code": code()})
    assert not ContactJoin.objects.exists()
    assert ContactPoint.objects.get(contact__reports__request_id=opened.request_id, kind="sms").verified_at is not None
    assert "đã xác nhận là của bạn" in page(link(opened))


@pytest.mark.parametrize("phone", ["", NUMBER], ids=["proved beside the report", "typed into the report"])
def test_whoever_proved_a_number_withdraws_it_and_reads_what_remains(phone: str) -> None:
    opened = by_web(phone=phone)
    assert send(opened, "number", "withdraw")[0] == 200, "nothing proved: it is said, and nothing happens"
    send(opened, "number", **{"number-number": NUMBER})
    send(opened, "number", "code", **{"code-code": code()})
    kept = "Chúng tôi vẫn nhắn kết quả đến số" if phone else "Phản ánh giữ nguyên; bạn vẫn được trả lời"
    assert kept in page(link(opened)), "before it is done, too"
    before = make.case(opened).events
    (named,) = shown_to_withdraw(opened)
    status, text = send(opened, "number", "withdraw", point=named)
    assert (status, "Đã rút." in text) == (200, True)
    assert ("Số vẫn nhận tin về phản ánh này" in text) is bool(phone)
    assert "đã xác nhận là của bạn" not in page(link(opened))
    assert cases_of(NUMBER) == ({opened.request_id} if phone else set()), "what was typed stays where it was typed"
    assert not ContactJoin.objects.filter(ended_at__isnull=True).exists()
    told = [(event.name, event.actor_kind) for event in make.case(opened).events[len(before) :]]
    assert told == ([] if phone else [("contacts_parted", "citizen")])
    assert "không còn là số đã xác nhận" in send(opened, "number", "withdraw", point=named)[1], "another tab was before"
    send(opened, "number", **{"number-number": NUMBER})
    send(opened, "number", "code", **{"code-code": code()})
    assert "đã xác nhận là của bạn" in page(link(opened)), "and may prove it again"


@pytest.mark.parametrize("at", [0, 1], ids=["the one typed into the report", "the one proved beside it"])
def test_of_several_numbers_the_one_that_is_meant_is_withdrawn(at: int) -> None:
    opened, numbers = by_web(phone=NUMBER), [NUMBER, OTHER]
    for number in numbers:
        prove(opened, number)
    shown = page(link(opened))
    assert ("Số 0990 123 … đã xác nhận" in shown, "Số 0912 345 … đã xác nhận" in shown) == (True, True)
    assert ("Số vẫn nhận tin" in withdraw(opened, at)[1]) is (at == 0)
    verified = ContactPoint.objects.get(contact__reports__request_id=opened.request_id, kind="sms").verified_at
    assert (verified is None) is (at == 0)
    assert ContactJoin.objects.filter(ended_at__isnull=True).exists() is (at == 0)
    shown = page(link(opened))
    assert ("Số 0990 123 … đã xác nhận" in shown, "Số 0912 345 … đã xác nhận" in shown) == (at == 1, at == 0)


def test_a_tab_from_before_another_number_was_proved_withdraws_nothing_of_that() -> None:
    opened, other = by_web(), by_web()
    prove(other, OTHER)
    prove(opened)
    (old,) = shown_to_withdraw(opened)
    prove(opened, OTHER)  # in the place of the first
    for named in (old, "0", "x", "9" * 30):
        assert "không còn là số đã xác nhận" in send(opened, "number", "withdraw", point=named)[1]
    assert "không còn là số đã xác nhận" in send(opened, "number", "withdraw")[1], "nor does one that names none"
    assert cases_of(OTHER) == {opened.request_id, other.request_id}


def test_whoever_wrote_by_sms_withdraws_the_other_number_that_they_proved() -> None:
    opened = make.report(now=timezone.now(), channel=Channel.SMS)
    at = blind("sms", read_phone(make.PHONE).value)
    point = ContactPoint.objects.get(contact__reports__request_id=opened.request_id)
    asker = Asker(at, point_id=point.pk)
    actions.ask_phone_code(asker, read_phone(NUMBER), now=timezone.now())
    actions.try_phone_code(asker, code(), now=timezone.now())
    assert cases_of(NUMBER) == {opened.request_id}
    shown = page(link(opened))
    assert "Số 0990 123 … đã xác nhận là của bạn." in shown
    assert FORM not in shown
    own = ContactPoint.objects.get(contact__reports__request_id=opened.request_id)
    own.verified_at = timezone.now()
    own.save()
    assert "không còn là số đã xác nhận" in send(opened, "number", "withdraw", point=own.pk)[1]
    assert "Đã rút." in withdraw(opened)[1]
    own.refresh_from_db()
    assert own.verified_at is not None, "what they wrote from needed no code"
    assert cases_of(NUMBER) == set()
    assert make.case(opened).events[-1].name == "contacts_parted"


def test_whoever_wrote_by_sms_and_who_is_guarded_has_nothing_to_prove() -> None:
    sms = make.report(now=timezone.now(), channel=Channel.SMS)
    hidden = make.report(now=timezone.now(), contact=ContactDraft(phone=NUMBER, hidden=True))
    nobody = make.report(now=timezone.now(), contact=None)
    for opened in (sms, hidden, nobody, make.complaint(now=timezone.now())):
        assert FORM not in page(link(opened))
        for path, form in (
            (("number",), {"number-number": NUMBER}),
            (("number", "code"), {"code-code": "123456"}),
            (("number", "withdraw"), {}),
        ):
            assert send(opened, *path, **form)[0] == 404
    assert not PhoneCode.objects.exists()


@pytest.mark.parametrize("typed", ["", "abc", "0990 12", "028 3822 1111", "+1 202 555 0143", "9" * 39])
def test_what_is_no_vietnamese_mobile_comes_back_with_why(typed: str) -> None:
    opened = by_web()
    status, text = send(opened, "number", **{"number-number": typed})
    assert status == 422
    assert ("Hãy nhập số điện thoại." if not typed else "Đây không phải số di động Việt Nam.") in text
    assert not Message.objects.filter(event="phone_code").exists()


def test_a_wrong_code_may_be_corrected_and_one_too_many_ends_it() -> None:
    opened = by_web()
    send(opened, "number", **{"number-number": NUMBER})
    wrong = f"{(int(code()) + 1) % 10**6:06}"
    for _ in range(4):
        status, text = send(opened, "number", "code", **{"code-code": wrong})
        assert (status, "Mã chưa đúng." in text) == (422, True)
    status, text = send(opened, "number", "code", **{"code-code": wrong})
    assert (status, "đã thử quá nhiều lần" in text) == (200, True)
    assert 'name="code-code"' not in text
    assert not ContactJoin.objects.exists()


def test_no_more_than_three_codes_an_hour() -> None:
    opened = by_web()
    for _ in range(3):
        assert send(opened, "number", **{"number-number": NUMBER})[0] == 200
    status, text = send(opened, "number", **{"number-number": "0990 123 457"})
    assert (status, "Mỗi giờ chỉ gửi được vài mã." in text) == (422, True)


def test_many_pages_of_one_network_do_not_send_codes_without_end() -> None:
    sent = 0
    for number in range(35):
        sent += send(by_web(), "number", **{"number-number": f"0990 12{number:02}00"})[0] == 200
    assert sent == 30


def test_the_link_opens_in_any_language_and_by_get_only_the_page() -> None:
    opened = by_web()
    assert Client().get(link(opened, "number")).status_code == 302
    assert Client().get(link(opened, "number", "code")).status_code == 302


def test_where_e_mail_fails_the_proved_number_is_told() -> None:
    opened = by_web()
    send(opened, "number", **{"number-number": NUMBER})
    send(opened, "number", "code", **{"code-code": code()})
    later = timezone.now() + timedelta(seconds=1)
    Drain("email", Phone(say=lambda _outgoing: Rejected("smtp:550"))).run(later)
    phone = Phone()
    Drain("sms", phone).run(later)
    assert [one.to for one in phone.taken if one.event == "received"] == [E164]
