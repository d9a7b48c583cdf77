"""When the hours of a chat are over: Zalo's template message to a number that is known to be theirs, then an SMS."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import ContactDraft
from hotline.casefile.models import ContactPoint, Message
from hotline.core.channels import Setup
from hotline.core.facts import Channel
from hotline.directory import queries as directory
from hotline.directory.facts import ProviderTemplate, TemplateParameter
from hotline.notify.draining import Drain
from hotline.notify.exchange import Line
from hotline.notify.outgoing import Accepted, Outcome, Outgoing, Rejected, Retry, Template
from hotline.notify.senders.zalo import ZaloSender
from hotline.notify.senders.zns import ZnsSender
from tests import make
from tests.notify.recorder import Recorder, Says, recorder
from tests.notify.test_chat_senders import GOOD, OneToken
from tests.notify.test_draining import Phone

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=ZONE)
SETUP = Setup("zalo", {"app_id": "1"}, {"app_secret": "s", "refresh_token": "r"})
TEMPLATE = Template("304712", {"ma_phan_anh": "1022-2603-ABCD", "linh_vuc": "Đèn đường hư"})
SENT = Says({"error": 0, "message": "Success", "data": {"msg_id": "zns-1", "sent_time": "1", "quota": {}}})


@pytest.fixture
def provider() -> Iterator[Recorder]:
    with recorder() as found:
        found.says = SENT
        yield found


def zns(provider: Recorder, *, at: datetime = NOON, setup: Setup | None = SETUP) -> ZnsSender:
    return ZnsSender(lambda: setup, lambda _now: at, OneToken(), Line("zns", provider.base))  # type: ignore[arg-type]


def message(**changes: Any) -> Outgoing:
    return Outgoing(4711, "zns", "+84908369123", "Đã tiếp nhận", **{"templates": {"zns": TEMPLATE}, **changes})


def test_a_template_goes_with_its_parameters_and_our_number(provider: Recorder) -> None:
    assert zns(provider).send(message()) == Accepted("zns-1")
    assert (provider.last.path, provider.last.headers["access_token"]) == ("/message/template", "old")
    assert provider.last.said == {
        "phone": "84908369123",
        "template_id": "304712",
        "template_data": {"ma_phan_anh": "1022-2603-ABCD", "linh_vuc": "Đèn đường hư"},
        "tracking_id": "4711",
    }


def test_zalo_sdk_asks_for_it_as_we_do(provider: Recorder) -> None:
    from zalo_sdk.zns import Client  # type: ignore[import-untyped]

    theirs = Client("1", "s", access_token="old", endpoint_prefix=provider.base)
    theirs.send_zns_message("84908369123", TEMPLATE.id, dict(TEMPLATE.parameters), tracking_id="4711")
    assert zns(provider).send(message()) == Accepted("zns-1")
    first, second = provider.asked
    assert (first.path, first.said, first.headers["access_token"]) == (second.path, second.said, second.headers["access_token"])


@pytest.mark.parametrize(
    ("says", "outcome"),
    [
        *[(Says({"error": code, "message": "…"}), Rejected(f"zns:{code}")) for code in (-114, -118, -139, -141, -108, -131)],
        (Says({"error": -133, "message": "night"}), Retry("zns:night", timedelta(minutes=30))),
        (Says({"error": -32, "message": "rate"}), Retry("zns:-32", provider_down=True)),
        (Says({"error": -124, "message": "token"}), Retry("zns:-124", provider_down=True)),
        (Says({}), Rejected("zns:no-error")),
        (Says({}, status=404), Rejected("zns:http-404")),
        (Says({}, status=503, headers={"retry-after": "60"}), Retry("zns:http-503", timedelta(seconds=60), provider_down=True)),
    ],
)
def test_what_its_answers_mean(says: Says, outcome: Outcome, provider: Recorder) -> None:
    provider.says = says
    assert zns(provider).send(message()) == outcome


@pytest.mark.parametrize(
    ("hour", "minute", "wait"),
    [
        (6, 0, None),
        (21, 59, None),
        (22, 0, timedelta(hours=8)),
        (23, 30, timedelta(hours=6, minutes=30)),
        (5, 59, timedelta(minutes=1)),
    ],
)
def test_nothing_is_sent_at_night_and_what_is_urgent_goes_another_way(
    hour: int, minute: int, wait: timedelta | None, provider: Recorder
) -> None:
    at = NOON.replace(hour=hour, minute=minute)
    assert zns(provider, at=at).send(message()) == (Accepted("zns-1") if wait is None else Retry("zns:night", wait))
    asked = len(provider.asked)
    urgent = zns(provider, at=at).send(message(is_urgent=True))
    assert urgent == (Accepted("zns-1") if wait is None else Rejected("zns:night"))
    assert (asked > 0) is (wait is None)


def test_without_a_template_or_an_account_an_sms_does(provider: Recorder) -> None:
    assert zns(provider).send(message(templates={})) == Rejected("no-template")
    assert zns(provider, setup=None).send(message()) == Rejected("zns:off")
    assert provider.asked == []


# ---- from the chat to the number to the SMS --------------------------------------------------------------------------------


def templated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the profile's "received" approved by Zalo."""
    snapshot = directory.snapshot()
    parameters = (TemplateParameter("ma_phan_anh", "reference", 30), TemplateParameter("noi", "place", 8))
    template = ProviderTemplate("zns", "304712", parameters)
    key = ("received", "sms", "vi")
    texts = {**snapshot.texts, key: replace(snapshot.texts[key], templates=(template,))}
    changed = replace(snapshot, texts=MappingProxyType(texts))
    monkeypatch.setattr(directory, "snapshot", lambda: changed)


def reported(*, is_known: bool) -> str:
    """Report by Zalo, of somebody whose number we have too; their last word in the chat is not known to be lately."""
    contact = ContactDraft(account=Point(Channel.ZALO, "9339761418830368433"), phone=make.PHONE)
    opened = make.report("pothole", now=timezone.now(), channel=Channel.ZALO, contact=contact)
    ContactPoint.objects.filter(kind="sms").update(verified_at=timezone.now() if is_known else None)
    return opened.reference


def drained(channel: str, sender: Any) -> None:
    Drain(channel, sender).run(timezone.now() + timedelta(seconds=1))


@pytest.mark.usefixtures("city", "db")
@pytest.mark.parametrize(
    ("is_known", "has_template", "says", "went"),
    [
        (True, True, SENT, "zns"),
        (True, True, Says({"error": -114}), "sms"),
        (True, False, SENT, "sms"),
        (False, True, SENT, "sms"),
    ],
    ids=["by ZNS", "they refuse it: by SMS", "no template: by SMS", "a number that they only typed: by SMS"],
)
def test_the_chain(
    is_known: bool, has_template: bool, says: Says, went: str, provider: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    if has_template:
        templated(monkeypatch)
    reference = reported(is_known=is_known)
    provider.says = says
    provider.by_path["/v3.0/oa/message/cs"] = Says(GOOD)
    drained("zalo", ZaloSender(SETUP, OneToken(), Line("zalo", provider.base)))  # type: ignore[arg-type]
    assert provider.asked == []  # they never wrote: no hours are open
    drained("zns", zns(provider))
    phone = Phone()
    drained("sms", phone)
    row = Message.objects.get()
    assert (row.state, row.channel) == ("sent", went)
    if went == "zns":
        assert provider.last.said["template_data"] == {"ma_phan_anh": reference, "noi": "12 Lê…"}
        assert (row.provider_id, phone.taken) == ("zns-1", [])
    else:
        assert reference in phone.taken[0].text
        assert phone.taken[0].to == "+84908369123"
