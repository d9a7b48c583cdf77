"""Supervisors see every message with receipt, parts and price, what waits and how providers do; they revive what died."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.actions.messages import mark_sent
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import Event, Message
from hotline.casefile.queries.outbox import FAILED, Sought, dead_ids, dead_messages, dead_reasons, outbox, waiting
from hotline.casefile.queries.setups import forget_setups
from hotline.core.facts import SYSTEM, Channel
from hotline.core.inbound import Receipt, ReceiptKind
from hotline.notify import actions as notify
from hotline.notify.draining import Drain
from hotline.notify.facts import TotalFacts
from hotline.notify.outgoing import Accepted, Outcome, Outgoing, Rejected, Retry
from hotline.notify.prices import part_price
from hotline.notify.queries import health, totals, totals_by_day
from hotline.people.facts import Role
from tests import make
from tests.notify.test_draining import Phone
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def supervisor() -> Client:
    return signed_in(make_person("thao", Role.SUPERVISOR))


@pytest.fixture
def priced(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The city's own connection, at 350 đồng a part."""
    monkeypatch.setenv("HOTLINE_SMS_SENDER", "smpp")
    _price("350")
    yield
    forget_setups()


def _price(typed: str) -> None:
    actions.set_up_channel("smpp", options={"part_price": typed}, secrets={}, now=timezone.now(), actor=SYSTEM)
    forget_setups()


def _sent(opened: Opened, *, parts: tuple[str, ...] = (), provider_id: str = "") -> int:
    """Send the first SMS of a case; return its id."""
    (message, *_others) = [one for one in outbox(Sought(reference=opened.reference)) if one.channel == "sms"]
    mark_sent(message.id, provider_id=provider_id or f"p-{message.id}", kept="Đã tiếp nhận", now=timezone.now(), parts=parts)
    return message.id


def _dead(count: int, code: str = "smtp:550") -> list[Opened]:
    opened = [make.report(now=timezone.now(), contact=ContactDraft(name=make.NAME, email=make.EMAIL)) for _ in range(count)]
    Drain("email", Phone(say=lambda _outgoing: Rejected(code))).run(timezone.now() + timedelta(seconds=1))
    return opened


def _page(client: Client, address: str = "/notify/outbox/", **asked: Any) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def _rows(page: str) -> str:
    return page[page.index('id="outbox"') : page.index('id="waiting"')] if 'id="outbox"' in page else ""


def test_every_message_is_found_by_its_case_state_and_channel(supervisor: Client) -> None:
    sent, other = make.report(now=timezone.now()), make.report(now=timezone.now())
    _sent(sent)
    everything = _rows(_page(supervisor))
    assert sent.reference in everything
    assert other.reference in everything
    assert make.PHONE not in everything
    assert "090" in everything  # masked, not left out
    typed = sent.reference.replace("-", " ").lower()
    of_case = _rows(_page(supervisor, reference=typed))
    assert sent.reference in of_case
    assert other.reference not in of_case
    assert sent.reference not in _rows(_page(supervisor, state="waiting"))
    assert other.reference not in _rows(_page(supervisor, state="sent"))
    assert "Không có tin nào như vậy" in _page(supervisor, channel="viber")
    assert "Không có tin nào như vậy" in _page(supervisor, reference="1022-không-có")


@pytest.mark.parametrize("asked", [{"state": "x"}, {"channel": "x"}, {"reason": "x\0y"}, {"before": "²"}, {"reference": "\0"}])
def test_rubbish_in_the_address_does_no_harm(supervisor: Client, asked: dict[str, str]) -> None:
    _page(supervisor, **asked)


def test_a_receipt_parts_and_price_stand_beside_the_message(supervisor: Client, priced: None) -> None:
    opened = make.report(now=timezone.now())
    _sent(opened, parts=("a", "b"))
    page = _rows(_page(supervisor, state="sent"))
    assert "2 phần · 700" in page
    actions.record_receipt(Receipt(ReceiptKind.DELIVERED, "a"), channels=["sms"], now=timezone.now())
    assert "Mạng đang giữ" in _rows(_page(supervisor, state="sent"))
    actions.record_receipt(Receipt(ReceiptKind.DELIVERED, "b"), channels=["sms"], now=timezone.now())
    assert "Đã tới nơi" in _rows(_page(supervisor, state="sent"))
    assert _rows(_page(supervisor, state=FAILED)) == ""
    actions.record_receipt(Receipt(ReceiptKind.FAILED, "b", code="UNDELIV"), channels=["sms"], now=timezone.now())


def test_what_did_not_arrive_is_found_with_the_provider_s_word(supervisor: Client) -> None:
    opened = make.report(now=timezone.now())
    message = _sent(opened)
    receipt = Receipt(ReceiptKind.FAILED, f"p-{message}", code="UNDELIV")
    actions.record_receipt(receipt, channels=["sms"], now=timezone.now())
    page = _rows(_page(supervisor, state=FAILED))
    assert "Không tới nơi" in page
    assert "Nhà cung cấp báo: UNDELIV" in page


