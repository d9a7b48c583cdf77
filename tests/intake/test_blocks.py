"""A blocked sender: what they write is kept, counted and answered once; danger, STOP and what we asked are heard all the same."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.contactpoints import Point
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
from hotline.casefile.queries.conversations import held_photos
from hotline.casefile.sealing import sealed_text
from hotline.casefile.threadtokens import reply_token
from hotline.core.becoming import Became, ConversationState
from hotline.core.facts import SYSTEM, Channel
from hotline.directory.queries import snapshot
from hotline.intake import blocking
from hotline.intake.loops import LOOPS
from hotline.people.facts import Role
from tests import make
from tests.intake import chats
from tests.intake.blocked import OPERATOR, WHY, became, block, own_case, point
from tests.intake.letters import letter
from tests.intake.relaying import heard, read_all, set_up
from tests.intake.test_mail_heard import FORGED, arrive
from tests.people.persons import make_person

pytestmark = pytest.mark.usefixtures("relay")

OTHER = "0912345678"


@pytest.fixture
def relay(city: str, db: None) -> None:
    set_up()


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
    actions.lift_block(number, reason="Nhầm người", is_supervisor=True, now=timezone.now(), actor=OPERATOR)
    for again in (number, number + 1000):
        with pytest.raises(actions.NotBlocked):
            actions.lift_block(again, reason="Nhầm người", is_supervisor=True, now=timezone.now(), actor=OPERATOR)
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


def test_a_mail_that_somebody_forged_blocks_nobody() -> None:
    heard("Quảng cáo")
    Incoming.objects.update(body=sealed_text('{"text": "Quảng cáo", "doubted": true}'))
    with pytest.raises(actions.NeverWrote):
        block()


def test_an_account_and_a_letter_are_blocked_as_a_number_is() -> None:
    zalo = chats.ZALO
    actions.set_up_channel("zalo", options=zalo.options, secrets=zalo.secrets, now=timezone.now(), actor=SYSTEM)
    for number, words in enumerate(("Quảng cáo", "Đồ ngu", "Cháy nhà, cứu với")):
        raw = chats.zalo_message(timezone.now(), f"m{number}", text=words)
        headers = chats.signature_of(zalo, raw)
        assert Client().post("/in/zalo/", raw, content_type="application/json", headers=headers).status_code == 200
        read_all()
        if not number:
            block()
    assert list(Incoming.objects.order_by("id").values_list("became", flat=True)) == [Became.HELD, Became.HELD, Became.TURN]
    told = Message.objects.filter(event__in=("talk_blocked", "talk_danger")).order_by("id")
    assert [(one.event, one.channel) for one in told] == [("talk_blocked", "zalo"), ("talk_danger", "zalo")]
    first = arrive(letter("Quảng cáo"))[-1]
    actions.block_sender(first.point_id, days=7, reason=WHY, now=timezone.now(), actor=OPERATOR)
    after = arrive(letter("Đồ ngu", Message_ID="<2@x>"), letter("Đồ ngu", Message_ID="<3@x>", **FORGED))
    assert [one.became for one in after[-2:]] == [Became.HELD] * 2
    assert Message.objects.filter(event="talk_blocked", channel="email").count() == 1


def test_the_address_of_somebody_who_works_here_is_not_blocked() -> None:
    make_person("lan", Role.OPERATOR)
    mine, _contact = actions.settle_sender(Point(Channel.EMAIL, "Lan@centre.example"), now=timezone.now())
    with pytest.raises(actions.ColleaguesPoint):
        actions.block_sender(mine, days=1, reason=WHY, now=timezone.now(), actor=OPERATOR)


def test_photos_of_what_was_kept_are_kept() -> None:
    heard("Quảng cáo")
    block()
    heard("Đồ ngu")
    Incoming.objects.filter(became=Became.HELD).update(photos=["k1"])
    now = timezone.now()
    assert held_photos(kept_since=now - timedelta(days=1)) == {"k1"}
    assert held_photos(kept_since=now + timedelta(days=1)) == set()
