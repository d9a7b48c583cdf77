"""Supervisors see what could not be sent, masked, and have it tried again; nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.queries.outbox import dead_messages
from hotline.notify import actions as notify
from hotline.notify.draining import Drain
from hotline.notify.outgoing import Rejected
from hotline.notify.words import reason_words
from hotline.people.facts import Role
from tests import make
from tests.notify.test_draining import Phone
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def dead() -> Opened:
    opened = make.report(now=timezone.now(), contact=ContactDraft(name=make.NAME, email=make.EMAIL))
    Drain("email", Phone(say=lambda _outgoing: Rejected("smtp:550"))).run(timezone.now() + timedelta(seconds=1))
    return opened


@pytest.fixture
def supervisor() -> Client:
    return signed_in(make_person("thao", Role.SUPERVISOR))


def test_a_supervisor_sees_it_masked_with_its_reason(dead: Opened, supervisor: Client) -> None:
    page = supervisor.get("/notify/dead/").content.decode()
    assert "Báo đã tiếp nhận" in page
    assert "Máy chủ thư từ chối (mã 550)." in page
    assert "ho…@thu.example" in page
    assert make.EMAIL not in page
    assert make.NAME not in page


def test_a_supervisor_has_it_tried_again(dead: Opened, supervisor: Client) -> None:
    (message,) = dead_messages()
    address = f"/notify/dead/{message.id}/revive/"
    assert supervisor.post(address, follow=True).redirect_chain == [("/notify/dead/", 302)]
    assert dead_messages() == ()
    phone = Phone()
    Drain("email", phone).run(timezone.now() + timedelta(seconds=1))
    assert [one.to for one in phone.taken] == [make.EMAIL]
    assert "đã được gửi lại rồi" in supervisor.post(address, follow=True).content.decode()


def test_an_empty_list_says_so(supervisor: Client) -> None:
    assert "Mọi tin đều đã gửi được" in supervisor.get("/notify/dead/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_every_other_role_is_refused(dead: Opened, role: Role) -> None:
    from hotline.directory.queries import snapshot

    unit = next(iter(snapshot().units.values())).id if role in (Role.FOCAL_POINT, Role.AGENCY_HEAD) else None
    client = signed_in(make_person("khac", role, unit_id=unit))
    assert client.get("/notify/dead/").status_code == 403
    assert client.post(f"/notify/dead/{dead_messages()[0].id}/revive/").status_code == 403
    assert len(dead_messages()) == 1


def test_who_is_not_signed_in_is_sent_to_sign_in(dead: Opened) -> None:
    assert Client().get("/notify/dead/").status_code == 302


@pytest.mark.parametrize("before", ["", "x", "-1", "99999999999999999999999", "1e3", "1" * 5000, "²"])
def test_rubbish_in_the_address_does_no_harm(supervisor: Client, before: str) -> None:
    assert supervisor.get("/notify/dead/", {"before": before}).status_code == 200


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zalo:window", "Zalo: đã quá giờ được trả lời kể từ tin cuối của người nhận."),
        ("zalo:-213", "Zalo từ chối (mã -213)."),
        ("zns:night", "Zalo ZNS: không gửi được vào ban đêm."),
        ("messenger:551", "Messenger từ chối (mã 551)."),
        ("viber:http-503", "Viber: thử nhiều lần mà không giao được (http-503)."),
        ("zalo:sign-in", "Zalo: tài khoản cần đăng nhập lại."),
        ("esms:off", "eSMS chưa được thiết lập."),
        ("esms:ConnectError", "Không nối được tới eSMS."),
        ("speedsms:timeout", "SpeedSMS không trả lời kịp."),
        ("vnpt:no-template", "VNPT SMS Brandname: tin này chưa có mẫu đăng ký."),
        ("viettel:set-up:source", "Viettel SMS Brandname còn thiếu cài đặt: source."),
        ("kannel:403", "Kannel từ chối (mã 403)."),
        ("smpp:not_connected", "Không nối được tới SMPP."),
        ("length", "Tin dài quá, nhà mạng không nhận."),
        ("number", "Số điện thoại không dùng được."),
    ],
)
def test_why_a_way_would_not_take_it(code: str, words: str) -> None:
    assert reason_words(code) == words


def test_a_supervisor_reads_that_zalo_must_be_signed_in_again(supervisor: Client) -> None:
    assert "refresh token" not in supervisor.get("/notify/dead/").content.decode()
    notify.begin_token("zalo", seed=b"1", made_of=b"1", refresh="r0")
    assert "refresh token" not in supervisor.get("/notify/dead/").content.decode()
    notify.keep_refusal("zalo", used="r0", why="-14014", now=timezone.now())
    page = supervisor.get("/notify/dead/").content.decode()
    assert "(-14014): quản trị viên cần đăng nhập lại tài khoản Zalo OA" in page