def test_the_case_shows_receipt_parts_and_what_its_messages_cost(priced: None) -> None:
    opened = make.report(now=timezone.now())
    message = _sent(opened, parts=("a", "", ""))
    actions.record_receipt(Receipt(ReceiptKind.SEEN, "a"), channels=["sms"], now=timezone.now())
    operator = signed_in(make_person("lan", Role.OPERATOR))
    text = operator.get(f"/operator/{opened.reference}/").content.decode()
    panel = text[text.index('id="messages"') :]
    assert "Đã xem" in panel
    assert "3 phần · 1.050" in panel
    assert "SMS: 3 phần · 1.050" in panel
    assert next(one for one in make.case(opened).messages if one.id == message).parts == 3


def test_parts_of_what_was_written_to_a_file_are_counted_from_its_words() -> None:
    opened = make.report(now=timezone.now())
    _sent(opened)
    (message,) = outbox(Sought(state="sent"))
    assert message.parts == 1
    assert all(one.parts is None for one in outbox(Sought(state="waiting")))


@pytest.mark.parametrize(
    ("typed", "price"), [("1.200", 1200), (" 350 ", 350), ("", None), ("0", None), ("ba", None), ("²", None), ("9" * 40, None)]
)
def test_a_price_is_a_number_of_dong_or_none(priced: None, typed: str, price: int | None) -> None:
    _price(typed)
    assert part_price() == price


def test_nothing_is_priced_where_nobody_set_a_price_up(supervisor: Client) -> None:
    assert part_price() is None
    opened = make.report(now=timezone.now())
    _sent(opened, parts=("a", "b"))
    page = _rows(_page(supervisor, state="sent"))
    assert "2 phần" in page
    assert "phần ·" not in page


def test_what_was_written_to_a_file_or_sent_before_there_was_a_price_cost_nothing(supervisor: Client, priced: None) -> None:
    before, to_file, after = (make.report(now=timezone.now()) for _ in range(3))
    _sent(before, parts=("a", "b"))
    _price("350")
    _sent(to_file, provider_id="console-1")
    _sent(after, parts=("c", "d"))
    rows = {one.reference: _rows(_page(supervisor, state="sent", reference=one.reference)) for one in (before, to_file, after)}
    assert ["phần ·" in rows[one.reference] for one in (before, to_file, after)] == [False, False, True]
    operator = signed_in(make_person("lan", Role.OPERATOR))
    panels = [operator.get(f"/operator/{one.reference}/").content.decode() for one in (before, to_file, after)]
    assert ["phần ·" in panel for panel in panels] == [False, False, True]


def test_all_that_died_of_one_reason_go_again(supervisor: Client) -> None:
    first = _dead(3)
    _dead(1, "smtp:552")
    assert {(one.channel, one.reason, one.count) for one in dead_reasons()} == {
        ("email", "smtp:550", 3),
        ("email", "smtp:552", 1),
    }
    posted = supervisor.post("/notify/outbox/revive/", {"channel": "email", "reason": "smtp:550"}, follow=True)
    assert "3 tin đã vào hàng chờ." in posted.content.decode()
    assert [one.reason for one in dead_messages()] == ["smtp:552"]
    assert Event.objects.filter(name="message_revived").count() == 3
    phone = Phone()
    Drain("email", phone).run(timezone.now() + timedelta(seconds=1))
    assert {one.reference for one in phone.taken} == {one.reference for one in first}
    again = supervisor.post("/notify/outbox/revive/", {"channel": "email", "reason": "smtp:550"}, follow=True)
    assert "Không còn tin nào vì lý do này." in again.content.decode()
    for wrong in ({}, {"channel": "sms", "reason": "smtp:552"}, {"channel": "email", "reason": "\0"}):
        supervisor.post("/notify/outbox/revive/", wrong)
    assert len(dead_messages()) == 1


def test_the_most_urgent_are_revived_first_and_what_is_not_dead_is_left_alone() -> None:
    _dead(2)
    first, second = dead_messages()
    actions.revive_message(first.id, now=timezone.now(), actor=SYSTEM)
    assert actions.revive_messages([first.id, second.id], now=timezone.now(), actor=SYSTEM) == 1
    assert dead_ids("smtp:550", channel="email", limit=10) == ()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SYNTHESIS, Role.LEADER])
def test_nobody_else_sees_or_revives(role: Role) -> None:
    _dead(1)
    client = signed_in(make_person("khac", role))
    assert client.get("/notify/outbox/").status_code == 403
    assert client.post("/notify/outbox/revive/", {"channel": "email", "reason": "smtp:550"}).status_code == 403
    assert len(dead_messages()) == 1


