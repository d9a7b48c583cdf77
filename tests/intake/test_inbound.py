"""The one inbound way, by its own door: what is delivered is kept and acknowledged; what cannot be read waits for a person."""

import base64
import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import (
    Conversation,
    Delivery,
    Incoming,
    Message,
    RefusedDeliveries,
    ServiceRequest,
)
from hotline.casefile.pictures import PictureRefused, Refusal
from hotline.core.channels import Setup
from hotline.core.facts import SYSTEM
from hotline.intake import conversing, media, reading
from hotline.intake.channels import relay as relay_file
from hotline.intake.hearing import hear
from hotline.intake.port import RawRequest
from hotline.intake.reading import read_kept
from hotline.people.facts import Role
from tests import make
from tests.intake.relaying import PHONE, heard, post, read_all, said, set_up
from tests.notify.recorder import Says, recorder
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("relay")


@pytest.fixture
def relay(city: str, db: None) -> None:
    set_up()


# ---- at the door --------------------------------------------------------------------------------------------------------------

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


def test_of_one_sender_only_what_they_said_first_is_in_hand() -> None:
    now = timezone.now()
    said({"id": "later", "text": "rồi", "at": (now - timedelta(minutes=1)).isoformat()})
    said({"id": "first", "text": "Đèn hư", "at": (now - timedelta(minutes=2)).isoformat()})
    said({"id": "other", "text": "Rác đầy"}, sender="0908369124")
    in_hand = actions.lease_deliveries(limit=10, now=timezone.now())
    assert [one.provider_id for one in in_hand] == ["messages:first", "messages:other"]
    assert actions.lease_deliveries(limit=10, now=timezone.now()) == []


def test_several_of_one_request_and_of_several_senders_are_each_one_delivery() -> None:
    three = [{"id": str(n), "from": f"090836912{n}", "text": "Đèn hư"} for n in range(3)]
    assert post({"messages": three}).status_code == 200
    read_all()
    assert Delivery.objects.count() == Conversation.objects.count() == 3


def test_what_the_page_on_sms_says_of_a_relay_is_so() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sms.md").read_text(encoding="utf-8")
    example = json.loads(re.findall(r"```json\n(.*?)```", page, re.DOTALL)[0])
    assert post(example).status_code == 200
    read_all()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"read"}
    body, mac = re.findall(r"^send '(.*)'$", page, re.MULTILINE)[0], re.findall(r"`v1` is `([0-9a-f]{64})`", page)[0]
    request = RawRequest("POST", "", {"hotline-signature": f"t=1795366420,v1={mac}"}, body.encode())
    relay_file.authentic(request, Setup("relay", secrets={"secret": "bi-mat"}), datetime.fromtimestamp(1795366420, UTC))


# ---- what cannot be read ------------------------------------------------------------------------------------------------------


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


def test_half_a_character_and_odd_names_are_kept_and_their_words_read() -> None:
    """A telephone cuts an emoji in two; and names that no column holds are names all the same."""
    half = rb'{"messages": [{"id": "h", "from": "0908369123", "text": "\u0110\u00e8n h\u01b0 \ud83d"}]}'
    odd = rb'{"messages": [{"id": "\u0000", "from": "\ud83d", "text": "x"}]}'
    long = json.dumps({"messages": [{"id": token_hex(5000), "from": PHONE, "text": "x"}]}).encode()
    for body in (half, odd, odd, long):
        assert post(body).status_code == 200
    assert Delivery.objects.count() == 3
    read_all()
    assert sorted(Delivery.objects.values_list("state", "reason")) == [("read", ""), ("read", ""), ("unreadable", "sender")]


def test_without_its_secret_the_relay_is_off() -> None:
    actions.set_up_channel("relay", options={}, secrets={"secret": ""}, now=timezone.now(), actor=SYSTEM)
    assert post(ONE, secret="").status_code == 503
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("sender", ["VIETTEL", "12", "", "0908"])
def test_a_number_that_is_no_number_is_kept_for_a_person(sender: str) -> None:
    assert said({"text": "Khuyến mãi"}, sender=sender).status_code == 200
    read_all()
    assert list(Delivery.objects.values_list("state", "reason")) == [("unreadable", "sender")]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-11:00", "1970-01-01T00:00:00+00:00"])
