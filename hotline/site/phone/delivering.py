"""Delivers what was typed on the demonstration's telephone, signed as each provider signs, to the door that providers use."""

import base64
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIRequest

from hotline.casefile import actions
from hotline.casefile.queries.setups import setup_of, setups
from hotline.core.buttons import payload_of
from hotline.core.channels import Setup
from hotline.core.facts import SYSTEM, Channel
from hotline.directory.queries import snapshot
from hotline.intake import simulated
from hotline.intake.keeping import keep
from hotline.intake.known import channels
from hotline.intake.letters.envelope import Envelope, piece_of
from hotline.intake.views.receiving import receive

WAYS: Mapping[Channel, str] = {
    Channel.SMS: "relay",
    Channel.ZALO: "zalo",
    Channel.MESSENGER: "messenger",
    Channel.VIBER: "viber",
    Channel.EMAIL: "email",
}
"""By which way the telephone writes on each channel."""

_SUBJECT = 60  # letters
_MAIL_SERVER = "phone.example"
"""In whose name the telephone says that its letters are its owner's, as a mail server that checks DMARC does."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was done on the telephone: words, a place (degrees), the code of a button, a photo, or words with a photo.

    `answers`: the subject of the e-mail that this one answers.
    """

    text: str = ""
    point: tuple[float, float] | None = None
    choice: str = ""
    photo: bytes = b""
    answers: str = ""


def deliver(channel: Channel, said: Said, *, who: str, now: datetime) -> bool:
    """Deliver it as from `who`; return whether it was taken: not by a channel that is switched off."""
    name = WAYS[channel]
    _set_up(name, now=now)
    setup = setup_of(name)
    if setup is None:
        return False
    if channel is Channel.EMAIL:
        envelope = Envelope("lmtp", now, who, (setup.options["address"],), _MAIL_SERVER)
        keep(channels()[name], [piece_of(envelope, _letter(said, who=who, to=setup.options["address"], now=now))], now=now)
        return True
    body, header, signature = _SIGNED[channel](said, who, setup, now)
    return _posted(name, body, {header: signature})


def _set_up(name: str, *, now: datetime) -> None:
    """Give a way that nobody has set up what it needs: secrets that only this demonstration knows."""
    if any(one.name == name for one in setups()):
        return
    needed = [one for one in channels()[name].fields if one.is_needed]
    options = {one.name: snapshot().city.email if one.name == "address" else "1" for one in needed if not one.is_secret}
    own = {one.name: secrets.token_urlsafe(24) for one in needed if one.is_secret}
    actions.set_up_channel(name, options=options, secrets=own, now=now, actor=SYSTEM)


def _posted(name: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Post to /in/NAME/ of this process; return whether it was taken."""
    environment: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/in/{name}/",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        **{f"HTTP_{header.upper().replace('-', '_')}": value for header, value in headers.items()},
    }
    return bool(receive(WSGIRequest(environment), name).status_code == 200)


type _Delivery = tuple[bytes, str, str]
"""A body, and the header with its signature."""


def _relay(said: Said, who: str, setup: Setup, now: datetime) -> _Delivery:
    message: dict[str, Any] = {"id": secrets.token_hex(8), "from": who, "at": now.isoformat(), "text": said.text}
    if said.point:
        message |= {"lat": said.point[0], "lon": said.point[1]}
    if said.photo:
        message["media"] = [{"type": "image/jpeg", "base64": base64.b64encode(said.photo).decode()}]
    body, moment = _json({"messages": [message]}), str(int(now.timestamp()))
    return body, "Hotline-Signature", f"t={moment},v1={_mac(setup, 'secret', moment.encode() + b'.' + body)}"


def _zalo(said: Said, who: str, setup: Setup, now: datetime) -> _Delivery:
    message: dict[str, Any] = {"msg_id": secrets.token_hex(8), "text": payload_of(said.choice) if said.choice else said.text}
    kind = "text"
    if said.photo:
        kind = "image"
        message["attachments"] = [{"type": kind, "payload": {"url": simulated.link_of(said.photo)}}]
    if said.point:
        kind = "location"
        coordinates = {"latitude": str(said.point[0]), "longitude": str(said.point[1])}
        message["attachments"] = [{"type": kind, "payload": {"coordinates": coordinates}}]
    at, app_id = _millis(now), setup.options.get("app_id", "")
    event = {"event_name": f"user_send_{kind}", "app_id": app_id, "timestamp": str(at)}
    body = _json({**event, "sender": {"id": who}, "recipient": {"id": "1"}, "message": message})
    mac = sha256(app_id.encode() + body + f"{at}{setup.secrets['oa_secret']}".encode()).hexdigest()
    return body, "X-ZEvent-Signature", f"mac={mac}"


def _messenger(said: Said, who: str, setup: Setup, now: datetime) -> _Delivery:
    message: dict[str, Any] = {"mid": f"m_{secrets.token_hex(8)}", "text": said.text}
    if said.photo:
        message["attachments"] = [{"type": "image", "payload": {"url": simulated.link_of(said.photo)}}]
    told = {"postback": {"payload": payload_of(said.choice)}} if said.choice else {"message": message}
    item = {"sender": {"id": who}, "recipient": {"id": "1"}, "timestamp": _millis(now), **told}
    body = _json({"object": "page", "entry": [{"id": "1", "time": _millis(now), "messaging": [item]}]})
    return body, "X-Hub-Signature-256", f"sha256={_mac(setup, 'app_secret', body)}"


def _viber(said: Said, who: str, setup: Setup, now: datetime) -> _Delivery:
    message: dict[str, Any] = {"type": "text", "text": payload_of(said.choice) if said.choice else said.text}
    if said.photo:
        message |= {"type": "picture", "media": simulated.link_of(said.photo)}
    if said.point:
        message = {"type": "location", "location": {"lat": said.point[0], "lon": said.point[1]}}
    event = {"event": "message", "timestamp": _millis(now), "message_token": secrets.randbits(48)}
    body = _json({**event, "sender": {"id": who, "name": "", "language": "vi"}, "message": message})
    return body, "X-Viber-Content-Signature", _mac(setup, "token", body)


_SIGNED: Mapping[Channel, Callable[[Said, str, Setup, datetime], _Delivery]] = {
    Channel.SMS: _relay,
    Channel.ZALO: _zalo,
    Channel.MESSENGER: _messenger,
    Channel.VIBER: _viber,
}


def _letter(said: Said, *, who: str, to: str, now: datetime) -> bytes:
    letter = EmailMessage()
    letter["Authentication-Results"] = f"{_MAIL_SERVER}; dmarc=pass header.from={who.rpartition('@')[2]}"
    letter["From"], letter["To"], letter["Date"] = who, to, format_datetime(now)
    begins = " ".join(said.text.strip().splitlines()[:1])[:_SUBJECT]
    letter["Subject"] = f"Re: {said.answers}" if said.answers else begins
    letter["Message-ID"] = make_msgid(domain="thu.example")
    letter.set_content(said.text)
    if said.photo:
        letter.add_attachment(said.photo, maintype="image", subtype="jpeg", filename="anh.jpg")
    return letter.as_bytes()


def _mac(setup: Setup, name: str, signed: bytes) -> str:
    return hmac.new(setup.secrets[name].encode(), signed, "sha256").hexdigest()


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _millis(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