def test_what_waits_stands_by_channel_and_priority(supervisor: Client) -> None:
    make.forwarded(now=timezone.now() - timedelta(minutes=30))
    lines = {(one.channel, one.priority): one for one in waiting()}
    assert {channel for channel, _priority in lines} == {"sms", "email"}
    assert len({priority for channel, priority in lines if channel == "sms"}) == 2
    page = _page(supervisor)
    part = page[page.index('id="waiting"') : page.index('id="providers"')]
    assert "Gửi đơn vị" in part
    assert "Gửi người dân" in part


def test_a_provider_that_is_down_is_named_until_it_takes_a_message_again(supervisor: Client) -> None:
    make.report(now=timezone.now())
    answers: list[Outcome] = [Retry("smsc:refused", provider_down=True)]

    def say(outgoing: Outgoing) -> Outcome:
        return answers[0] if answers else Accepted(f"p-{outgoing.id}")

    drain = Drain(Channel.SMS, Phone(say=say))
    drain.run(timezone.now() + timedelta(seconds=1))
    drain._silent_until = 0.0
    drain.run(timezone.now() + timedelta(minutes=1))
    (down,) = health()
    assert (down.channel, down.failures, down.took_at, down.why) == ("sms", 2, None, "smsc:refused")
    assert down.silent_until is not None
    assert down.failing_since is not None
    assert down.silent_until > timezone.now() > down.failing_since
    page = _page(supervisor)
    part = page[page.index('id="providers"') :]
    assert "2 lần liên tiếp" in part
    assert "thử lại lúc" in part
    answers.clear()
    drain._silent_until = 0.0
    drain.run(timezone.now() + timedelta(minutes=5))
    (up,) = health()
    assert (up.failures, up.failing_since, up.silent_until, up.why) == (0, None, None, "")
    assert up.took_at is not None
    assert "Gửi được" in _page(supervisor)


def test_a_clock_put_back_does_not_unsay_when_a_provider_took_one() -> None:
    now = timezone.now()
    notify.provider_took("sms", now=now)
    notify.provider_took("sms", now=now - timedelta(hours=1))
    assert [one.took_at for one in health()] == [now]


def _totals(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page[page.index('id="totals"') :]).split())


def test_what_left_is_counted_by_day_channel_and_sender_with_its_price(supervisor: Client, priced: None) -> None:
    def two_parts(outgoing: Outgoing) -> Outcome:
        return Accepted(f"p{outgoing.id}", (f"a{outgoing.id}", f"b{outgoing.id}"))

    assert "Chưa có tin nào." in _totals(_page(supervisor))
    for _ in range(3):
        make.report(now=timezone.now())
    Drain("sms", Phone(say=two_parts), name="smpp").run(timezone.now() + timedelta(seconds=1))
    _price("")
    make.report(now=timezone.now())
    Drain("sms", Phone(say=two_parts), name="smpp").run(timezone.now() + timedelta(seconds=1))
    make.report(now=timezone.now(), contact=ContactDraft(email=make.EMAIL))
    Drain("email", Phone(), name="smtp").run(timezone.now() + timedelta(seconds=1))
    day = timezone.localdate()
    assert totals_by_day(day) == (
        TotalFacts(day, "email", "smtp", messages=1, parts=0, unpriced=0, cost=0),
        TotalFacts(day, "sms", "smpp", messages=4, parts=8, unpriced=2, cost=2100),
    )
    page = _totals(_page(supervisor))
    assert "2.100 đ + 2 phần chưa có đơn giá" in page
    assert "31 ngày" in page
    notify.count_sent(day - timedelta(days=9), "sms", "smpp", messages=1, parts=1, price=350)
    assert [(one.messages, one.cost) for one in totals(day - timedelta(days=30)) if one.channel == "sms"] == [(5, 2450)]
    assert f"{day - timedelta(days=9):%d/%m/%Y}" not in _totals(_page(supervisor))


def test_what_does_not_leave_is_not_counted() -> None:
    make.report(now=timezone.now())
    Drain("sms", Phone(say=lambda _outgoing: Rejected("x")), name="smpp").run(timezone.now() + timedelta(seconds=1))
    assert totals(timezone.localdate()) == ()


def test_template_messages_have_no_price_that_we_know(supervisor: Client) -> None:
    notify.count_sent(timezone.localdate(), "zns", "zns", messages=2, parts=0, price=None)
    assert "chưa có đơn giá" in _totals(_page(supervisor))


def test_what_did_not_arrive_is_found_by_an_index_of_its_own() -> None:
    for _ in range(3):
        make.report(now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    asked = Message.objects.filter(state="sent", receipt="failed").order_by("-id")[:50]
    assert "message_failed" in asked.explain()
