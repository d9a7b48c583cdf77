"""SMS by the city's own connection, whole: an SMSC that we did not write, the link, the outbox and the one inbound way."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connections
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.actions.receipts import WAITS
from hotline.casefile.models import Delivery, Incoming, Message, RefusedDeliveries
from hotline.casefile.models.messages import MessageState
from hotline.casefile.models.smsparts import SentPart
from hotline.casefile.queries.setups import forget_setups
from hotline.core.facts import SYSTEM
from hotline.notify.draining import Drain
from hotline.notify.queries import connections as held
from hotline.notify.senders.smpp import SmppSender
from hotline.notify.smpp.link import LINK
from hotline.site.connections import forget_said
from hotline.site.loops import keep_linked
from tests import make
from tests.intake.deliveries import parts_in
from tests.intake.relaying import read_all
from tests.notify.smsc import PASSWORD, Smsc, setup_options, smsc
from tests.site.texting import CITIZEN, shown, there_and_back, until

TEXT = "Cây đổ chắn ngang đường Trần Phú, đoạn gần trường học, xe cấp cứu không vào được, xin cử người đến ngay."


@pytest.fixture
def centre(city: str, committed_db: str) -> Iterator[Smsc]:
    with smsc() as running:
        options = setup_options(running.port)
        actions.set_up_channel("smpp", options=options, secrets={"password": PASSWORD}, now=timezone.now(), actor=SYSTEM)
        start()
        yield running
        LINK.stop()
        connections.close_all()


def start() -> None:
    forget_setups()
    forget_said()
    keep_linked(timezone.now())
    until(lambda: LINK.is_up)


def drain() -> int:
    """Send what waits; a receipt of a report that goes by itself, too, which nobody forwards here."""
    return Drain("sms", SmppSender()).run(timezone.now() + WAITS)


@dataclass
class Phone:
    """A citizen's plain telephone, behind the SMSC."""

    centre: Smsc

    def say(self, text: str) -> None:
        """Write; it is kept and read, and what we have to say to it leaves."""
        kept = self.centre.count("kept")
        self.centre.tell(deliver={"from": CITIZEN, "octets": text.encode("utf-16-be").hex(), "coding": 8})
        self.centre.wait(lambda _: self.centre.count("kept") > kept)
        self.settle()

    def settle(self) -> None:
        """Read what came and send what waits."""
        read_all()
        while drain():
            pass

    def heard(self) -> str:
        """Return all that it got so far."""
        return shown(self.centre)


def test_receipts_find_their_message_over_a_restart_of_ours(centre: Smsc) -> None:
    make.report(now=timezone.now())
    assert drain() >= 1
    message = Message.objects.get(channel="sms", event="received")
    parts = list(SentPart.objects.filter(message=message).order_by("number").values_list("provider_id", flat=True))
    assert message.state == MessageState.SENT
    assert len(parts) >= 2, "a Vietnamese message of several parts"
    LINK.stop()
    centre.wait(lambda _: centre.count("unbind"))
    start()
    for state, expected in (("ACCEPTD", "buffered"), ("DELIVRD", "delivered")):
        for part in parts:
            centre.tell(receipt={"id": part, "stat": state, "to": CITIZEN})
        centre.wait(lambda _, state=state: sum(one.get("stat") == state for one in centre.of("kept")) == len(parts))  # type: ignore[misc]
        read_all()
        message.refresh_from_db()
        assert message.receipt == expected
    assert {one["status"] for one in centre.of("kept")} == {0}


def test_while_the_centre_is_gone_nothing_is_tried_and_nothing_lost(centre: Smsc) -> None:
    make.report(now=timezone.now())
    port = centre.port
    centre.process.kill()
    until(lambda: not LINK.is_up)
    assert drain() == 0
    waiting = Message.objects.filter(channel="sms")
    assert set(waiting.values_list("state", "tries")) == {("waiting", 0)}
    with smsc(port) as again:
        until(lambda: LINK.is_up, within=40)
        assert drain() >= 1
        assert set(waiting.values_list("state", flat=True)) == {"sent"}
        again.wait(lambda _: again.count("submit") >= 2)


