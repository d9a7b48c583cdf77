"""Kannel, the real one: out, receipts, in; and what its channel makes of odd requests."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Delivery, Incoming, Message, RefusedDeliveries
from hotline.core.channels import Setup
from hotline.core.facts import SYSTEM
from hotline.core.inbound import Inbound, Receipt, ReceiptKind, Unreadable
from hotline.intake.channels.kannel import number_of, read, split
from hotline.intake.port import RawRequest
from hotline.intake.reading import read_kept
from hotline.notify.outgoing import Accepted, Outgoing, Retry
from hotline.notify.senders.kannel import KannelSender
from tests import make
from tests.intake.deliveries import parts_in
from tests.notify.kannel import KEY, Box, kannel
from tests.notify.smsc import PASSWORD, SOURCE, SYSTEM_ID, Smsc, smsc

LONG = "Đường Nguyễn Huệ ngập sâu, xe chết máy giữa đường, người già và trẻ em không qua được."


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Smsc, Box]]:
    folder: Path = tmp_path_factory.mktemp("kannel")
    with smsc() as centre, kannel(centre, folder) as box:
        yield centre, box


def setup(port: int, **secrets: str) -> Setup:
    options = {"url": f"http://127.0.0.1:{port}", "username": SYSTEM_ID, "source": SOURCE, "rate": "100"}
    return Setup("kannel", options, {"password": PASSWORD, "key": KEY} | secrets)


def test_out_with_receipts_8_then_1(both: tuple[Smsc, Box], city: str, db: None) -> None:
    centre, box = both
    actions.set_up_channel("kannel", options={}, secrets={"key": KEY}, now=timezone.now(), actor=SYSTEM)
    make.report(now=timezone.now())
    message = Message.objects.filter(channel="sms").first()
    assert message is not None
    sender, before = KannelSender(setup(box.port), f"http://127.0.0.1:{box.ours}"), centre.count("submit")
    outcome = sender.send(Outgoing(message.pk, "sms", "+84908369123", LONG))
    sender.close()
    assert outcome == Accepted(f"kannel-{message.pk}", (f"kannel-{message.pk}", ""))
    centre.wait(lambda _: centre.count("submit") == before + 2)
    sent = centre.of("submit")[before:]
    assert "".join(one["text"] for one in sent) == LONG
    assert {(one["coding"], one["esm"] & 0x40, one["from"]) for one in sent} == {(8, 0x40, SOURCE)}
    assert sent[-1]["to"].lstrip("+") == "84908369123"
    asked = len(box.wait_asked(1))
    assert "dlr=8&" in box.asked[-1]
    for one in sent:
        centre.tell(receipt={"id": one["id"], "stat": "DELIVRD", "to": one["to"]})
    box.wait_asked(asked + 1)
    assert "dlr=1&" in box.asked[-1]
    for path in box.asked:
        assert Client().get(path).status_code == 200
    while read_kept(timezone.now()):
        pass
    message.refresh_from_db()
    assert message.receipt == "delivered"


def test_in_of_three_parts_shuffled(both: tuple[Smsc, Box], city: str, db: None) -> None:
    centre, box = both
    actions.set_up_channel("kannel", options={}, secrets={"key": KEY}, now=timezone.now(), actor=SYSTEM)
    before = len(box.asked)
    parts = parts_in(LONG, reference=77, of=3)
    for pdu in (parts[2], parts[0], parts[1]):
        octets = pdu[pdu.index(b"\x05\x00\x03") :]
        centre.tell(deliver={"from": "84908369123", "octets": octets.hex(), "coding": 8, "esm": 0x40})
    path = box.wait_asked(before + 1)[-1]
    for _again in range(2):
        assert Client().get(path).status_code == 200
    while read_kept(timezone.now()):
        pass
    assert Delivery.objects.filter(channel="kannel").count() == 1
    assert Incoming.objects.get().channel == "sms"
    [piece] = split(RawRequest("GET", path.partition("?")[2], {}, b""))
    said = read(piece.body)
    assert isinstance(said, Inbound)
    assert (said.sender, said.text) == ("+84908369123", LONG)
    assert abs((timezone.now() - (said.said_at or datetime.min.replace(tzinfo=UTC))).total_seconds()) < 120
    assert KEY.encode() not in piece.body


def test_kannel_says_no(both: tuple[Smsc, Box]) -> None:
    _centre, box = both
    outgoing = Outgoing(1, "sms", "+84908369123", "x")
    assert KannelSender(setup(box.port, password="sai"), "http://ours").send(outgoing) == Retry("kannel:403", provider_down=True)
    assert KannelSender(setup(box.port, key="a%b"), "http://ours").send(outgoing) == Retry("kannel:key", provider_down=True)
    assert KannelSender(None, "http://ours").send(outgoing) == Retry("kannel:off", provider_down=True)
    gone = KannelSender(setup(1), "http://ours").send(outgoing)
    assert isinstance(gone, Retry)
    assert gone.provider_down


@pytest.mark.parametrize(("query", "status"), [("id=1", 401), ("key=khac&id=1", 403), (f"key={KEY}&id=1&from=84908369123", 200)])
def test_the_key_in_the_address_is_asked_for(city: str, db: None, query: str, status: int) -> None:
    actions.set_up_channel("kannel", options={}, secrets={"key": KEY}, now=timezone.now(), actor=SYSTEM)
    assert Client().get(f"/in/kannel/?{query}").status_code == status
    assert RefusedDeliveries.objects.filter(way="kannel").exists() == (status != 200)
    assert Client().post(f"/in/kannel/?{query}").status_code == 405


TEXTS: list[tuple[str, str, Any]] = [  # the charset that %C names, the text as %b has it, what it says
    ("UTF-16BE", quote("Đèn hỏng".encode("utf-16-be")), "Đèn hỏng"),
    ("UTF-8", quote("Đèn hỏng"), "Đèn hỏng"),
    ("", "Den+hong", "Den hong"),
    ("Windows-1258", quote("Đèn".encode("cp1258", "replace")), "Đ"),
    ("VISCII", "%D0%E8n%20h%F6ng", "Đèn hỏng"),
    ("klingon", "x", Unreadable),
    ("UTF-8", "%FF%FE", Unreadable),
    ("binary", "%01", Unreadable),
]


@pytest.mark.parametrize(("what", "text", "said"), TEXTS, ids=[row[0] for row in TEXTS])
def test_text_in_the_charset_that_it_names(what: str, text: str, said: Any) -> None:
    charset = {"no charset said": "", "a charset that nobody knows": "klingon", "no text in that charset": "UTF-8"}.get(
        what, what
    )
    query = f"id=1&from=84908369123&charset={charset}&text={text}".encode()
    if isinstance(said, str):
        heard = read(query)
        assert isinstance(heard, Inbound)
        assert heard.text.startswith(said)
    else:
        with pytest.raises(said):
            read(query)


def test_receipts_and_numbers_as_they_come() -> None:
    assert read(b"ours=7&dlr=2&reply=id%3Am1+stat%3AUNDELIV+err%3A045+text%3ABa+Hoa") == Receipt(
        ReceiptKind.FAILED, ours=7, code="dlr 2 UNDELIV 045"
    )
    for odd in (b"ours=x&dlr=1", b"ours=7&dlr=99", b"ours=&dlr=1"):
        with pytest.raises(Unreadable):
            read(odd)
    assert [number_of(one) for one in (" 84908369123", "84908369123", "+84908369123", "0908369123", "9029")] == [
        "+84908369123",
        "+84908369123",
        "+84908369123",
        "0908369123",
        "9029",
    ]
