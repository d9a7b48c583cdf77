"""Zalo, Messenger and Viber: whose deliveries are taken."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from hotline.core.channels import Setup
from hotline.core.inbound import Unreadable
from hotline.intake.known import channels
from hotline.intake.payload import REPEATED_FOR
from hotline.intake.port import DeliveryRefused, RawRequest, Refusal
from tests.intake import chats
from tests.intake.chats import NOW

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
