"""Zalo, Messenger and Viber from the first word to "not done": by the door /in/NAME/, and out to a provider on loopback."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.actions.receipts import WAITS
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import Opened
from hotline.casefile.models import ContactPoint, Delivery, Incoming, Message, ServiceRequest
from hotline.core.buttons import code_of, payload_of
from hotline.core.channels import Setup
from hotline.core.facts import SYSTEM, Channel
from hotline.intake.reading import read_kept
from hotline.notify.draining import Drain
from hotline.notify.exchange import Line
from hotline.notify.outgoing import Sender
from hotline.notify.senders.messenger import MessengerSender
from hotline.notify.senders.viber import ViberSender
from hotline.notify.senders.zalo import ZaloSender
from hotline.notify.zalotokens import ZaloTokens
from tests import make
from tests.intake import chats
from tests.notify.recorder import Recorder, Says, recorder

pytestmark = pytest.mark.usefixtures("city", "db")
ZALO = Setup("zalo", chats.ZALO.options, {**chats.ZALO.secrets, "app_secret": "s3cret", "refresh_token": "r0"})
TOKENS = Says({"access_token": "a1", "refresh_token": "r1", "expires_in": "90000"})

type Words = Callable[..., bytes]


@dataclass
class Chat:
    """A citizen with a telephone, and the provider behind it."""

    setup: Setup
    sender: Sender
    provider: Recorder
    words: Words
    photo: Words
    place: Callable[[datetime, int], bytes] | None
    press: Words
    told: Callable[[Mapping[str, Any]], tuple[str, list[str]]]
    number: Iterator[int] = field(default_factory=lambda: count(1))

    def deliver(self, body: bytes, **headers: str) -> int:
        """Deliver a body as the provider does and return the answer's status."""
        signed = headers or chats.signature_of(self.setup, body)
        return Client().post(f"/in/{self.setup.name}/", body, content_type="application/json", headers=signed).status_code

    def say(self, make_body: Callable[..., bytes], *words: str) -> None:
        """Say one thing; it is read, and what we have to say to it leaves."""
        assert self.deliver(make_body(timezone.now(), next(self.number), *words)) == 200
        self.settle()

    def settle(self, *, later: timedelta = WAITS + timedelta(seconds=1)) -> None:
        while read_kept(timezone.now()):
            pass
        while Drain(self.setup.name, self.sender).run(timezone.now() + later):
            pass

    def last(self) -> tuple[str, list[str]]:
        """Return the words and the codes of the buttons that came last."""
        return self.told(next(asked.said for asked in reversed(self.provider.asked) if asked.body.startswith(b"{")))


def _zalo(provider: Recorder) -> Chat:
    def told(said: Mapping[str, Any]) -> tuple[str, list[str]]:
        assert said["recipient"] == {"user_id": chats.ZALO_USER}
        buttons = said["message"].get("attachment", {}).get("payload", {}).get("buttons", [])
        return said["message"]["text"], [code_of(button["payload"]) for button in buttons]

    provider.by_path["/v4/oa/access_token"] = TOKENS
    ids = count(1)
    provider.by_path["/v3.0/oa/message/cs"] = lambda _asked: Says({"error": 0, "data": {"message_id": f"z{next(ids)}"}})
    tokens = ZaloTokens(Line("zalo-token", provider.base))
    where = {"type": "location", "payload": {"coordinates": {"latitude": "10.7769", "longitude": "106.7009"}}}
    return Chat(
        ZALO,
        ZaloSender(ZALO, tokens, Line("zalo", provider.base)),
        provider,
        words=lambda at, n, text: chats.zalo_message(at, f"m{n}", text=text),
        photo=lambda at, n, url, *text: chats.zalo_message(
            at, f"m{n}", kind="image", text=" ".join(text), attachments=[{"type": "image", "payload": {"url": url}}]
        ),
        place=lambda at, n: chats.zalo_message(at, f"m{n}", kind="location", attachments=[where]),
        press=lambda at, n, code: chats.zalo_message(at, f"m{n}", text=payload_of(code)),
        told=told,
    )


def _messenger(provider: Recorder) -> Chat:
    def told(said: Mapping[str, Any]) -> tuple[str, list[str]]:
        assert said["recipient"] == {"id": chats.PSID}
        return said["message"]["text"], [code_of(reply["payload"]) for reply in said["message"].get("quick_replies", [])]

    def page(at: datetime, n: int, **message: Any) -> bytes:
        return chats.messenger_page(chats.messenger_item(at, message={"mid": f"m_{n}", **message}))

    ids = count(1)
    provider.by_path["/v23.0/me/messages"] = lambda _asked: Says({"recipient_id": chats.PSID, "message_id": f"out_{next(ids)}"})
    return Chat(
        chats.MESSENGER,
        MessengerSender(chats.MESSENGER, Line("messenger", provider.base)),
        provider,
        words=lambda at, n, text: page(at, n, text=text),
        photo=lambda at, n, url, *text: page(
            at, n, text=" ".join(text), attachments=[{"type": "image", "payload": {"url": url}}]
        ),
        place=None,
        press=lambda at, n, code: page(at, n, text="Đèn", quick_reply={"payload": payload_of(code)}),
        told=told,
    )


