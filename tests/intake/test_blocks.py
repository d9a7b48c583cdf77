"""A blocked sender: what they write is kept, counted and answered once; danger, STOP and what we asked are heard all the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.models import (
    ContactPoint,
    Conversation,
    Delivery,
    Event,
    Incoming,
    Message,
    OptOut,
    RefusedDeliveries,
    SenderRuling,
    ServiceRequest,
)
from hotline.casefile.queries import blocks
from hotline.casefile.sealing import sealed_text
from hotline.casefile.threadtokens import reply_token
from hotline.core.blocking import Ruling
from hotline.core.conversation import Became, ConversationState
from hotline.core.facts import SYSTEM, Actor, ActorKind
from hotline.directory.queries import snapshot
from hotline.intake import blocking, flooding
from hotline.intake.loops import LOOPS
from hotline.people.facts import Role
from tests import make
from tests.intake.relaying import heard, set_up
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("relay")

OTHER = "0912345678"
OPERATOR = Actor(ActorKind.STAFF)
WHY = "Chửi bới nhiều lần"


@pytest.fixture
def relay(city: str, db: None) -> None:
    set_up()


@pytest.fixture
def operator(relay: None) -> Client:
    return signed_in(make_person("lan", Role.OPERATOR))


@pytest.fixture
def supervisor(relay: None) -> Client:
    return signed_in(make_person("sau", Role.SUPERVISOR))


def point() -> int:
    return Incoming.objects.order_by("-id").values_list("point_id", flat=True)[0]


def block(*, days: int = 7, **more: Any) -> int:
    """Have the one who wrote last blocked by an operator."""
    return actions.block_sender(point(), days=days, reason=WHY, now=timezone.now(), actor=OPERATOR, **more)


def became() -> str:
    return Incoming.objects.order_by("-id")[0].became


def own_case() -> Opened:
    return make.forwarded("pothole", now=timezone.now() - timedelta(hours=5))


# ---- what a blocked sender writes ---------------------------------------------------------------------------------------------


def test_it_is_kept_counted_and_answered_once() -> None:
    heard("Quảng cáo")
    number = block()
    events = heard("Đồ ngu", "Đèn đường hư ở phường Sài Gòn", "Đồ ngu lần nữa")
    assert events.count("talk_blocked") == 1
    assert events[-1] == "talk_blocked", "nothing else is said"
    found = blocks.ruling(number, now=timezone.now())
    assert found is not None
    assert found.held == 3
    assert blocks.held_by(number, limit=9)[0].words == "Đồ ngu lần nữa"
    assert not ServiceRequest.objects.exists()
    assert not Conversation.objects.filter(ended_at__isnull=True).exists()
    assert not Delivery.objects.exclude(state="read").exists()
    assert RefusedDeliveries.objects.get(reason=blocking.BLOCKED).count == 3


def test_the_answer_says_until_when_and_where_else_to_go() -> None:
    heard("Quảng cáo")
    block(days=3)
    heard("Quảng cáo")
    message = Message.objects.get(event="talk_blocked")
    assert message.facts["due_at"] == SenderRuling.objects.get().until.isoformat()
    for language in ("vi", "en"):
        words = snapshot().texts["talk_blocked", "sms", language].body
        assert all(number in words for number in ("{due}", "1022", "113", "114", "115"))


def test_another_sender_is_served() -> None:
    heard("Quảng cáo")
    block()
    heard("Đèn đường hư ở phường Sài Gòn", sender=OTHER)
    assert became() == Became.TURN


def test_danger_reaches_a_person_and_so_does_what_is_said_after_it() -> None:
    heard("Quảng cáo")
    block()
    assert heard("Cháy nhà, có người mắc kẹt")[-1] == "talk_danger"
    heard("Số 12 Lê Lợi, phường Sài Gòn")
    talk = Conversation.objects.get(ended_at__isnull=True)
    assert talk.urgent
    assert talk.state == ConversationState.PERSON
    assert Incoming.objects.filter(conversation=talk).count() == 2


def test_danger_in_a_case_goes_before_the_operators_by_itself() -> None:
    own_case()
    heard("Hố to hơn rồi")
    block()
    assert heard("Cháy nhà, có người mắc kẹt")[-1] == "talk_danger"
    assert Conversation.objects.get(ended_at__isnull=True).urgent


def test_stop_is_obeyed() -> None:
    heard("Quảng cáo")
    block()
    assert heard("DỪNG")[-1] == "talk_stopped"
    assert OptOut.objects.count() == 1
    assert heard("HỦY")[-1] == "talk_nothing"


def test_a_word_to_their_own_case_is_kept_with_it_and_bothers_nobody() -> None:
    opened = own_case()
    heard("Hố to hơn rồi")
    number = block()
    before = make.case(opened)
    heard("Đồ ngu", {"text": "Lũ lười", "token": reply_token(opened.reference)})
    assert list(Incoming.objects.filter(became=Became.HELD).values_list("request_id", flat=True)) == [opened.request_id] * 2
    assert make.case(opened).events == before.events
    assert blocks.ruling(number, now=timezone.now()).held == 2  # type: ignore[union-attr]


def test_what_we_asked_them_is_heard() -> None:
    opened = make.report("pothole", now=timezone.now() - timedelta(hours=1))
    heard("Hố to hơn rồi")
    block()
    actions.ask(opened.request_id, words="Gần số nhà nào?", now=timezone.now(), actor=make.OPERATOR)
    heard("Trước số 12")
    assert became() == Became.REPLY
    assert make.case(opened).questions[0].reply == "Trước số 12"


def test_what_waited_of_them_is_put_aside_and_kept() -> None:
    heard("Đèn đường hư ở phường Sài Gòn", "khác")
    assert Conversation.objects.get().state == ConversationState.PERSON
    number = block()
    assert Conversation.objects.get().state == ConversationState.DROPPED
    assert set(Incoming.objects.values_list("became", flat=True)) == {Became.HELD}
    assert len(blocks.written_before(number)) == 2
    assert not blocks.held_off(now=timezone.now(), limit=9), "they do not write too much"


def test_a_report_of_danger_that_waits_stays() -> None:
    heard("Cháy nhà, có người mắc kẹt")
    block()
    assert Conversation.objects.get().state == ConversationState.PERSON
    heard("Đồ ngu, lâu quá")
    assert became() == Became.TURN


def test_it_ends_by_itself() -> None:
    heard("Quảng cáo")
    block(days=1)
    SenderRuling.objects.update(since=timezone.now() - timedelta(days=2), until=timezone.now() - timedelta(seconds=1))
    heard("Đèn đường hư ở phường Sài Gòn")
    assert became() == Became.TURN
    assert block() != SenderRuling.objects.order_by("id")[0].pk, "and may be set again"
    assert heard("Đồ ngu").count("talk_blocked") == 1


def test_the_web_form_takes_a_report_with_that_number() -> None:
    heard("Quảng cáo")
    block()
    assert make.report("pothole", now=timezone.now()).reference


# ---- who is blocked, by whom, for how long ------------------------------------------------------------------------------------


def test_days_have_a_limit_that_is_the_profiles() -> None:
    heard("Quảng cáo")
    windows = snapshot().windows
    for days in (0, -1, windows.block_days + 1, 10_000):
        with pytest.raises(actions.DaysNotAllowed):
            block(days=days)
    with pytest.raises(actions.DaysNotAllowed):
        block(days=windows.block_days_supervisor + 1, is_supervisor=True)
    assert not SenderRuling.objects.exists()
    assert block(days=windows.block_days_supervisor, is_supervisor=True)


def test_no_reason_no_block_and_no_second_one() -> None:
    heard("Quảng cáo")
    with pytest.raises(actions.ReasonMissing):
        actions.block_sender(point(), days=1, reason=" \u200b ", now=timezone.now(), actor=OPERATOR)
    block()
    with pytest.raises(actions.AlreadyBlocked):
        block()
    assert SenderRuling.objects.count() == 1


def test_a_number_that_only_stood_in_a_form_is_nobodys_to_block() -> None:
    make.report("pothole", now=timezone.now())
    typed = ContactPoint.objects.get()
    with pytest.raises(actions.NeverWrote):
        actions.block_sender(typed.pk, days=1, reason=WHY, now=timezone.now(), actor=OPERATOR)
    with pytest.raises(actions.NoSuchSender):
        actions.block_sender(typed.pk + 1000, days=1, reason=WHY, now=timezone.now(), actor=OPERATOR)


def test_a_focal_points_telephone_is_not_blocked() -> None:
    phone = next(one.phone for people in snapshot().focal_points.values() for one in people if one.phone)
    heard("Chúng tôi đang tới", sender=phone)
    with pytest.raises(actions.ColleaguesPoint):
        block()


def test_only_who_is_blocked_is_lifted_and_once() -> None:
    heard("Quảng cáo")
    number = block()
    with pytest.raises(actions.ReasonMissing):
        actions.lift_block(number, reason="", now=timezone.now(), actor=OPERATOR)
    actions.lift_block(number, reason="Nhầm người", now=timezone.now(), actor=OPERATOR)
    for again in (number, number + 1000):
        with pytest.raises(actions.NotBlocked):
            actions.lift_block(again, reason="Nhầm người", now=timezone.now(), actor=OPERATOR)
    with pytest.raises(actions.NotBlocked):
        actions.prolong_block(number, days=3, reason=WHY, now=timezone.now(), actor=OPERATOR)
    heard("Đèn đường hư ở phường Sài Gòn")
    assert became() == Became.TURN
    assert not blocks.held_off(now=timezone.now(), limit=9)
    assert [event.name for event in Event.objects.filter(request=None).order_by("id")][-2:] == ["sender_blocked", "block_lifted"]


def test_longer_is_a_new_block_that_is_answered_anew() -> None:
    heard("Quảng cáo")
    first = block(days=1)
    heard("Đồ ngu")
    second = actions.prolong_block(first, days=90, reason="Vẫn tiếp tục", now=timezone.now(), actor=OPERATOR)
    heard("Đồ ngu")
    assert Message.objects.filter(event="talk_blocked").count() == 2
    assert [one.id for one in blocks.rulings_standing(now=timezone.now(), limit=9)] == [second]


def test_erasure_leaves_no_words_and_in_the_end_no_index() -> None:
    heard("Quảng cáo")
    number = block(days=1)
    heard("Tôi là Nam, 12 Lê Lợi")
    contact = ContactPoint.objects.get(pk=point()).contact_id
    actions.erase_contact(contact, now=timezone.now(), actor=SYSTEM)
    row = SenderRuling.objects.get(pk=number)
    assert row.reason == ""
    assert not Incoming.objects.filter(body__isnull=False).exists()
    heard("Đồ ngu")
    assert became() == Became.HELD, "nobody shakes a block off by asking to be erased"
    forget = next(loop.run for loop in LOOPS if loop.name == "intake.forget_blocks")
    forget(timezone.now())
    assert SenderRuling.objects.get(pk=number).blind is not None
    forget(timezone.now() + timedelta(days=2))
    assert SenderRuling.objects.get(pk=number).blind is None


# ---- the operators' pages -----------------------------------------------------------------------------------------------------


def test_an_operator_blocks_from_the_messages_that_wait(operator: Client) -> None:
    heard("Đèn đường hư ở phường Sài Gòn", "khác")
    page = operator.get("/operator/messages/").content.decode()
    address = f"/operator/senders/{point()}/"
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
    heard("Hố to hơn rồi")
    page = operator.get(f"/operator/{opened.reference}/").content.decode()
    address = f"/operator/senders/{point()}/"
    assert f"{address}?case={opened.reference}" in page
    assert operator.get(address).status_code == 302, "nothing of theirs waits"
    assert operator.get(f"{address}?case={opened.reference}").status_code == 200
    assert operator.get(f"{address}?case={make.report('pothole').reference}").status_code == 404, "they never wrote to that one"
    assert operator.get(f"{address}?case=1022-0000-00000-0").status_code == 404
    operator.post(address, {"reason": WHY, "days": "2", "case": opened.reference})
    heard("Đồ ngu")
    page = operator.get(f"/operator/{opened.reference}/").content.decode()
    assert "đang bị chặn" in page
    assert "chỉ lưu: người gửi bị chặn" in page
    assert make.case(opened).events[-1].name == "sender_blocked"


def test_whoever_writes_too_much_is_shown_blocked_or_let_through(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flooding, "MOST_IN_HOUR", 3)
    heard(*["Quảng cáo"] * 6)
    page = operator.get("/operator/messages/").content.decode()
    assert "Đang tạm giữ" in page
    assert "2 tin chỉ lưu lại" in page
    assert operator.post(f"/operator/senders/{point()}/through/").status_code == 302
    assert "Đang tạm giữ" not in operator.get("/operator/messages/").content.decode()
    heard("Đèn đường hư ở phường Sài Gòn")
    assert became() != Became.HELD
    operator.post(f"/operator/senders/{point()}/", {"reason": "Gửi quá nhiều tin trong một giờ", "days": "1"})
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
        assert stranger.post(f"/operator/senders/{point()}/", {"reason": WHY, "days": "1"}).status_code == 403
        assert stranger.post(f"/operator/senders/{point()}/through/").status_code == 403
    for who in (desk, officer, operator):
        assert who.get("/supervisor/blocks/").status_code == 403
        assert who.post(f"/supervisor/blocks/{number}/lift/", {"lift-reason": "x"}).status_code == 403
        assert who.post(f"/supervisor/blocks/{number}/prolong/", {"prolong-reason": "x", "prolong-days": "9"}).status_code == 403
    assert Client().get("/supervisor/blocks/").status_code == 302
    assert operator.get("/operator/senders/999999/").status_code == 404
    assert supervisor.get("/supervisor/blocks/999999/").status_code == 404


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


def test_a_supervisor_blocks_for_longer(supervisor: Client) -> None:
    heard("Quảng cáo")
    address = f"/supervisor/blocks/{block()}/prolong/"
    assert supervisor.post(address, {"prolong-reason": WHY, "prolong-days": "10000"}).status_code == 422
    assert supervisor.post(address, {"prolong-reason": WHY, "prolong-days": "200"}).status_code == 302
    assert SenderRuling.objects.filter(ended_at__isnull=True).count() == 1


def test_a_mail_that_somebody_forged_blocks_nobody() -> None:
    heard("Quảng cáo")
    Incoming.objects.update(body=sealed_text('{"text": "Quảng cáo", "doubted": true}'))
    with pytest.raises(actions.NeverWrote):
        block()
