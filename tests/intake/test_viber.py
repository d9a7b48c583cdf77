"""Viber: what of its deliveries is one, and what each says."""

import pytest

from hotline.core.buttons import payload_of
from hotline.core.inbound import Contacted, Inbound, Media, MediaKind, Receipt, ReceiptKind, Unreadable
from hotline.intake.known import channels
from tests.intake import chats
from tests.intake.chats import NOW, PHOTO, only, read


def test_words_with_who_says_them() -> None:
    found = only(chats.VIBER, chats.viber_message(NOW, 5098034272017990000, type="text", text="Mất nước"))
    assert found == Inbound(chats.VIBER_USER, said_at=NOW, text="Mất nước", name="Nguyễn Thị Bưởi", language="vi")


@pytest.mark.parametrize(
    ("message", "media"),
    [
        ({"type": "picture", "media": PHOTO, "text": "a"}, Media(MediaKind.PHOTO, link=PHOTO)),
        ({"type": "video", "media": "https://v.example/1"}, Media(MediaKind.VIDEO, link="https://v.example/1")),
        (
            {"type": "file", "media": "https://f/1", "file_name": "đơn.pdf"},
            Media(MediaKind.FILE, link="https://f/1", name="đơn.pdf"),
        ),
        ({"type": "sticker", "sticker_id": 46105}, Media(MediaKind.STICKER)),
    ],
)
def test_what_is_attached(message: dict[str, object], media: Media) -> None:
    assert only(chats.VIBER, chats.viber_message(NOW, 1, **message)).media == (media,)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"type": "url", "media": "https://bao.example/1"}, "https://bao.example/1"),
        ({"type": "contact", "contact": {"name": "Tổ trưởng", "phone_number": "0908123456"}}, "Tổ trưởng 0908123456"),
        ({"type": "rich_media", "alt_text": "Thẻ"}, "Thẻ"),
    ],
)
def test_what_is_shared_is_words(message: dict[str, object], text: str) -> None:
    found = only(chats.VIBER, chats.viber_message(NOW, 1, **message))
    assert (found.text, found.media) == (text, ())


def test_a_place_and_a_button() -> None:
    assert only(chats.VIBER, chats.viber_message(NOW, 1, type="location", location={"lat": 10.77, "lon": 106.7})).point == (
        10.77,
        106.7,
    )
    assert only(chats.VIBER, chats.viber_message(NOW, 1, type="text", text=payload_of("light"))).choice == "light"


def test_who_came_and_left() -> None:
    user = {"id": chats.VIBER_USER, "name": "Bưởi", "language": "vi"}
    started = only(chats.VIBER, chats.viber_event("conversation_started", NOW, 1, type="open", user=user, subscribed=False))
    left = only(chats.VIBER, chats.viber_event("unsubscribed", NOW, 2, user_id=chats.VIBER_USER))
    assert (started.contacted, started.name, left.contacted) == (Contacted.CAME, "Bưởi", Contacted.LEFT)
    assert left.sender == chats.VIBER_USER
    assert only(chats.VIBER, chats.viber_event("subscribed", NOW, 3, user=user)).contacted is Contacted.CAME


@pytest.mark.parametrize(("name", "kind"), [("delivered", "delivered"), ("seen", "seen"), ("failed", "failed")])
def test_receipts(name: str, kind: str) -> None:
    body = chats.viber_event(name, NOW, 4912661846655238145, user_id=chats.VIBER_USER, desc="hết hạn")
    assert read(chats.VIBER, body) == [Receipt(ReceiptKind(kind), "4912661846655238145", at=NOW, code="hết hạn")]
    (piece,) = channels()["viber"].split(chats.delivered(chats.VIBER, body))
    assert (piece.sender, piece.provider_id) == ("", f"{name}:4912661846655238145:{chats.VIBER_USER}")


def test_the_platform_tries_the_address() -> None:
    assert read(chats.VIBER, chats.VIBER_WEBHOOK) == []


def test_what_asks_nothing() -> None:
    assert read(chats.VIBER, chats.viber_event("action", NOW, 1)) == [None]


def test_nobody_sent_it() -> None:
    with pytest.raises(Unreadable):
        read(chats.VIBER, chats.viber_event("message", NOW, 1, message={"type": "text", "text": "a"}))