def _viber(provider: Recorder) -> Chat:
    def told(said: Mapping[str, Any]) -> tuple[str, list[str]]:
        assert said["receiver"] == chats.VIBER_USER
        return said["text"], [code_of(button["ActionBody"]) for button in said.get("keyboard", {}).get("Buttons", [])]

    ids = count(5741311803571721087)
    provider.by_path["/pa/send_message"] = lambda _asked: Says({"status": 0, "message_token": next(ids)})
    return Chat(
        chats.VIBER,
        ViberSender(chats.VIBER, "Tổng đài 1022", Line("viber", provider.base)),
        provider,
        words=lambda at, n, text: chats.viber_message(at, n, type="text", text=text),
        photo=lambda at, n, url, *text: chats.viber_message(at, n, type="picture", media=url, text=" ".join(text)),
        place=lambda at, n: chats.viber_message(at, n, type="location", location={"lat": 10.7769, "lon": 106.7009}),
        press=lambda at, n, code: chats.viber_message(at, n, type="text", text=payload_of(code)),
        told=told,
    )


@pytest.fixture(params=[_zalo, _messenger, _viber], ids=["zalo", "messenger", "viber"])
def chat(request: pytest.FixtureRequest) -> Iterator[Chat]:
    with recorder() as provider, override_settings(HOTLINE_OUTGOING_LOOPBACK=True):
        provider.by_path["/photo.jpg"] = Says(make.jpeg(), headers={"content-type": "image/jpeg"})
        found: Chat = request.param(provider)
        setup = found.setup
        actions.set_up_channel(setup.name, options=setup.options, secrets=setup.secrets, now=timezone.now(), actor=SYSTEM)
        yield found


def opened(chat: Chat) -> Opened:
    row = ServiceRequest.objects.get()
    assert row.channel == chat.setup.name
    return Opened(row.pk, row.reference, "", row.received_at, created=True)


def test_from_the_first_word_to_not_done(chat: Chat) -> None:
    chat.say(chat.words, "Đèn đường hư mấy đêm nay")
    question, buttons = chat.last()
    assert question.startswith("Việc bạn báo thuộc loại nào? Xin bấm chọn, hoặc nhắn câu trả lời.")
    assert "bằng số" not in question
    assert buttons[-1] == "other"
    assert buttons[0].startswith("street_light")

    chat.say(chat.press, buttons[0])
    asks_where, _buttons = chat.last()
    if chat.place is None:
        assert "/place/" in asks_where  # no place can be sent there: a page to put a pin on
        chat.say(chat.words, "12 Lê Lợi, phường Sài Gòn")
    else:
        chat.say(chat.photo, f"{chat.provider.base}/photo.jpg")
        chat.say(chat.place)
    if "skip" in chat.last()[1]:  # the service asks for a photo
        chat.say(chat.press, "skip")
    case = opened(chat)
    assert case.reference in chat.last()[0]
    row = ServiceRequest.objects.get()
    assert (row.words, row.service_chosen) == ("Đèn đường hư mấy đêm nay", True)
    assert row.attachments.count() == (0 if chat.place is None else 1)

    actions.ask(case.request_id, words="Trụ đèn số mấy?", now=timezone.now(), actor=make.OPERATOR)
    chat.settle()
    assert "Trụ đèn số mấy?" in chat.last()[0]
    chat.say(chat.photo, f"{chat.provider.base}/photo.jpg", "Trụ số 12 ạ")
    assert [question.reply for question in make.case(case).questions] == ["Trụ số 12 ạ"]
    assert ServiceRequest.objects.get().attachments.count() == (1 if chat.place is None else 2)

    now = timezone.now()
    actions.forward(case.request_id, now=now, actor=make.OPERATOR)
    for part in make.case(case).parts:
        actions.accept_part(part.id, now=now, actor=make.officer(part))
        actions.file_result(part.id, note="Đã thay bóng.", evidence=[make.photo(now=now)], now=now, actor=make.officer(part))
        actions.accept_result(part.id, now=now, actor=make.DESK)
    words = "Đơn vị đã thay bóng đèn."
    actions.draft_answer(case.request_id, words=words, public_words=words, now=now, actor=make.DESK)
    actions.send_answer(case.request_id, now=now, actor=make.DESK)
    chat.settle()
    assert words in chat.last()[0]

    chat.say(chat.words, "CHƯA XONG, tối qua vẫn tắt")
    again = make.case(case)
    assert again.request.round == 2
    assert again.events[-1].name != "reporter_wrote"
    assert not Message.objects.filter(channel=chat.setup.name).exclude(state="sent").exists()