def test_a_clock_that_is_ages_off_breaks_no_page(at: str) -> None:
    """Neither of what was said, nor of what became of a message of ours: then it was when it came."""
    opened = make.forwarded("pothole", now=timezone.now() - timedelta(hours=5))
    heard({"text": "Hố to hơn rồi", "at": at})
    message = Message.objects.filter(channel="sms").order_by("id")[0]
    actions.mark_sent(message.pk, provider_id="p1", kept="x", now=timezone.now())
    post({"receipts": [{"id": "r", "message": message.pk, "state": "delivered", "at": at}]})
    read_all()
    message.refresh_from_db()
    moments = [Incoming.objects.get().said_at, Delivery.objects.latest("id").received_at, message.receipt_at]
    assert all(abs(moment - timezone.now()) < timedelta(minutes=1) for moment in moments if moment)
    assert message.receipt == "delivered"
    operator = signed_in(make_person("lan", Role.OPERATOR))
    assert "Hố to hơn rồi" in operator.get(f"/operator/{opened.reference}/").content.decode()


def test_a_delivery_that_ends_its_reader_is_set_aside_and_nobody_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """After some tries each is read by itself: what was merely taken with it is not counted for what it did."""

    class Killed(BaseException):
        pass

    def killed(delivery: Any, *given: Any, **more: Any) -> None:
        if b"poison" in delivery.body:
            raise Killed
        hear(delivery, *given, **more)

    monkeypatch.setattr(reading, "hear", killed)
    said({"text": "poison"})
    for n in range(3):
        said({"text": "Đèn đường hư"}, sender=f"090836912{n}")
    now, ends = timezone.now(), 0
    for step in range(24):
        try:
            read_kept(now + timedelta(minutes=3 * (step // 4)))
        except Killed:
            ends += 1
    assert list(Delivery.objects.order_by("id").values_list("state", "reason")) == [("unreadable", "no-end"), *[("read", "")] * 3]
    assert ends == 1 + actions.MOST_ALONE
    monkeypatch.undo()
    page = signed_in(make_person("sau", Role.SUPERVISOR)).get("/supervisor/deliveries/").content.decode()
    assert "Đọc nhiều lần không xong" in page
    actions.read_delivery_again(Delivery.objects.order_by("id")[0].pk, now=timezone.now(), actor=SYSTEM)
    read_all()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"read"}


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


@pytest.mark.parametrize("why", [Refusal.TOO_SLOW, Refusal.NOT_KEPT])
def test_a_photo_that_this_machine_had_no_time_or_room_for_is_looked_at_again(
    why: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_content: bytes, *, now: datetime) -> None:
        raise PictureRefused(why)

    monkeypatch.setattr(media, "receive", refused)
    taken = {"type": "image/jpeg", "base64": base64.b64encode(make.jpeg()).decode()}
    said({"text": "Đèn đường hư", "media": [taken]})
    now = timezone.now()
    read_kept(now)
    assert list(Delivery.objects.values_list("state", "reason")) == [("kept", "media")]
    monkeypatch.undo()
    read_kept(now + timedelta(minutes=3))
    assert [(len(one.photos), one.lost) for one in Incoming.objects.all()] == [(1, 0)]


def test_a_signed_link_may_be_long_and_a_server_that_is_busy_is_asked_again() -> None:
    """Links of Viber's and Facebook's servers carry their signature: more letters than anybody types."""
    with recorder() as server, override_settings(HOTLINE_OUTGOING_LOOPBACK=True):
        server.says = Says(b"", status=429)
        said({"text": "Đèn đường hư", "media": [{"type": "image/jpeg", "url": f"{server.base}/1.jpg?Signature={'s' * 900}"}]})
        now = timezone.now()
        read_kept(now)
        assert list(Delivery.objects.values_list("state", "reason")) == [("kept", "media")]
        server.says = Says(make.jpeg(), headers={"content-type": "image/jpeg"})
        read_kept(now + timedelta(minutes=3))
    assert [(len(one.photos), one.lost) for one in Incoming.objects.all()] == [(1, 0)]


def test_photos_of_messages_are_the_cases() -> None:
    taken = {"type": "image/jpeg", "base64": base64.b64encode(make.jpeg()).decode()}
    heard({"text": "Đèn đường hư", "media": [taken]}, "1", "12 Lê Lợi, phường Sài Gòn")
    request = ServiceRequest.objects.get()
    assert request.attachments.count() == 1
