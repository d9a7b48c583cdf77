"""Every channel, by what was captured of it: signed, split and read; and a channel more is one file and one capture."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Conversation, Incoming, Message
from hotline.core.facts import SYSTEM
from hotline.core.inbound import Inbound, Receipt
from hotline.intake import channels as files
from hotline.intake.known import channels
from hotline.intake.port import DeliveryRefused, InboundChannel, OwnWord, PhotoLinks, RawRequest, Refusal, nothing_signed
from hotline.intake.reading import read_kept
from tests.intake.payloads import Payload, payloads

CAPTURED = payloads()
SIGNED = [one for one in CAPTURED if channels()[one.channel].authentic is not nothing_signed]


def _channel(payload: Payload) -> InboundChannel:
    return channels()[payload.channel]


def _refusal(payload: Payload, request: RawRequest, *, now: datetime | None = None) -> Refusal:
    with pytest.raises(DeliveryRefused) as refused:
        _channel(payload).authentic(request, payload.setup, now or payload.now)
    return refused.value.why


def test_every_channel_that_is_delivered_by_http_was_captured_once_at_least() -> None:
    delivered = {name for name, channel in channels().items() if channel.authentic is not nothing_signed}
    assert delivered - {one.channel for one in CAPTURED} == set()


@pytest.mark.parametrize("payload", SIGNED, ids=lambda one: one.name)
def test_a_delivery_is_the_providers_and_one_byte_less_is_not(payload: Payload) -> None:
    _channel(payload).authentic(payload.request, payload.setup, payload.now)
    body, query = payload.request.body, payload.request.query
    in_body = body and not payload.keyed
    changed = replace(payload.request, body=_one_byte_other(body)) if in_body else replace(payload.request, query=query + "0")
    assert _refusal(payload, changed) in (Refusal.WRONG_SIGNATURE, Refusal.UNSIGNED)


@pytest.mark.parametrize("payload", SIGNED, ids=lambda one: one.name)
def test_a_delivery_without_its_signature_or_with_anothers_is_refused(payload: Payload) -> None:
    bare = replace(payload.request, headers={}, query="" if payload.request.body else payload.request.query.partition("&")[0])
    assert _refusal(payload, bare) in (Refusal.UNSIGNED, Refusal.WRONG_SIGNATURE)
    others = replace(payload, setup=replace(payload.setup, secrets=dict.fromkeys(payload.setup.secrets, "another")))
    assert _refusal(others, payload.request) is Refusal.WRONG_SIGNATURE


@pytest.mark.parametrize("payload", [one for one in SIGNED if one.ages], ids=lambda one: one.name)
def test_an_old_delivery_is_stale(payload: Payload) -> None:
    assert _refusal(payload, payload.request, now=payload.now + timedelta(days=30)) is Refusal.STALE


@pytest.mark.parametrize("payload", CAPTURED, ids=lambda one: one.name)
def test_a_delivery_is_split_and_read_as_it_was_meant(payload: Payload) -> None:
    channel = _channel(payload)
    if channel.authentic is nothing_signed:
        bodies = [payload.request.body]
    else:
        pieces = channel.split(payload.request)
        assert [piece.provider_id for piece in pieces] == [
            one.get("id", piece.provider_id) for piece, one in zip(pieces, payload.read, strict=True)
        ]
        assert list(channel.split(payload.request)) == list(pieces)
        bodies = [piece.body for piece in pieces]
    for body, expected in zip(bodies, payload.read, strict=True):
        _agrees(channel.read(body), expected)


def _agrees(found: Inbound | Receipt | OwnWord | PhotoLinks | None, expected: dict[str, object]) -> None:
    wanted = {name: value for name, value in expected.items() if name not in ("id", "from", "nothing")}
    if expected.get("nothing"):
        assert found is None
        return
    assert found is not None
    if "from" in expected:
        assert isinstance(found, Inbound)
        assert found.sender == expected["from"]
    for name, value in wanted.items():
        assert _plain(getattr(found, name)) == _plain(value), name


def _plain(value: object) -> object:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, str) and len(value) > 18 and value[4:5] == "-" and "T" in value:
        return datetime.fromisoformat(value).timestamp()
    return value


def _one_byte_other(body: bytes) -> bytes:
    at = len(body) // 2
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


# ---- a channel more: CONTRIBUTING's recipe, done ---------------------------------------------------------------------------

ONE_FILE = '''
"""A pigeon post."""

from hotline.core.facts import Channel
from hotline.core.inbound import Inbound
from hotline.intake.port import DeliveryRefused, InboundChannel, Piece, Refusal


def authentic(request, setup, now):
    if request.headers.get("ring") != setup.secrets["ring"]:
        raise DeliveryRefused(Refusal.UNSIGNED)


def split(request):
    number, _, words = request.body.partition(b" ")
    return [Piece(number.decode(), request.body, sender="0908369123")]


def read(body):
    return Inbound("0908369123", text=body.decode().partition(" ")[2])


CHANNELS = (InboundChannel("pigeon", Channel.SMS, read, authentic, split),)
'''


def test_a_channel_more_is_one_file(city: str, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pigeonpost.py").write_text(ONE_FILE)
    monkeypatch.setattr(files, "__path__", [*files.__path__, str(tmp_path)])
    channels.cache_clear()
    try:
        actions.set_up_channel("pigeon", options={}, secrets={"ring": "Q7"}, now=timezone.now(), actor=SYSTEM)
        letter = "17 Đèn đường hư".encode()
        for _repeat in range(3):
            posted = Client().post("/in/pigeon/", letter, content_type="text/plain", headers={"Ring": "Q7"})
            assert posted.status_code == 200
        while read_kept(timezone.now()):
            pass
        assert Incoming.objects.count() == 1
        assert Conversation.objects.get().way == "pigeon"
        assert list(Message.objects.values_list("event", flat=True)) == ["talk_service"]
    finally:
        channels.cache_clear()


def test_a_capture_is_json_that_anybody_can_read() -> None:
    for file in (Path(__file__).parent / "payloads").glob("*.json"):
        assert {"channel", "now", "read"} <= json.loads(file.read_text("utf-8")).keys(), file.name
