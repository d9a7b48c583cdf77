"""SMS by Kannel, whole: an SMSC that we did not write, Kannel's bearerbox and smsbox, our web server, the outbox."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.actions.receipts import WAITS
from hotline.casefile.models import Delivery, Incoming, Message, RefusedDeliveries, ServiceRequest
from hotline.casefile.queries import case_file
from hotline.casefile.queries.setups import forget_setups, setup_of
from hotline.core.facts import SYSTEM
from hotline.core.text import fold
from hotline.intake.reading import read_kept
from hotline.notify.draining import Drain
from hotline.notify.senders.kannel import KannelSender
from tests import make
from tests.intake.deliveries import parts_in
from tests.notify.kannel import KEY, kannel
from tests.notify.smsc import PASSWORD, SOURCE, SYSTEM_ID, Smsc, smsc
from tests.public.portal import add_photo_by_link, web_server

CITIZEN = "84908369123"
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
        whole: dict[str, str] = {}
        for one in self.centre.of("submit"):
            if one["to"].lstrip("+") == CITIZEN:
                message = one["udh"][0][:8] if one["udh"] else one["id"]
                whole[message] = whole.get(message, "") + one["text"]
        return "\n".join(whole.values())


def until(claim: Callable[[], object], within: float = 20.0) -> None:
    ends = time.monotonic() + within
    while not claim():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.02)


def read_all() -> None:
    while read_kept(timezone.now()):
        pass


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
    """In by a long message, asked what and where, a photo by the link, asked by an operator, answered, “chưa xong” back."""
    phone.say(LONG)
    assert "1." in phone.heard()
    phone.say("1")
    phone.say("12 Lê Lợi, phường Sài Gòn")
    row = ServiceRequest.objects.get()
    assert (row.channel, row.words, row.place_words) == ("sms", LONG, "12 Lê Lợi, phường Sài Gòn")
    assert row.reference in phone.heard()

    add_photo_by_link(phone.heard())  # a plain telephone takes no pictures: whoever helps its owner opens the link
    assert row.attachments.count() == 1

    actions.ask(row.pk, words="Trụ đèn số mấy?", now=timezone.now(), actor=make.OPERATOR)
    phone.settle()
    assert fold("Trụ đèn số mấy?") in fold(phone.heard())
    phone.say("Trụ số 12 ạ")
    assert [question.reply for question in case_file(row.reference).questions] == ["Trụ số 12 ạ"]

    now = timezone.now()
    actions.forward(row.pk, now=now, actor=make.OPERATOR)
    for part in case_file(row.reference).parts:
        actions.accept_part(part.id, now=now, actor=make.officer(part))
        actions.file_result(part.id, note="Đã thay bóng.", evidence=[make.photo(now=now)], now=now, actor=make.officer(part))
        actions.accept_result(part.id, now=now, actor=make.DESK)
    words = "Đơn vị đã thay bóng đèn."
    actions.draft_answer(row.pk, words=words, public_words=words, now=now, actor=make.DESK)
    actions.send_answer(row.pk, now=now, actor=make.DESK)
    phone.settle()
    assert fold(words) in fold(phone.heard())
    assert Message.objects.get(event="answered", channel="sms").receipt == "delivered"

    phone.say("CHƯA XONG, tối qua vẫn tắt")
    row.refresh_from_db()
    assert row.round == 2
    assert list(Incoming.objects.order_by("id").values_list("became", flat=True)) == ["turn", "turn", "turn", "reply", "not_done"]
    assert not RefusedDeliveries.objects.exists()
