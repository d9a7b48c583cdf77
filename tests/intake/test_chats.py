"""Zalo, Messenger and Viber: whose deliveries are taken, what of them is one, and what each says."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hotline.core.buttons import payload_of
from hotline.core.channels import Setup
from hotline.core.inbound import Contacted, Inbound, Media, MediaKind, Receipt, ReceiptKind, Unreadable
from hotline.intake.known import channels
from hotline.intake.payload import REPEATED_FOR
from hotline.intake.port import DeliveryRefused, OwnWord, PhotoLinks, RawRequest, Refusal
from tests.intake import chats

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PHOTO = "https://photo.example/1.jpg"
EVERY = (chats.ZALO, chats.MESSENGER, chats.VIBER)


def whole_of(setup: Setup, at: datetime, text: str = "Mất nước") -> bytes:
    """Return a delivery with one message of each chat."""
    if setup is chats.ZALO:
        return chats.zalo_message(at, "m1", text=text)
    if setup is chats.MESSENGER:
        return chats.messenger_page(chats.messenger_item(at, message={"mid": "m1", "text": text}))
    return chats.viber_message(at, 1, type="text", text=text)


def refusal(setup: Setup, request: RawRequest, now: datetime = NOW) -> Refusal | None:
    """Return why a delivery is not taken."""
    try:
        channels()[setup.name].authentic(request, setup, now)
    except DeliveryRefused as refused:
        return refused.why
    return None


def read(setup: Setup, body: bytes) -> list[Inbound | Receipt | OwnWord | PhotoLinks | None]:
    """Return all that a delivery says, split and read."""
    channel = channels()[setup.name]
    return [channel.read(piece.body) for piece in channel.split(chats.delivered(setup, body))]


def only(setup: Setup, body: bytes) -> Inbound:
    """Return the one message of a delivery."""
    (found,) = read(setup, body)
    assert isinstance(found, Inbound)
    return found


class TestSignatures:
    """The vectors of the field, over the bytes as they came."""

    VECTORS = [
        (chats.ZALO, chats.ZALO_TEXT, "x-zevent-signature", f"mac={chats.ZALO_TEXT_MAC}", 1609984527175),
        (chats.MESSENGER, chats.MESSENGER_TEXT, "x-hub-signature-256", f"sha256={chats.MESSENGER_TEXT_MAC}", 1),
        (chats.VIBER, chats.VIBER_WEBHOOK, "x-viber-content-signature", chats.VIBER_WEBHOOK_MAC, 1457764197627),
    ]

    @pytest.mark.parametrize(("setup", "body", "header", "mac", "at"), VECTORS, ids=["zalo", "messenger", "viber"])
    def test_a_vector_of_each(self, setup: Setup, body: bytes, header: str, mac: str, at: int) -> None:
        now = datetime.fromtimestamp(at / 1000, UTC)
        assert refusal(setup, chats.posted(body, {header: mac}), now) is None
        assert refusal(setup, chats.posted(body, {header: mac[:-1] + "0"}), now) is Refusal.WRONG_SIGNATURE
        assert refusal(setup, chats.posted(body + b" ", {header: mac}), now) is Refusal.WRONG_SIGNATURE
        again = json.dumps(json.loads(body), ensure_ascii=False).encode()  # the same facts are not the same bytes
        assert refusal(setup, chats.posted(again, {header: mac}), now) is Refusal.WRONG_SIGNATURE

    @pytest.mark.parametrize("setup", EVERY, ids=lambda setup: setup.name)
    @pytest.mark.parametrize(
        "headers", [{}, {"x-zevent-signature": "", "x-hub-signature-256": "", "x-viber-content-signature": ""}]
    )
    def test_without_one(self, setup: Setup, headers: Mapping[str, str]) -> None:
        assert refusal(setup, chats.posted(whole_of(setup, NOW), headers)) is Refusal.UNSIGNED

    @pytest.mark.parametrize("header", ["sha1=aa", "mac", "đúng=ừ"])
    def test_another_scheme(self, header: str) -> None:
        assert refusal(chats.ZALO, chats.posted(whole_of(chats.ZALO, NOW), {"x-zevent-signature": header})) is Refusal.UNSIGNED
        body = whole_of(chats.MESSENGER, NOW)
        assert refusal(chats.MESSENGER, chats.posted(body, {"x-hub-signature-256": header})) is Refusal.UNSIGNED

    @pytest.mark.parametrize("setup", EVERY, ids=lambda setup: setup.name)
    def test_letters_that_are_no_digits(self, setup: Setup) -> None:
        headers = {"x-zevent-signature": "mac=é", "x-hub-signature-256": "sha256=é", "x-viber-content-signature": "é"}
        assert refusal(setup, chats.posted(whole_of(setup, NOW), headers)) is Refusal.WRONG_SIGNATURE

    @pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b'{"timestamp":[1]}', b'{"timestamp":"\\ud800"}'])
    def test_zalos_covers_a_moment_that_must_be_there(self, body: bytes) -> None:
        request = chats.posted(body, {"x-zevent-signature": "mac=" + "0" * 64})
        assert refusal(chats.ZALO, request) is Refusal.WRONG_SIGNATURE

    @pytest.mark.parametrize("setup", EVERY, ids=lambda setup: setup.name)
    @pytest.mark.parametrize(
        ("age", "why"),
        [
            (timedelta(), None),
            (timedelta(hours=36), None),  # what could not be delivered for a day is no less theirs
            (REPEATED_FOR + timedelta(seconds=1), Refusal.STALE),
            (timedelta(minutes=-10), None),
            (timedelta(minutes=-16), Refusal.STALE),
        ],
    )
    def test_how_old(self, setup: Setup, age: timedelta, why: Refusal | None) -> None:
        assert refusal(setup, chats.delivered(setup, whole_of(setup, NOW - age))) is why

    @pytest.mark.parametrize("setup", [chats.MESSENGER, chats.VIBER], ids=lambda setup: setup.name)
    @pytest.mark.parametrize("body", [b"rubbish", b"{}", b'{"entry":7}', b'{"entry":[{"messaging":[7]}]}'])
    def test_what_is_theirs_but_unreadable_is_kept_for_a_person(self, setup: Setup, body: bytes) -> None:
        assert refusal(setup, chats.delivered(setup, body)) is None
        with pytest.raises(Unreadable):
            channels()[setup.name].split(chats.delivered(setup, body))


@pytest.mark.parametrize("setup", EVERY, ids=lambda setup: setup.name)
def test_by_an_empty_secret_anybody_could_sign(setup: Setup) -> None:
    empty = Setup(setup.name, setup.options, dict.fromkeys(setup.secrets, ""))
    request = chats.delivered(empty, whole_of(setup, NOW))
    for bare in (empty, Setup(setup.name, setup.options)):
        assert refusal(bare, request) is Refusal.OFF


class TestMessengersQuestion:
    """Whether the address is ours, asked by GET."""

    def ask(self, **asked: str) -> bytes:
        query = "&".join(f"hub.{name}={value}" for name, value in asked.items())
        verify = channels()["messenger"].verify
        assert verify is not None
        return verify(RawRequest("GET", query, {}, b""), chats.MESSENGER).body

    def test_our_word(self) -> None:
        assert self.ask(mode="subscribe", challenge="1158201444", verify_token="x%C3%A1c-minh") == b"1158201444"

    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"mode": "subscribe", "challenge": "1", "verify_token": "khác"},
            {"mode": "subscribe", "challenge": "1"},
            {"mode": "unsubscribe", "challenge": "1", "verify_token": "xác-minh"},
            {"mode": "subscribe", "challenge": "1", "verify_token": "%FF"},
        ],
    )
    def test_another(self, asked: dict[str, str]) -> None:
        with pytest.raises(DeliveryRefused) as refused:
            self.ask(**asked)
        assert refused.value.why is Refusal.NOT_IT


class TestZalo:
    """Events of the official account."""

    def test_words(self) -> None:
        found = only(chats.ZALO, chats.zalo_message(NOW, "m1", text=unicodedata.normalize("NFD", "Đèn đường hư")))
        assert found == Inbound(chats.ZALO_USER, said_at=NOW, text="Đèn đường hư")

    def test_an_id_past_2_53_stays_what_it_is(self) -> None:
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
    def test_what_is_attached(self, kind: str, payload: Mapping[str, str], media: Media) -> None:
        body = chats.zalo_message(NOW, "m1", kind=kind, text="Đây", attachments=[{"type": kind, "payload": payload}])
        assert only(chats.ZALO, body) == Inbound(chats.ZALO_USER, said_at=NOW, text="Đây", media=(media,))

    def test_a_place_in_text(self) -> None:
        where = {"type": "location", "payload": {"coordinates": {"latitude": "10.79", "longitude": "106.78"}}}
        found = only(chats.ZALO, chats.zalo_message(NOW, "m1", kind="location", attachments=[where]))
        assert (found.point, found.media) == ((10.79, 106.78), ())

    @pytest.mark.parametrize("lat", ["", "NaN", "1e400", "91", None, [1]])
    def test_a_place_that_is_none(self, lat: object) -> None:
        where = {"type": "location", "payload": {"coordinates": {"latitude": lat, "longitude": "106.78"}}}
        with pytest.raises(Unreadable):
            only(chats.ZALO, chats.zalo_message(NOW, "m1", kind="location", attachments=[where]))

    def test_a_link_is_words_and_never_fetched(self) -> None:
        link = {"type": "link", "payload": {"title": "Đường ngập", "url": "https://bao.example/1", "thumbnail": PHOTO}}
        found = only(chats.ZALO, chats.zalo_message(NOW, "m1", kind="link", text="Xem này", attachments=[link]))
        assert (found.text, found.media) == ("Xem này\nĐường ngập https://bao.example/1", ())

    def test_a_button_of_ours(self) -> None:
        found = only(chats.ZALO, chats.zalo_message(NOW, "m1", text=payload_of("street_light")))
        assert (found.choice, found.text) == ("street_light", "")

    def test_an_answer_to_a_message(self) -> None:
        assert only(chats.ZALO, chats.zalo_message(NOW, "m1", text="Ừ", quote_msg_id="z9")).replies_to == ("z9",)

    @pytest.mark.parametrize(("name", "contacted"), [("follow", Contacted.CAME), ("unfollow", Contacted.LEFT)])
    def test_who_came_and_left(self, name: str, contacted: Contacted) -> None:
        said = {"oa_id": chats.OA, "follower": {"id": chats.ZALO_USER}, "source": "oa_profile", "app_id": chats.APP_ID}
        body = json.dumps({**said, "event_name": name, "timestamp": str(chats.millis(NOW))}).encode()
        assert only(chats.ZALO, body) == Inbound(chats.ZALO_USER, said_at=NOW, contacted=contacted)

    @pytest.mark.parametrize("name", ["oa_send_text", "oa_send_image", "oa_send_template", "user_reacted_message", "new_thing"])
    def test_what_we_said_ourselves_and_what_asks_nothing(self, name: str) -> None:
        body = chats.zalo_event(
            name, NOW, sender={"id": chats.OA}, recipient={"id": chats.ZALO_USER}, message={"msg_id": "1", "text": "a"}
        )
        assert read(chats.ZALO, body) == [None]

    def test_several_seen_are_one_receipt_each(self) -> None:
        body = chats.zalo_event("user_seen_message", NOW, message={"msg_ids": ["z1", "z2"]})
        assert read(chats.ZALO, body) == [
            Receipt(ReceiptKind.SEEN, "z1", at=NOW, code="seen"),
            Receipt(ReceiptKind.SEEN, "z2", at=NOW, code="seen"),
        ]

    def test_a_template_message_that_arrived_is_known_by_our_number(self) -> None:
        later = str(chats.millis(NOW + timedelta(seconds=5)))
        message = {"msg_id": "z3", "delivery_time": later, "tracking_id": "4711"}
        assert read(chats.ZALO, chats.zalo_event("user_received_message", NOW, message=message)) == [
            Receipt(ReceiptKind.DELIVERED, "z3", ours=4711, at=NOW + timedelta(seconds=5), code="delivered")
        ]

    def test_a_tracking_id_that_is_not_ours(self) -> None:
        body = chats.zalo_event("user_received_message", NOW, message={"msg_id": "z3", "tracking_id": "9" * 30})
        assert read(chats.ZALO, body) == [Receipt(ReceiptKind.DELIVERED, "z3", at=NOW, code="delivered")]

    def test_the_accounts_own_form_vouches_for_no_number(self) -> None:
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
    def test_what_cannot_be_made_sense_of(self, body: bytes) -> None:
        with pytest.raises(Unreadable):
            read(chats.ZALO, body)

    def test_half_a_character(self) -> None:
        body = chats.zalo_message(NOW, "m1", text="TEXT").replace(b"TEXT", b"a\\ud83d b\\ud83d\\udca7")
        assert only(chats.ZALO, body).text == "a b💧"


class TestMessenger:
    """Entries and items of a page."""

    def item(self, **said: Any) -> bytes:
        return chats.messenger_page(chats.messenger_item(NOW, **said))

    def test_every_item_of_every_entry(self) -> None:
        """A platform that has much to say puts it together; what another application has in hand is none of ours."""
        items = [chats.messenger_item(NOW, psid=f"p{n}", message={"mid": f"m{n}", "text": f"t{n}"}) for n in range(4)]
        entries = [{"messaging": items[:2]}, {"messaging": items[2:]}, {"standby": items}, {"changes": [{"field": "feed"}]}]
        body = json.dumps({"object": "page", "entry": entries}).encode()
        pieces = channels()["messenger"].split(chats.delivered(chats.MESSENGER, body))
        assert [(piece.provider_id, piece.sender, piece.said_at) for piece in pieces] == [
            (f"message:m{n}", f"p{n}", NOW) for n in range(4)
        ]
        assert [found.text for found in read(chats.MESSENGER, body) if isinstance(found, Inbound)] == ["t0", "t1", "t2", "t3"]

    def test_our_own_words_come_back_and_are_dropped(self) -> None:
        assert read(chats.MESSENGER, self.item(message={"mid": "m1", "is_echo": True, "text": "Đã nhận"})) == [None]

    def test_what_is_attached(self) -> None:
        attachments = [
            {"type": "image", "payload": {"url": PHOTO}},
            {"type": "image", "payload": {"url": PHOTO, "sticker_id": 369239263222822}},
            {"type": "video", "payload": {"url": "https://v.example/1"}},
            {"type": "fallback", "payload": {"title": "Bài viết", "url": "https://fb.example/1"}},
        ]
        found = only(chats.MESSENGER, self.item(message={"mid": "m1", "text": "Đây", "attachments": attachments}))
        assert found.media == (
            Media(MediaKind.PHOTO, link=PHOTO),
            Media(MediaKind.STICKER, link=PHOTO),
            Media(MediaKind.VIDEO, link="https://v.example/1"),
        )
        assert found.text == "Đây\nBài viết https://fb.example/1"

    def test_buttons(self) -> None:
        quick = only(
            chats.MESSENGER, self.item(message={"mid": "m1", "text": "Đèn", "quick_reply": {"payload": payload_of("light")}})
        )
        pressed = only(chats.MESSENGER, self.item(postback={"mid": "m2", "title": "Đèn", "payload": payload_of("light")}))
        started = only(chats.MESSENGER, self.item(postback={"title": "Bắt đầu", "payload": "GET_STARTED"}))
        assert (quick.choice, quick.text, pressed.choice, pressed.contacted) == ("light", "", "light", Contacted.WROTE)
        assert (started.choice, started.contacted) == ("", Contacted.CAME)

    def test_a_quick_reply_that_is_not_ours_is_its_words(self) -> None:
        found = only(chats.MESSENGER, self.item(message={"mid": "m1", "text": "Menu", "quick_reply": {"payload": "MENU"}}))
        assert (found.choice, found.text) == ("", "Menu")

    def test_an_answer_to_a_message_and_an_arrival(self) -> None:
        assert only(chats.MESSENGER, self.item(message={"mid": "m1", "text": "Ừ", "reply_to": {"mid": "m0"}})).replies_to == (
            "m0",
        )
        came = only(chats.MESSENGER, self.item(referral={"ref": "qr", "source": "SHORTLINK", "type": "OPEN_THREAD"}))
        assert came.contacted is Contacted.CAME

    def test_receipts(self) -> None:
        until = NOW - timedelta(seconds=9)
        named = self.item(delivery={"mids": ["m1", "m2"], "watermark": chats.millis(until)})
        assert read(chats.MESSENGER, named) == [
            Receipt(ReceiptKind.DELIVERED, "m1", at=NOW, code="delivered"),
            Receipt(ReceiptKind.DELIVERED, "m2", at=NOW, code="delivered"),
        ]
        for name, kind in (("delivery", ReceiptKind.DELIVERED), ("read", ReceiptKind.SEEN)):
            assert read(chats.MESSENGER, self.item(**{name: {"watermark": chats.millis(until)}})) == [
                Receipt(kind, to=chats.PSID, at=until, code=kind.value)
            ]

    def test_what_asks_nothing(self) -> None:
        assert read(chats.MESSENGER, self.item(reaction={"mid": "m1", "action": "react"})) == [None]

    def test_repeats_have_one_name_and_different_things_different_ones(self) -> None:
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
    def test_what_cannot_be_made_sense_of(self, said: dict[str, object]) -> None:
        with pytest.raises(Unreadable):
            read(chats.MESSENGER, self.item(**said))

    def test_nobody_sent_it(self) -> None:
        with pytest.raises(Unreadable):
            read(chats.MESSENGER, chats.messenger_page({"timestamp": chats.millis(NOW), "message": {"mid": "m"}}))


class TestViber:
    """Events of the bot."""

    def test_words_with_who_says_them(self) -> None:
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
    def test_what_is_attached(self, message: dict[str, object], media: Media) -> None:
        assert only(chats.VIBER, chats.viber_message(NOW, 1, **message)).media == (media,)

    @pytest.mark.parametrize(
        ("message", "text"),
        [
            ({"type": "url", "media": "https://bao.example/1"}, "https://bao.example/1"),
            ({"type": "contact", "contact": {"name": "Tổ trưởng", "phone_number": "0908123456"}}, "Tổ trưởng 0908123456"),
            ({"type": "rich_media", "alt_text": "Thẻ"}, "Thẻ"),
        ],
    )
    def test_what_is_shared_is_words(self, message: dict[str, object], text: str) -> None:
        found = only(chats.VIBER, chats.viber_message(NOW, 1, **message))
        assert (found.text, found.media) == (text, ())

    def test_a_place_and_a_button(self) -> None:
        assert only(chats.VIBER, chats.viber_message(NOW, 1, type="location", location={"lat": 10.77, "lon": 106.7})).point == (
            10.77,
            106.7,
        )
        assert only(chats.VIBER, chats.viber_message(NOW, 1, type="text", text=payload_of("light"))).choice == "light"

    def test_who_came_and_left(self) -> None:
        user = {"id": chats.VIBER_USER, "name": "Bưởi", "language": "vi"}
        started = only(chats.VIBER, chats.viber_event("conversation_started", NOW, 1, type="open", user=user, subscribed=False))
        left = only(chats.VIBER, chats.viber_event("unsubscribed", NOW, 2, user_id=chats.VIBER_USER))
        assert (started.contacted, started.name, left.contacted) == (Contacted.CAME, "Bưởi", Contacted.LEFT)
        assert left.sender == chats.VIBER_USER
        assert only(chats.VIBER, chats.viber_event("subscribed", NOW, 3, user=user)).contacted is Contacted.CAME

    @pytest.mark.parametrize(("name", "kind"), [("delivered", "delivered"), ("seen", "seen"), ("failed", "failed")])
    def test_receipts(self, name: str, kind: str) -> None:
        body = chats.viber_event(name, NOW, 4912661846655238145, user_id=chats.VIBER_USER, desc="hết hạn")
        assert read(chats.VIBER, body) == [Receipt(ReceiptKind(kind), "4912661846655238145", at=NOW, code="hết hạn")]
        (piece,) = channels()["viber"].split(chats.delivered(chats.VIBER, body))
        assert (piece.sender, piece.provider_id) == ("", f"{name}:4912661846655238145:{chats.VIBER_USER}")

    def test_the_platform_tries_the_address(self) -> None:
        assert read(chats.VIBER, chats.VIBER_WEBHOOK) == []

    def test_what_asks_nothing(self) -> None:
        assert read(chats.VIBER, chats.viber_event("action", NOW, 1)) == [None]

    def test_nobody_sent_it(self) -> None:
        with pytest.raises(Unreadable):
            read(chats.VIBER, chats.viber_event("message", NOW, 1, message={"type": "text", "text": "a"}))
