"""Pages about blocked senders: an operator blocks, a supervisor reads what was kept, takes up, lifts and makes longer."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import ContactDraft
from hotline.casefile.mediafiles import Copy, new_key, write
from hotline.casefile.models import Event, Incoming, SenderRuling
from hotline.casefile.queries import blocks
from hotline.core.becoming import Became
from hotline.core.blocking import Ruling
from hotline.core.facts import SYSTEM
from hotline.directory.queries import snapshot
from hotline.intake import flooding
from hotline.people.actions import grant_role
from hotline.people.facts import Role
from tests import make
from tests.intake.blocked import WHY, became, block, message, own_case
from tests.intake.relaying import PHONE, heard, set_up
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("relay")


@pytest.fixture
def relay(city: str, db: None) -> None:
    set_up()


@pytest.fixture
def operator(relay: None) -> Client:
    return signed_in(make_person("lan", Role.OPERATOR))


@pytest.fixture
def supervisor(relay: None) -> Client:
    return signed_in(make_person("sau", Role.SUPERVISOR))


# ---- the operators' pages -----------------------------------------------------------------------------------------------------


def test_an_operator_blocks_from_the_messages_that_wait(operator: Client) -> None:
    heard("Đèn đường hư ở phường Sài Gòn", "khác")
    page = operator.get("/operator/messages/").content.decode()
    address = f"/operator/senders/{message() - 1}/"
    assert address in page
    assert "Đèn đường hư" in operator.get(address).content.decode()
    wrong = operator.post(address, {"reason": WHY, "days": "31"})
    assert wrong.status_code == 422
    assert "từ 1 đến 30 ngày" in wrong.content.decode()
    assert WHY in wrong.content.decode(), "what was typed is not lost"
    assert operator.post(address, {"reason": "", "days": "x"}).status_code == 422
    assert not SenderRuling.objects.exists()
    assert operator.post(address, {"reason": WHY, "days": "30"}).status_code == 302
    assert SenderRuling.objects.get().ruling == Ruling.BLOCKED
    assert "Đèn đường hư" not in operator.get("/operator/messages/").content.decode()
    twice = operator.post(address, {"reason": WHY, "days": "3"})
    assert twice.status_code == 422
    assert "đang bị chặn đến" in twice.content.decode()


def test_an_operator_blocks_from_the_case(operator: Client) -> None:
    opened = own_case()
    heard("TRỢ GIÚP", "Hố to hơn rồi")
    page = operator.get(f"/operator/{opened.reference}/").content.decode()
    address = f"/operator/senders/{message()}/"
    assert address in page
    assert operator.get(address).status_code == 200
    assert operator.get(f"/operator/senders/{message() - 1}/").status_code == 302, "nothing of theirs waits"
    operator.post(address, {"reason": WHY, "days": "2"})
    heard("Đồ ngu")
    page = operator.get(f"/operator/{opened.reference}/").content.decode()
    assert "đang bị chặn" in page
    assert "chỉ lưu: người gửi bị chặn" in page
    assert make.case(opened).events[-1].name == "sender_blocked"


def test_nothing_on_a_page_says_that_two_cases_are_one_sender_s(operator: Client, supervisor: Client) -> None:
    """Who complains of an agency is found by way of no other case: not by a number in a link, nor by why they are blocked."""
    own, complaint = own_case(), make.complaint(now=timezone.now() - timedelta(hours=4), contact=ContactDraft(phone=PHONE))
    heard(f"{own.reference} Hố to hơn", f"{complaint.reference} Cán bộ vẫn hạch sách")
    pages = [operator.get(f"/operator/{one.reference}/").content.decode() for one in (own, complaint)]
    links = [set(re.findall(r"/operator/senders/\d+/", page)) for page in pages]
    assert [len(one) for one in links] == [1, 1]
    assert links[0] != links[1]
    (asked,) = links[0]
    shown = operator.get(asked).content.decode()
    assert "Hố to hơn" in shown
    assert complaint.reference not in shown
    assert "hạch sách" not in shown
    number = block()
    pages = [operator.get(f"/operator/{one.reference}/").content.decode() for one in (own, complaint)]
    assert [WHY in page for page in pages] == [True, False]
    assert ["đang bị chặn" in page for page in pages] == [True, True]
    assert "hạch sách" not in supervisor.get(f"/supervisor/blocks/{number}/").content.decode()


def test_a_case_of_another_hotline_is_not_offered_for_a_message(relay: None) -> None:
    own, party = own_case(), make.report("pothole", now=timezone.now() - timedelta(hours=2), stream="thanh-uy")
    heard("Vẫn chưa thấy ai tới")
    assert became() == Became.DOUBT
    lan = make_person("lan")
    grant_role(lan, role=Role.OPERATOR, unit_id=None, stream="thanh-uy", now=timezone.now(), actor=SYSTEM)
    page = signed_in(lan).get("/operator/messages/").content.decode()
    assert party.reference in page
    assert own.reference not in page


def test_whoever_writes_too_much_is_shown_blocked_or_let_through(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flooding, "MOST_IN_HOUR", 3)
    heard(*["Quảng cáo"] * 6)
    page = operator.get("/operator/messages/").content.decode()
    assert "Đang tạm giữ" in page
    assert "2 tin chỉ lưu lại" in page
    assert operator.post(f"/operator/senders/{message()}/through/").status_code == 302
    assert "Đang tạm giữ" not in operator.get("/operator/messages/").content.decode()
    heard("Đèn đường hư ở phường Sài Gòn")
    assert became() != Became.HELD
    operator.post(f"/operator/senders/{message()}/", {"reason": "Gửi quá nhiều tin trong một giờ", "days": "1"})
    heard("Quảng cáo")
    assert became() == Became.HELD
    assert [one.ruling for one in blocks.rulings_standing(now=timezone.now(), limit=9)] == [Ruling.BLOCKED]


def test_nobody_else_may(supervisor: Client, operator: Client) -> None:
    heard("Quảng cáo")
    number = block()
    heard("Đồ ngu")
    desk = signed_in(make_person("tam", Role.SYNTHESIS))
    officer = signed_in(make_person("quan", Role.FOCAL_POINT, unit_id=snapshot().units["ql-ha-tang-giao-thong"].id))
    for stranger in (desk, officer):
        assert stranger.post(f"/operator/senders/{message()}/", {"reason": WHY, "days": "1"}).status_code == 403
        assert stranger.post(f"/operator/senders/{message()}/through/").status_code == 403
    for who in (desk, officer, operator):
        assert who.get("/supervisor/blocks/").status_code == 403
        assert who.post(f"/supervisor/blocks/{number}/lift/", {"lift-reason": "x"}).status_code == 403
        assert who.post(f"/supervisor/blocks/{number}/prolong/", {"prolong-reason": "x", "prolong-days": "9"}).status_code == 403
    assert Client().get("/supervisor/blocks/").status_code == 302
    assert operator.get("/operator/senders/999999/").status_code == 404
    assert supervisor.get("/supervisor/blocks/999999/").status_code == 404


def test_a_word_of_danger_that_waits_stays_before_the_operators(relay: None) -> None:
    own_case()
    make.forwarded("rubbish", now=timezone.now() - timedelta(hours=2))
    heard("Vẫn chưa thấy ai tới", "Cháy nhà, có người mắc kẹt")
    assert set(Incoming.objects.values_list("became", flat=True)) == {Became.DOUBT}, "it may be either case"
    block()
    assert list(Incoming.objects.order_by("id").values_list("became", flat=True)) == [Became.HELD, Became.DOUBT]


def test_danger_of_a_blocked_sender_says_so_on_the_list(operator: Client) -> None:
    heard("Quảng cáo")
    block()
    heard("Cháy nhà, có người mắc kẹt")
    page = operator.get("/operator/messages/").content.decode()
    assert "Có lời báo nguy hiểm" in page
    assert "tin này vẫn cần người xem" in page


@pytest.mark.parametrize("days", ["", "0", "-3", "31", "10000", "9" * 5000, "7.5", "bảy", "\x00", "7\u202e"])
def test_days_that_are_none_are_refused_with_what_was_typed(operator: Client, days: str) -> None:
    heard("Đèn đường hư ở phường Sài Gòn", "khác")
    page = operator.post(f"/operator/senders/{message()}/", {"reason": WHY, "days": days})
    assert page.status_code == 422
    assert WHY in page.content.decode()
    assert not SenderRuling.objects.exists()


def test_nobody_and_nothing_is_not_there(operator: Client, supervisor: Client) -> None:
    heard("Đèn đường hư ở phường Sài Gòn", "khác")
    huge = "9" * 30
    for address in (f"/operator/senders/{huge}/", "/operator/senders/0/"):
        assert operator.get(address).status_code == 404, address
        assert operator.post(address, {"reason": WHY, "days": "1"}).status_code == 404, address
    for address in (f"/supervisor/blocks/{huge}/", "/supervisor/blocks/0/"):
        assert supervisor.get(address).status_code == 404
    assert supervisor.post(f"/supervisor/blocks/{huge}/lift/", {"lift-reason": "x"}).status_code == 404
    assert supervisor.get(f"/supervisor/deliveries/{huge}/").status_code == 302
    assert not SenderRuling.objects.exists()


# ---- the supervisors' pages ---------------------------------------------------------------------------------------------------


def test_a_supervisor_reads_what_was_kept_takes_one_up_and_lifts(supervisor: Client) -> None:
    heard("Quảng cáo trước")
    number = block()
    heard("Đèn đường hư ở phường Sài Gòn")
    page = supervisor.get("/supervisor/blocks/").content.decode()
    assert WHY in page
    assert f"/supervisor/blocks/{number}/" in page
    address = f"/supervisor/blocks/{number}/"
    page = supervisor.get(address).content.decode()
    assert "Đèn đường hư" in page
    assert "Quảng cáo trước" in page
    kept = Incoming.objects.order_by("-id")[0].pk
    assert supervisor.post(f"{address}m/{kept}/").status_code == 302
    assert became() == Became.DOUBT, "it stands before the operators"
    assert supervisor.post(f"{address}m/999999/").status_code == 404
    assert supervisor.post(f"{address}lift/", {"lift-reason": ""}).status_code == 422
    supervisor.post(f"{address}lift/", {"lift-reason": "Đã xin lỗi"})
    assert supervisor.post(f"{address}lift/", {"lift-reason": "Đã xin lỗi"}, follow=True).status_code == 200
    page = supervisor.get(address).content.decode()
    assert "Đã hết" in page
    assert "Đã xin lỗi" in page
    assert Event.objects.filter(name="block_lifted").count() == 1


def test_a_supervisor_sees_the_photos_that_came_and_no_others(
    supervisor: Client, operator: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard("Quảng cáo")
    number = block()
    heard("Đồ ngu")
    monkeypatch.setenv("HOTLINE_DATA", str(tmp_path))
    mine, other = new_key(), new_key()
    for key in (mine, other):
        write(key, Copy.CLEAN, make.jpeg())
    Incoming.objects.filter(became=Became.HELD).update(photos=[mine])
    address = f"/supervisor/blocks/{number}/photo/{mine}.jpg"
    assert address in supervisor.get(f"/supervisor/blocks/{number}/").content.decode()
    assert b"".join(supervisor.get(address).streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    assert supervisor.get(address.replace(mine, other)).status_code == 404
    assert supervisor.get(address.replace(mine, "..%2f..%2fkeys")).status_code == 404
    assert operator.get(address).status_code == 403


def test_a_supervisor_blocks_for_longer(supervisor: Client) -> None:
    heard("Quảng cáo")
    address = f"/supervisor/blocks/{block()}/prolong/"
    assert supervisor.post(address, {"prolong-reason": WHY, "prolong-days": "10000"}).status_code == 422
    assert supervisor.post(address, {"prolong-reason": WHY, "prolong-days": "200"}).status_code == 302
    assert SenderRuling.objects.filter(ended_at__isnull=True).count() == 1
