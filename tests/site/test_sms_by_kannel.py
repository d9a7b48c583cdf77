"""SMS by Kannel, whole: an SMSC that we did not write, Kannel's bearerbox and smsbox, our web server, the outbox."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.actions.receipts import WAITS
from hotline.casefile.models import Delivery, Message, RefusedDeliveries
from hotline.casefile.queries.setups import forget_setups, setup_of
from hotline.core.facts import SYSTEM
from hotline.notify.draining import Drain
from hotline.notify.senders.kannel import KannelSender
from tests.intake.deliveries import parts_in
from tests.intake.relaying import read_all
from tests.notify.kannel import KEY, kannel
from tests.notify.smsc import PASSWORD, SOURCE, SYSTEM_ID, Smsc, smsc
from tests.public.portal import web_server
from tests.site.texting import CITIZEN, shown, there_and_back, until

LONG = (
    "Đèn đường trước trường tiểu học hư đã ba đêm liền, cả đoạn tối om, phụ huynh đón con về không thấy đường. "
    "Bà con trong khu phố mong được sửa sớm. Chúng tôi cảm ơn nhiều."
)


@dataclass
class Phone:
    """A citizen's plain telephone, behind the SMSC and Kannel."""

    centre: Smsc
    sender: KannelSender
    said: int = 0

    def say(self, text: str) -> None:
        """Write; Kannel delivers it, joined if it had parts, it is read, and what we have to say to it leaves."""
        before = Delivery.objects.count()
        self.said += 1
        parts = parts_in(text, reference=self.said, of=3) if len(text) > 70 else []
        if parts:
            for pdu in (parts[2], parts[0], parts[1]):
                octets = pdu[pdu.index(b"\x05\x00\x03") :].hex()
                self.centre.tell(deliver={"from": CITIZEN, "octets": octets, "coding": 8, "esm": 0x40})
        else:
            self.centre.tell(deliver={"from": CITIZEN, "octets": text.encode("utf-16-be").hex(), "coding": 8})
        until(lambda: Delivery.objects.count() > before)
        self.settle()

    def settle(self) -> None:
        """Read what came and send what waits, until the telephone has shown, and confirmed, all of it."""
        read_all()
        while Drain("sms", self.sender).run(timezone.now() + WAITS):
            pass
        until(all_arrived)

    def heard(self) -> str:
        """Return all that it got so far."""
        return shown(self.centre)


def all_arrived() -> bool:
    read_all()
    sent = Message.objects.filter(channel="sms", state="sent")
    return not sent.exclude(receipt="delivered").exists()


@pytest.fixture
def phone(city: str, committed_db: str, tmp_path: Path) -> Iterator[Phone]:
    with web_server() as address, smsc() as centre, kannel(centre, tmp_path, ours=urlsplit(address).port or 0) as box:
        centre.tell(set={"receipts": ["ACCEPTD", "DELIVRD"]})
        options = {"url": f"http://127.0.0.1:{box.port}", "username": SYSTEM_ID, "source": SOURCE, "rate": "100"}
        secrets = {"password": PASSWORD, "key": KEY}
        actions.set_up_channel("kannel", options=options, secrets=secrets, now=timezone.now(), actor=SYSTEM)
        forget_setups()
        sender = KannelSender(setup_of("kannel"), address)
        yield Phone(centre, sender)
        sender.close()
        connections.close_all()


def test_a_report_there_and_back(phone: Phone) -> None:
    """In by a message of several parts, and every answer of ours confirmed by the telephone."""
    there_and_back(phone, LONG)
    assert Message.objects.get(event="answered", channel="sms").receipt == "delivered"
    assert not RefusedDeliveries.objects.exists()
