"""The one inbound way, by its own door: what is delivered is kept, acknowledged, then understood and answered."""

import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Conversation, Delivery, Incoming, Message, ServiceRequest
from hotline.casefile.threadtokens import map_token
from hotline.core.facts import SYSTEM
from hotline.intake.reading import read_kept
from tests import make

SECRET = "khoá-bí-mật"
PHONE = "0908369123"


@pytest.fixture
def relay(city: str, db: None) -> None:
    actions.set_up_channel("relay", options={}, secrets={"secret": SECRET}, now=timezone.now(), actor=SYSTEM)


def post(content: Any, *, secret: str = SECRET, at: datetime | None = None, signature: str | None = None) -> Any:
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    moment = str(int((at or datetime.now(UTC)).timestamp()))
    mac = hmac.new(secret.encode(), moment.encode() + b"." + body, "sha256").hexdigest()
    headers = {"Hotline-Signature": f"t={moment},v1={mac}" if signature is None else signature}
    return Client().post("/in/relay/", body, content_type="application/json", headers=headers)


def said(*messages: dict[str, Any]) -> Any:
    return post({"messages": [{"from": PHONE, **message} for message in messages]})


def heard(*texts: str) -> list[str]:
    """Say these one after the other, each read before the next; return what we would have sent meanwhile, by event."""
    for text in texts:
        before = Message.objects.count()
        assert said({"id": f"{text}-{before}-{Incoming.objects.count()}", "text": text}).status_code == 200
        while read_kept(timezone.now()):
            pass
    return list(Message.objects.order_by("id").values_list("event", flat=True))


@pytest.mark.usefixtures("relay")
def test_a_report_is_made_question_by_question() -> None:
    assert heard("Đèn đường hư mấy đêm nay") == ["talk_service"]
    assert heard("1") == ["talk_service", "talk_place"]
    assert heard("12 Lê Lợi, phường Sài Gòn") == ["talk_service", "talk_place", "received"]
    request = ServiceRequest.objects.get()
    assert (request.channel, request.words, request.service_chosen) == ("sms", "Đèn đường hư mấy đêm nay", True)
    assert request.place_words == "12 Lê Lợi, phường Sài Gòn"
    assert Conversation.objects.get().request_id == request.pk
    assert set(Delivery.objects.exclude(channel="sms").values_list("state", "request_id")) == {("read", request.pk)}


@pytest.mark.usefixtures("relay")
def test_the_place_may_be_chosen_on_a_page_of_their_own() -> None:
    heard("Đèn đường hư mấy đêm nay", "1")
    link = f"/place/{map_token(Conversation.objects.get().pk)}/"
    page = Client().get(link)
    assert page.status_code == 200
    assert "noindex" in page.headers["X-Robots-Tag"]
    asked = Client().post(link, {"words": "12 Lê Lợi", "area": "", "lat": "", "lon": "", "asked": ""})
    assert asked.status_code == 422
    found = Client().post(link, {"words": "12 Lê Lợi, phường Sài Gòn", "area": "", "lat": "", "lon": "", "find": "1"})
    assert found.context["form"].initial["area"] == make.SAI_GON
    done = Client().post(link, {"words": "12 Lê Lợi", "area": make.SAI_GON, "lat": "10.7769", "lon": "106.7009", "asked": "1"})
    assert done.status_code == 200
    request = ServiceRequest.objects.get()
    assert (request.lat, request.lon, request.place_words) == (10.7769, 106.7009, "12 Lê Lợi")
    assert Client().get(link).status_code == 410
    assert Client().get("/place/1.00000000000000000000000000000000/").status_code == 404
