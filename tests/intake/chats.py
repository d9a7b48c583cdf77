"""What Zalo, Messenger and Viber deliver: payloads as the providers' papers and clients show them, signed as they sign."""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from hotline.core.channels import Setup
from hotline.core.inbound import Inbound, Receipt
from hotline.intake.known import channels
from hotline.intake.port import OwnWord, PhotoLinks, RawRequest

APP_ID, OA_SECRET = "1163843031413526746", "oa-secret"
ZALO = Setup("zalo", {"app_id": APP_ID}, {"oa_secret": OA_SECRET})
MESSENGER = Setup("messenger", {}, {"app_secret": "app_secret", "verify_token": "xác-minh", "page_token": "page-token"})
VIBER = Setup("viber", {}, {"token": "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"})

ZALO_TEXT = (
    b'{"app_id":"1163843031413526746","user_id_by_app":"2372735685249892743","event_name":"user_send_text",'
    b'"timestamp":"1609984527175","sender":{"id":"4339761418830368433"},"recipient":{"id":"2197174064623873199"},'
    b'"message":{"msg_id":"This is message id","text":"This is testing message"}}'
)
ZALO_TEXT_MAC = "c1e10fee5404b460c07defbcf14004a97e8c9d999fff64c420890b9e45e213d6"
MESSENGER_TEXT = (
    rb'{"object":"page","entry":[{"id":"PAGE","time":1,"messaging":[{"sender":{"id":"PSID"},"recipient":{"id":"PAGE"},'
    rb'"timestamp":1,"message":{"mid":"m_1","text":"M\u1ea5t n\u01b0\u1edbc"}}]}]}'
)
MESSENGER_TEXT_MAC = "3190bcd9e8ae51cca5c135fba049524afae43c3b566d0ca6dd550eb181dada33"
VIBER_WEBHOOK = b'{"event":"webhook","timestamp":1457764197627,"message_token":241256543215}'
VIBER_WEBHOOK_MAC = "bd52434b46be1542d32bfa5e3332b757b927e183c5ef3b20a5f9877207dc55b9"

OA, ZALO_USER = "2197174064623873199", "9339761418830368433"  # past 2^53, as Zalo's are
PAGE, PSID = "104857601234567", "25141234567890123"
VIBER_USER = "01234567890A="

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PHOTO = "https://photo.example/1.jpg"


def millis(moment: datetime) -> int:
    """Return a moment as providers write it."""
    return round(moment.timestamp() * 1000)


def zalo_event(name: str, at: datetime, *, user: str = ZALO_USER, **more: Any) -> bytes:
    """Return an event of the account, as Zalo writes it: numbers as text."""
    whole = {"app_id": APP_ID, "event_name": name, "timestamp": str(millis(at))}
    people = {"sender": {"id": user}, "recipient": {"id": OA}, "user_id_by_app": "2372735685249892743"}
    return json.dumps({**whole, **people, **more}, ensure_ascii=False).encode()


def zalo_message(at: datetime, msg_id: str, *, kind: str = "text", user: str = ZALO_USER, **message: Any) -> bytes:
    """Return what a citizen sent."""
    return zalo_event(f"user_send_{kind}", at, user=user, message={"msg_id": msg_id, **message})


def messenger_item(at: datetime, *, psid: str = PSID, **said: Any) -> dict[str, Any]:
    """Return one item of an entry."""
    return {"sender": {"id": psid}, "recipient": {"id": PAGE}, "timestamp": millis(at), **said}


def messenger_page(*items: Mapping[str, Any]) -> bytes:
    """Return a delivery with an entry for each item."""
    entries = [{"id": PAGE, "time": item["timestamp"], "messaging": [item]} for item in items]
    return json.dumps({"object": "page", "entry": entries}).encode()


def viber_event(name: str, at: datetime, token: int, **more: Any) -> bytes:
    """Return an event of the bot."""
    whole = {"event": name, "timestamp": millis(at), "chat_hostname": "SN-CHAT-05_", "message_token": token, **more}
    return json.dumps(whole, ensure_ascii=False).encode()


def viber_message(at: datetime, token: int, **message: Any) -> bytes:
    """Return what a citizen sent."""
    person = {"id": VIBER_USER, "name": "Nguyễn Thị Bưởi", "language": "vi", "country": "VN", "api_version": 10}
    return viber_event("message", at, token, sender=person, message=message, silent=False)


def signature_of(setup: Setup, body: bytes) -> dict[str, str]:
    """Return the header by which the provider says that it sent this body."""
    if setup.name == "zalo":
        timestamp = json.loads(body)["timestamp"]
        mac = sha256(
            f"{setup.options['app_id']}".encode() + body + f"{timestamp}{setup.secrets['oa_secret']}".encode()
        ).hexdigest()
        return {"x-zevent-signature": f"mac={mac}"}
    if setup.name == "messenger":
        mac = hmac.new(setup.secrets["app_secret"].encode(), body, "sha256").hexdigest()
        return {"x-hub-signature-256": f"sha256={mac}"}
    return {"x-viber-content-signature": hmac.new(setup.secrets["token"].encode(), body, "sha256").hexdigest()}


def posted(body: bytes, headers: Mapping[str, str]) -> RawRequest:
    """Return a delivery."""
    return RawRequest("POST", "", headers, body)


def delivered(setup: Setup, body: bytes) -> RawRequest:
    """Return a delivery as the provider makes it."""
    return posted(body, signature_of(setup, body))


def read(setup: Setup, body: bytes) -> list[Inbound | Receipt | OwnWord | PhotoLinks | None]:
    """Return all that a delivery says, split and read."""
    channel = channels()[setup.name]
    return [channel.read(piece.body) for piece in channel.split(delivered(setup, body))]


def only(setup: Setup, body: bytes) -> Inbound:
    """Return the one message of a delivery."""
    (found,) = read(setup, body)
    assert isinstance(found, Inbound)
    return found
