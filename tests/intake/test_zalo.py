"""Zalo: what of its deliveries is one, and what each says."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import timedelta

import pytest

from hotline.core.buttons import payload_of
from hotline.core.inbound import Contacted, Inbound, Media, MediaKind, Receipt, ReceiptKind, Unreadable
from hotline.intake.known import channels
from tests.intake import chats
from tests.intake.chats import NOW, PHOTO, only, read


def test_words() -> None:
    found = only(chats.ZALO, chats.zalo_message(NOW, "m1", text=unicodedata.normalize("NFD", "Đèn đường hư")))
    assert found == Inbound(chats.ZALO_USER, said_at=NOW, text="Đèn đường hư")


def test_an_id_past_2_53_stays_what_it_is() -> None:
    """Rounded to a double, 9339761418830368433 would be ...368256; some write it without quotes."""
    body = chats.zalo_message(NOW, "m1", text="a").replace(b'"9339761418830368433"', b"9339761418830368433")
    (piece,) = channels()["zalo"].split(chats.delivered(chats.ZALO, body))
    assert piece.sender == chats.ZALO_USER
    assert only(chats.ZALO, body).sender == chats.ZALO_USER


@pytest.mark.parametrize(
    ("kind", "payload", "media"),
    [
        ("image", {"url": PHOTO, "thumbnail": "https://t.example/1.jpg"}, Media(MediaKind.PHOTO, link=PHOTO)),
        ("gif", {"url": PHOTO}, Media(MediaKind.PHOTO, link=PHOTO)),
        ("video", {"url": "https://v.example/1.mp4"}, Media(MediaKind.VIDEO, link="https://v.example/1.mp4")),
        ("audio", {"url": "https://a.example/1.amr"}, Media(MediaKind.AUDIO, link="https://a.example/1.amr")),
        ("sticker", {"id": "1b0", "url": PHOTO}, Media(MediaKind.STICKER, link=PHOTO)),
        (
            "file",
            {"url": "https://f.example/d.pdf", "name": "đơn.pdf", "type": "pdf", "size": "8000"},
            Media(MediaKind.FILE, link="https://f.example/d.pdf", name="đơn.pdf", type="pdf"),
        ),
        ("nobody-knows", {"url": PHOTO}, Media(MediaKind.FILE, link=PHOTO)),
    ],
)
def test_what_is_attached(kind: str, payload: Mapping[str, str], media: Media) -> None:
    body = chats.zalo_message(NOW, "m1", kind=kind, text="Đây", attachments=[{"type": kind, "payload": payload}])
    assert only(chats.ZALO, body) == Inbound(chats.ZALO_USER, said_at=NOW, text="Đây", media=(media,))


def test_a_place_in_text() -> None:
    where = {"type": "location", "payload": {"coordinates": {"latitude": "10.79", "longitude": "106.78"}}}
    found = only(chats.ZALO, chats.zalo_message(NOW, "m1", kind="location", attachments=[where]))
    assert (found.point, found.media) == ((10.79, 106.78), ())


@pytest.mark.parametrize("lat", ["", "NaN", "1e400", "91", None, [1]])
def test_a_place_that_is_none(lat: object) -> None:
    where = {"type": "location", "payload": {"coordinates": {"latitude": lat, "longitude": "106.78"}}}
    with pytest.raises(Unreadable):
        only(chats.ZALO, chats.zalo_message(NOW, "m1", kind="location", attachments=[where]))


def test_a_link_is_words_and_never_fetched() -> None:
    link = {"type": "link", "payload": {"title": "Đường ngập", "url": "https://bao.example/1", "thumbnail": PHOTO}}
    found = only(chats.ZALO, chats.zalo_message(NOW, "m1", kind="link", text="Xem này", attachments=[link]))
    assert (found.text, found.media) == ("Xem này\nĐường ngập https://bao.example/1", ())


def test_a_button_of_ours() -> None:
    found = only(chats.ZALO, chats.zalo_message(NOW, "m1", text=payload_of("street_light")))
    assert (found.choice, found.text) == ("street_light", "")


def test_an_answer_to_a_message() -> None:
    assert only(chats.ZALO, chats.zalo_message(NOW, "m1", text="Ừ", quote_msg_id="z9")).replies_to == ("z9",)


@pytest.mark.parametrize(("name", "contacted"), [("follow", Contacted.CAME), ("unfollow", Contacted.LEFT)])
def test_who_came_and_left(name: str, contacted: Contacted) -> None:
    said = {"oa_id": chats.OA, "follower": {"id": chats.ZALO_USER}, "source": "oa_profile", "app_id": chats.APP_ID}
    body = json.dumps({**said, "event_name": name, "timestamp": str(chats.millis(NOW))}).encode()
    assert only(chats.ZALO, body) == Inbound(chats.ZALO_USER, said_at=NOW, contacted=contacted)


@pytest.mark.parametrize("name", ["oa_send_text", "oa_send_image", "oa_send_template", "user_reacted_message", "new_thing"])
def test_what_we_said_ourselves_and_what_asks_nothing(name: str) -> None:
    body = chats.zalo_event(
        name, NOW, sender={"id": chats.OA}, recipient={"id": chats.ZALO_USER}, message={"msg_id": "1", "text": "a"}
    )
    assert read(chats.ZALO, body) == [None]


def test_several_seen_are_one_receipt_each() -> None:
    body = chats.zalo_event("user_seen_message", NOW, message={"msg_ids": ["z1", "z2"]})
    assert read(chats.ZALO, body) == [
        Receipt(ReceiptKind.SEEN, "z1", at=NOW, code="seen"),
        Receipt(ReceiptKind.SEEN, "z2", at=NOW, code="seen"),
    ]


def test_a_template_message_that_arrived_is_known_by_our_number() -> None:
    later = str(chats.millis(NOW + timedelta(seconds=5)))
    message = {"msg_id": "z3", "delivery_time": later, "tracking_id": "4711"}
    assert read(chats.ZALO, chats.zalo_event("user_received_message", NOW, message=message)) == [
        Receipt(ReceiptKind.DELIVERED, "z3", ours=4711, at=NOW + timedelta(seconds=5), code="delivered")
    ]


def test_a_tracking_id_that_is_not_ours() -> None:
    body = chats.zalo_event("user_received_message", NOW, message={"msg_id": "z3", "tracking_id": "9" * 30})
    assert read(chats.ZALO, body) == [Receipt(ReceiptKind.DELIVERED, "z3", at=NOW, code="delivered")]


def test_the_accounts_own_form_vouches_for_no_number() -> None:
    told = {"name": "Bưởi", "phone": "84908123456", "address": "12 Lê Lợi", "city": "HCM", "district": "", "ward": ""}
    found = only(chats.ZALO, chats.zalo_event("user_submit_info", NOW, info=told))
    assert (found.text, found.phone) == ("Bưởi\n84908123456\n12 Lê Lợi\nHCM", "")


@pytest.mark.parametrize(
    "body",
    [
        chats.zalo_event("anonymous_send_text", NOW, message={"msg_id": "1", "text": "a"}),
        chats.zalo_event("user_send_text", NOW, sender={}, message={"msg_id": "1", "text": "a"}),
        chats.zalo_event("user_send_text", NOW, timestamp="hôm qua", message={"msg_id": "1"}),
        chats.zalo_event("user_send_text", NOW, timestamp="9" * 40, message={"msg_id": "1"}),
        chats.zalo_event("user_send_image", NOW, message={"msg_id": "1", "attachments": "no list"}),
        chats.zalo_event("user_send_image", NOW, message={"msg_id": "1", "attachments": [7]}),
        chats.zalo_event("user_send_text", NOW, message=7),
    ],
)
def test_what_cannot_be_made_sense_of(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(chats.ZALO, body)


def test_half_a_character() -> None:
    body = chats.zalo_message(NOW, "m1", text="TEXT").replace(b"TEXT", b"a\\ud83d b\\ud83d\\udca7")
    assert only(chats.ZALO, body).text == "a b💧"