def test_a_long_message_comes_in_and_is_answered(centre: Smsc) -> None:
    parts = parts_in(TEXT, reference=12, of=3)
    for pdu in (parts[1], parts[2], parts[1], parts[0]):
        octets = pdu[pdu.index(b"\x05\x00\x03") :]
        centre.tell(deliver={"from": CITIZEN, "octets": octets.hex(), "coding": 8, "esm": 0x40})
    centre.tell(deliver={"from": "QUANGCAO", "text": "Khuyen mai"})
    centre.wait(lambda _: centre.count("kept") == 5)
    read_all()
    assert Incoming.objects.get().channel == "sms"
    assert Delivery.objects.filter(channel="smpp").count() == 1
    assert RefusedDeliveries.objects.get(way="smpp").reason == "no_number"
    assert drain() == 1
    centre.wait(lambda _: centre.count("submit"))
    assert centre.of("submit")[0]["to"] == CITIZEN


def test_a_report_there_and_back(centre: Smsc) -> None:
    there_and_back(Phone(centre), "Đèn đường hư mấy đêm nay")


def test_the_emergency_goes_first_though_others_wait(centre: Smsc) -> None:
    for _ in range(30):
        make.report(now=timezone.now())
    urgent = make.report(now=timezone.now(), words="Cháy nhà")
    Message.objects.filter(request_id=urgent.request_id, channel="sms").update(priority=0)
    drain()
    first = Message.objects.filter(state=MessageState.SENT, channel="sms").order_by("sent_at", "id").first()
    assert first is not None
    assert first.request_id == urgent.request_id


def test_switched_off_it_lets_the_centre_go(centre: Smsc) -> None:
    actions.set_up_channel("smpp", options={}, secrets={}, is_on=False, now=timezone.now(), actor=SYSTEM)
    forget_setups()
    keep_linked(timezone.now())
    assert LINK.account is None
    centre.wait(lambda _: centre.count("unbind"))
    keep_linked(timezone.now())


def test_a_demonstration_connects_to_its_own_machine_only(centre: Smsc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_DEMO", "1")
    options = setup_options(centre.port, host="192.0.2.1")
    actions.set_up_channel("smpp", options=options, secrets={}, now=timezone.now(), actor=SYSTEM)
    forget_setups()
    keep_linked(timezone.now())
    assert LINK.account is None
    wrong = setup_options(centre.port, rate="nhanh")
    actions.set_up_channel("smpp", options=wrong, secrets={}, now=timezone.now(), actor=SYSTEM)
    forget_setups()
    keep_linked(timezone.now())
    assert LINK.account is None, "what cannot be used is said in the log, and the worker goes on"


def test_how_the_connection_does_is_kept_for_whoever_looks(centre: Smsc) -> None:
    keep_linked(timezone.now())
    (bound,) = held()
    assert (bound.name, bound.condition.is_up, bound.condition.throttled_at) == ("smpp", True, None)
    centre.tell(set={"status": [0x58]})
    centre.tell(deliver={"from": CITIZEN, "text": "Den hu"})
    make.report(now=timezone.now())
    assert drain() >= 1
    until(lambda: LINK.condition is not None and LINK.condition.kept_at)
    keep_linked(timezone.now())
    (slower,) = held()
    assert slower.condition.throttled_at is not None
    assert slower.condition.kept_at is not None
    assert slower.since == bound.since
    centre.process.kill()
    until(lambda: not LINK.is_up)
    keep_linked(timezone.now())
    (gone,) = held()
    assert not gone.condition.is_up
    assert gone.condition.error in ("ended", "unreachable")
    assert gone.since > bound.since
    assert gone.condition.throttled_at == slower.condition.throttled_at
    actions.set_up_channel("smpp", options={"host": "127.0.0.1"}, secrets={}, now=timezone.now(), actor=SYSTEM)
    keep_linked(timezone.now())
    assert [one.condition.error for one in held()] == ["setup"]
    actions.set_up_channel("smpp", options={}, secrets={}, is_on=False, now=timezone.now(), actor=SYSTEM)
    keep_linked(timezone.now())
    assert held() == ()
