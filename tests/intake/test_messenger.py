"""Messenger: what of its deliveries is one, and what each says."""

import json
from datetime import timedelta
from typing import Any

import pytest

from hotline.core.buttons import payload_of
from hotline.core.inbound import Contacted, Inbound, Media, MediaKind, Receipt, ReceiptKind, Unreadable
from hotline.intake.known import channels
from tests.intake import chats
from tests.intake.chats import NOW, PHOTO, only, read


def item(**said: Any) -> bytes:
    return chats.messenger_page(chats.messenger_item(NOW, **said))


def test_every_item_of_every_entry() -> None:
    """A platform that has much to say puts it together; what another application has in hand is none of ours."""
    items = [chats.messenger_item(NOW, psid=f"p{n}", message={"mid": f"m{n}", "text": f"t{n}"}) for n in range(4)]
    entries = [{"messaging": items[:2]}, {"messaging": items[2:]}, {"standby": items}, {"changes": [{"field": "feed"}]}]
    body = json.dumps({"object": "page", "entry": entries}).encode()
    pieces = channels()["messenger"].split(chats.delivered(chats.MESSENGER, body))
    assert [(piece.provider_id, piece.sender, piece.said_at) for piece in pieces] == [
        (f"message:m{n}", f"p{n}", NOW) for n in range(4)
    ]
    assert [found.text for found in read(chats.MESSENGER, body) if isinstance(found, Inbound)] == ["t0", "t1", "t2", "t3"]


def test_our_own_words_come_back_and_are_dropped() -> None:
    assert read(chats.MESSENGER, item(message={"mid": "m1", "is_echo": True, "text": "Đã nhận"})) == [None]


def test_what_is_attached() -> None:
    attachments = [
        {"type": "image", "payload": {"url": PHOTO}},
        {"type": "image", "payload": {"url": PHOTO, "sticker_id": 369239263222822}},
        {"type": "video", "payload": {"url": "https://v.example/1"}},
        {"type": "fallback", "payload": {"title": "Bài viết", "url": "https://fb.example/1"}},
    ]
    found = only(chats.MESSENGER, item(message={"mid": "m1", "text": "Đây", "attachments": attachments}))
    assert found.media == (
        Media(MediaKind.PHOTO, link=PHOTO),
        Media(MediaKind.STICKER, link=PHOTO),
        Media(MediaKind.VIDEO, link="https://v.example/1"),
    )
    assert found.text == "Đây\nBài viết https://fb.example/1"


def test_buttons() -> None:
    quick = only(chats.MESSENGER, item(message={"mid": "m1", "text": "Đèn", "quick_reply": {"payload": payload_of("light")}}))
    pressed = only(chats.MESSENGER, item(postback={"mid": "m2", "title": "Đèn", "payload": payload_of("light")}))
    started = only(chats.MESSENGER, item(postback={"title": "Bắt đầu", "payload": "GET_STARTED"}))
    assert (quick.choice, quick.text, pressed.choice, pressed.contacted) == ("light", "", "light", Contacted.WROTE)
    assert (started.choice, started.contacted) == ("", Contacted.CAME)


def test_a_quick_reply_that_is_not_ours_is_its_words() -> None:
    found = only(chats.MESSENGER, item(message={"mid": "m1", "text": "Menu", "quick_reply": {"payload": "MENU"}}))
    assert (found.choice, found.text) == ("", "Menu")


def test_an_answer_to_a_message_and_an_arrival() -> None:
    assert only(chats.MESSENGER, item(message={"mid": "m1", "text": "Ừ", "reply_to": {"mid": "m0"}})).replies_to == ("m0",)
    came = only(chats.MESSENGER, item(referral={"ref": "qr", "source": "SHORTLINK", "type": "OPEN_THREAD"}))
    assert came.contacted is Contacted.CAME


def test_receipts() -> None:
    until = NOW - timedelta(seconds=9)
    named = item(delivery={"mids": ["m1", "m2"], "watermark": chats.millis(until)})
    assert read(chats.MESSENGER, named) == [
        Receipt(ReceiptKind.DELIVERED, "m1", at=NOW, code="delivered"),
        Receipt(ReceiptKind.DELIVERED, "m2", at=NOW, code="delivered"),
    ]
    for name, kind in (("delivery", ReceiptKind.DELIVERED), ("read", ReceiptKind.SEEN)):
        assert read(chats.MESSENGER, item(**{name: {"watermark": chats.millis(until)}})) == [
            Receipt(kind, to=chats.PSID, at=until, code=kind.value)
        ]


def test_what_asks_nothing() -> None:
    assert read(chats.MESSENGER, item(reaction={"mid": "m1", "action": "react"})) == [None]


def test_repeats_have_one_name_and_different_things_different_ones() -> None:
    later = NOW + timedelta(seconds=1)
    items = [
        chats.messenger_item(NOW, message={"mid": "m1", "text": "a"}),
        chats.messenger_item(NOW, postback={"payload": "X"}),
        chats.messenger_item(later, postback={"payload": "X"}),
        chats.messenger_item(NOW, read={"watermark": 1}),
        chats.messenger_item(NOW, read={"watermark": 2}),
        chats.messenger_item(NOW, referral={"ref": "a"}),
    ]
    split = channels()["messenger"].split
    names = [piece.provider_id for piece in split(chats.delivered(chats.MESSENGER, chats.messenger_page(*items, *items)))]
    assert len(set(names)) == len(items)
    assert names[: len(items)] == names[len(items) :]


@pytest.mark.parametrize("said", [{"message": {"mid": "m", "attachments": [7]}}, {"message": 7}, {"delivery": {"mids": 7}}])
def test_what_cannot_be_made_sense_of(said: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        read(chats.MESSENGER, item(**said))


def test_nobody_sent_it() -> None:
    with pytest.raises(Unreadable):
        read(chats.MESSENGER, chats.messenger_page({"timestamp": chats.millis(NOW), "message": {"mid": "m"}}))