def test_repeats_and_shuffles_change_nothing(chat: Chat) -> None:
    begun = timezone.now() - timedelta(minutes=5)
    bodies = [
        chat.words(begun, 1, "Đèn đường hư mấy đêm nay"),
        chat.words(begun + timedelta(seconds=1), 2, "1"),
        chat.words(begun + timedelta(seconds=2), 3, "12 Lê Lợi, phường Sài Gòn"),
        chat.words(begun + timedelta(seconds=3), 4, "bỏ qua"),
    ]
    shuffled = bodies * 3
    random.Random(7).shuffle(shuffled)
    for body in shuffled:
        assert chat.deliver(body) == 200
    chat.settle()
    row = ServiceRequest.objects.get()
    assert (row.words, row.place_words) == ("Đèn đường hư mấy đêm nay", "12 Lê Lợi, phường Sài Gòn")
    assert Incoming.objects.count() == 4
    assert Delivery.objects.filter(channel=chat.setup.name).count() <= 4 + ServiceRequest.objects.count()


def test_at_the_door(chat: Chat) -> None:
    body = chat.words(timezone.now(), 1, "Đèn hư")
    name, mac = next(iter(chats.signature_of(chat.setup, body).items()))
    wrong = mac[:-1] + ("0" if mac[-1] != "0" else "1")
    assert chat.deliver(body, other="x") == 401
    assert chat.deliver(body, **{name: wrong}) == 403
    assert chat.deliver(chat.words(timezone.now() - timedelta(days=3), 1, "Đèn hư")) == 403
    assert chat.deliver(body.replace(b"h", b"H"), **{name: mac}) == 403
    assert not Delivery.objects.exists()


def test_a_photo_whose_link_points_inside_is_kept_for_a_person(chat: Chat) -> None:
    chat.say(chat.words, "Đèn đường hư mấy đêm nay")
    with override_settings(HOTLINE_OUTGOING_LOOPBACK=False):
        chat.say(chat.photo, f"{chat.provider.base}/photo.jpg")
        chat.say(chat.photo, "https://169.254.169.254/latest/meta-data")
    assert not [asked for asked in chat.provider.asked if asked.path == "/photo.jpg"]
    assert sum(Incoming.objects.values_list("lost", flat=True)) == 2
    assert Delivery.objects.filter(state="read").count() >= 3


def test_what_became_of_a_message_is_kept(chat: Chat) -> None:
    chat.say(chat.words, "Đèn đường hư mấy đêm nay")
    sent = Message.objects.get()
    assert (sent.state, sent.channel) == ("sent", chat.setup.name)
    now = timezone.now()
    for kind, body in _receipts(chat, sent.provider_id, now):
        assert chat.deliver(body) == 200
        chat.settle()
        sent.refresh_from_db()
        assert sent.receipt == kind


def _receipts(chat: Chat, provider_id: str, now: datetime) -> list[tuple[str, bytes]]:
    if chat.setup.name == "zalo":
        return [
            ("delivered", chats.zalo_event("user_received_message", now, message={"msg_id": provider_id})),
            ("seen", chats.zalo_event("user_seen_message", now, message={"msg_ids": [provider_id]})),
        ]
    if chat.setup.name == "messenger":
        watermark = chats.millis(now)
        delivered = {"mids": [provider_id], "watermark": watermark}
        return [
            ("delivered", chats.messenger_page(chats.messenger_item(now, delivery=delivered))),
            ("seen", chats.messenger_page(chats.messenger_item(now, read={"watermark": watermark}))),
        ]
    return [
        (kind, chats.viber_event(kind, now, int(provider_id), user_id=chats.VIBER_USER))
        for kind in ("failed", "delivered", "seen")
    ]


def test_who_comes_and_goes_opens_nothing(chat: Chat) -> None:
    now = timezone.now()
    if chat.setup.name == "zalo":
        came = chats.zalo_event("follow", now, follower={"id": chats.ZALO_USER})
    elif chat.setup.name == "messenger":
        came = chats.messenger_page(chats.messenger_item(now, postback={"title": "Bắt đầu", "payload": "GET_STARTED"}))
    else:
        came = chats.viber_event("conversation_started", now, 1, type="open", user={"id": chats.VIBER_USER, "name": "Bưởi"})
    assert chat.deliver(came) == 200
    chat.settle()
    assert not ServiceRequest.objects.exists()
    assert chat.provider.asked == []


def test_a_number_that_wrote_is_known_to_be_theirs_and_an_account_is_no_number(chat: Chat) -> None:
    chat.say(chat.words, "Đèn đường hư mấy đêm nay")
    actions.settle_sender(Point(Channel.SMS, "+84908369123"), now=timezone.now())
    known = {point.kind: point.verified_at is not None for point in ContactPoint.objects.all()}
    assert known == {chat.setup.name: False, "sms": True}
