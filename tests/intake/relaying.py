"""A relay's deliveries, signed as it signs them, and what was read and answered of them."""

import hmac
import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Message
from hotline.core.facts import SYSTEM
from hotline.intake.reading import read_kept

SECRET = "khoá-bí-mật"
PHONE = "0908369123"
_numbers = count(1)


def set_up() -> None:
    """Set the relay up."""
    actions.set_up_channel("relay", options={}, secrets={"secret": SECRET}, now=timezone.now(), actor=SYSTEM)


def post(content: Any, *, secret: str = SECRET, at: datetime | None = None, signature: str | None = None) -> Any:
    """Deliver something, signed now unless said otherwise."""
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    moment = str(int((at or datetime.now(UTC)).timestamp()))
    mac = hmac.new(secret.encode(), moment.encode() + b"." + body, "sha256").hexdigest()
    headers = {"Hotline-Signature": f"t={moment},v1={mac}" if signature is None else signature}
    return Client().post("/in/relay/", body, content_type="application/json", headers=headers)


def said(*messages: dict[str, Any], sender: str = PHONE) -> Any:
    """Deliver messages of one sender, without reading them."""
    return post({"messages": [{"from": sender, "id": f"auto-{next(_numbers)}", **message} for message in messages]})


def read_all() -> None:
    """Read everything that was kept."""
    while read_kept(timezone.now()):
        pass


def heard(*texts: str | dict[str, Any], sender: str = PHONE) -> list[str]:
    """Have these said one after the other, each read before the next; return the events of all messages of ours."""
    for text in texts:
        message = {"text": text} if isinstance(text, str) else text
        assert said(message, sender=sender).status_code == 200
        read_all()
    return list(Message.objects.order_by("id").values_list("event", flat=True))
