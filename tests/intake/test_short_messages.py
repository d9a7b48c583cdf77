"""SMS from a centre: parts in whatever order and however often, some of them never; what is no SMS is kept or refused."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hotline.casefile import actions
from hotline.casefile.models import Delivery, Incoming, Message, RefusedDeliveries, Reporter
from hotline.casefile.models.smsparts import InboundPart
from hotline.casefile.sealing import opened
from hotline.core import gsm
from hotline.core.facts import Channel
from hotline.core.inbound import Inbound, Receipt, ReceiptKind, Unreadable
from hotline.core.smsparts import parted, parts_of
from hotline.intake.channels.smpp import read
from hotline.intake.deliversm import delivered, text_of
from hotline.intake.reading import read_kept
from hotline.intake.shortmessages import PARTS_WAIT, give_lone_parts, take
from tests import make
from tests.intake.deliveries import deliver_sm, parts_in, tag

TEXT = "Cây đổ chắn ngang đường Trần Phú, đoạn gần trường học, xe cấp cứu không vào được, xin cử người đến ngay."


def kept() -> list[Inbound | Receipt]:
    """Return what the deliveries say that were kept so far."""
    rows = Delivery.objects.filter(channel="smpp").order_by("id").values_list("body", flat=True)
    return [read(opened(row)) for row in rows if row]


def texts() -> list[str]:
    return [one.text for one in kept() if isinstance(one, Inbound)]


@pytest.mark.usefixtures("city", "db")
class TestParts:
    def test_in_whatever_order_and_however_often(self) -> None:
        now = timezone.now()
        pdus = parts_in(TEXT, reference=9, of=3) * 3
        random.Random(4).shuffle(pdus)
        for pdu in pdus:
            take(pdu, now)
        assert texts() == [TEXT]
        assert InboundPart.objects.filter(body__isnull=False).count() == 0, "the words lie in one place only"

    def test_a_part_that_never_comes_is_named_after_a_while_and_a_late_one_follows(self) -> None:
        now = timezone.now()
        first, second, third = parts_in(TEXT, reference=9, of=3)
        take(first, now)
        take(third, now)
        assert give_lone_parts(now + PARTS_WAIT - timedelta(seconds=1)) == 0
        assert give_lone_parts(now + PARTS_WAIT + timedelta(seconds=1)) == 1
        assert "[thiếu phần 2/3]" in texts()[0]
        assert texts()[0].startswith("Cây đổ chắn ngang")
        take(second, now + PARTS_WAIT + timedelta(minutes=5))
        assert give_lone_parts(now + 2 * PARTS_WAIT + timedelta(minutes=6)) == 1
        assert len(texts()) == 2
        assert text_of(delivered(second)) in texts()[1]
        assert give_lone_parts(now + timedelta(hours=5)) == 0

    def test_the_same_reference_from_others_and_again_are_other_messages(self) -> None:
        now = timezone.now()
        ours, others = parts_in(TEXT, reference=9, of=2), parts_in(TEXT.upper(), reference=9, of=2, source="84912345678")
        take(ours[0], now)
        take(others[1], now)
        again = parts_in("Hẻm 45 mất điện từ tối qua đến giờ, cả khu phố chưa có điện lại.", reference=9, of=2)
        take(again[0], now)
        take(again[1], now)
        assert len(texts()) == 2
        assert "[thiếu phần 2/2]" in texts()[0]
        assert texts()[1].startswith("Hẻm 45")
        take(others[0], now)
        assert texts()[-1] == TEXT.upper()

    def test_the_same_words_are_a_repeat_at_once_and_said_again_later(self) -> None:
        now = timezone.now()
        pdu = deliver_sm("Có".encode("utf-16-be"))
        take(pdu, now)
        take(pdu[:12] + b"\0\0\0\x09" + pdu[16:], now + timedelta(minutes=1))
        assert len(kept()) == 1
        take(pdu, now + timedelta(hours=1))
        assert len(kept()) == 2

    def test_an_erased_sender_leaves_no_part_behind(self) -> None:
        make.report(now=timezone.now(), channel=Channel.SMS)
        take(parts_in(TEXT, reference=9, of=2)[0], timezone.now())
        take(parts_in(TEXT, reference=9, of=2, source="84912345678")[0], timezone.now())
        contact = Reporter.objects.values_list("contact_id", flat=True).get()
        actions.erase_contact(contact, now=timezone.now(), actor=make.OPERATOR)
        assert InboundPart.objects.count() == 1

    def test_what_no_telephone_sent_is_refused_and_counted(self) -> None:
        now = timezone.now()
        for source in ("Viettel", "9029", "", "84"):
            take(deliver_sm(b"Khuyen mai", coding=0, source=source), now)
        assert not kept()
        assert RefusedDeliveries.objects.get(way="smpp", reason="no_number").count == 4

    def test_what_nobody_can_read_is_kept_for_a_person(self) -> None:
        now = timezone.now()
        odd = [
            b"",
            b"\0" * 16,
            deliver_sm("Mất nước".encode("utf-16-be"))[:-3],
            deliver_sm(b"\x30\0\x03\x01", esm=0x40),
            deliver_sm(bytes([5, 0, 3, 1, 2, 9]) + b"ab", esm=0x40),
            deliver_sm(b"id:", esm=4, coding=0),
            deliver_sm(b"MMS", coding=4),
        ]
        for pdu in odd:
            take(pdu, now)
            take(pdu, now)
        while read_kept(timezone.now()):
            pass
        rows = Delivery.objects.filter(channel="smpp")
        assert rows.count() == len(odd)
        assert set(rows.values_list("state", flat=True)) == {"unreadable"}
        assert not Incoming.objects.exists()

    def test_it_goes_the_one_inbound_way(self) -> None:
        for pdu in reversed(parts_in(TEXT, reference=1, of=3)):
            take(pdu, timezone.now())
        while read_kept(timezone.now()):
            pass
        assert Incoming.objects.get().channel == "sms"
        assert Message.objects.filter(event__startswith="talk_").count() == 1


@pytest.mark.usefixtures("city", "db")
class TestReceipts:
    def test_a_message_is_delivered_when_all_its_parts_are(self) -> None:
        message = sent_in_parts("a1", "a2")
        assert receipts(message, ("a1", "ACCEPTD")) == "buffered"
        assert receipts(message, ("a1", "DELIVRD")) == "buffered"
        assert receipts(message, ("a2", "DELIVRD")) == "delivered"
        assert receipts(message, ("a2", "ENROUTE")) == "delivered", "what came late changes nothing"

    def test_a_message_has_failed_when_one_of_its_parts_has(self) -> None:
        message = sent_in_parts("b1", "b2")
        assert receipts(message, ("b2", "UNDELIV"), ("b1", "DELIVRD")) == "failed"

    def test_one_that_is_of_no_message_ends_quietly(self) -> None:
        take(receipt("unknown", "DELIVRD"), timezone.now())
        read_for(timedelta(minutes=10))
        assert Delivery.objects.get(channel="smpp").state == "read"


def sent_in_parts(*ids: str) -> int:
    make.report(now=timezone.now())
    row = Message.objects.filter(channel="sms").first()
    assert row is not None
    actions.mark_sent(row.pk, provider_id=ids[0], kept="x", now=timezone.now(), parts=ids)
    return row.pk


def receipt(message: str, state: str) -> bytes:
    words = f"id:{message} sub:001 dlvrd:001 submit date:2611221000 done date:2611221001 stat:{state} err:000 text:"
    return deliver_sm(words.encode(), coding=0, esm=4)


def receipts(message: int, *said: tuple[str, str]) -> str:
    for one in said:
        take(receipt(*one), timezone.now())
    while read_kept(timezone.now()):
        pass
    return Message.objects.get(pk=message).receipt


def read_for(span: timedelta) -> None:
    now: datetime = timezone.now()
    for minute in range(int(span.total_seconds() // 60)):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE casefile_delivery SET try_at = NULL WHERE state = 'kept'")
        read_kept(now + timedelta(minutes=minute))


@pytest.mark.parametrize(
    ("what", "octets", "coding", "esm", "tags", "text"),
    [
        ("UCS-2", "Mất nước".encode("utf-16-be"), 8, 0, b"", "Mất nước"),
        ("decomposed", "Mất nước".encode("utf-16-be"), 8, 0, b"", "Mất nước"),
        ("the centre's own alphabet", gsm.encoded("Mat nuoc {@}"), 0, 0, b"", "Mat nuoc {@}"),
        ("Latin 1", "Hà Nội à".encode("latin-1", "replace"), 3, 0, b"", "Hà N?i à"),
        ("a group of 23.038", "Đèn".encode("utf-16-be"), 0x18, 0, b"", "Đèn"),
        ("in message_payload", b"", 8, 0, tag(0x0424, "Đèn hỏng".encode("utf-16-be")), "Đèn hỏng"),
        ("half a letter at the end", "Đèn".encode("utf-16-be") + b"\x01", 8, 0, b"", "Đèn"),
        ("a maker's own tag", b"Den", 0, 0, tag(0x1501, b"\1\2\3"), "Den"),
        ("ports before the parts", b"\x0b\5\4\x15\x81\0\0\0\3\7\1\1" + "Đèn".encode("utf-16-be"), 8, 0x40, b"", "Đèn"),
    ],
)
def test_a_text_as_telephones_write_it(what: str, octets: bytes, coding: int, esm: int, tags: bytes, text: str) -> None:
    said = delivered(deliver_sm(octets, coding=coding, esm=esm, tags=tags))
    assert text_of(said) == text, what


def test_numbers_of_parts_that_no_column_holds_are_kept_for_a_person() -> None:
    """A centre that hears nothing of a message would send it again for ever."""
    numbers = tag(0x020C, b"\xff" * 9) + tag(0x020E, b"\xff" * 9) + tag(0x020F, b"\x01")
    with pytest.raises(Unreadable):
        delivered(deliver_sm("Đèn hư".encode("utf-16-be"), tags=numbers))


def test_a_receipt_may_say_it_in_tags_alone() -> None:
    pdu = deliver_sm(b"", coding=0, esm=4, tags=tag(0x001E, b"abc\0") + tag(0x0427, b"\2"))
    said = read(b'{"receipt": "%s"}' % pdu.hex().encode())
    assert said == Receipt(ReceiptKind.DELIVERED, provider_id="abc", code="DELIVRD")


@given(st.binary(max_size=200))
def test_whatever_octets_come_they_are_read_or_unreadable(octets: bytes) -> None:
    for pdu in (octets, deliver_sm(octets, esm=0x40), deliver_sm(octets, coding=8), deliver_sm(b"", tags=octets)):
        try:
            text_of(delivered(pdu))
        except Unreadable:
            continue


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=700), st.integers(0, 2**40))
def test_what_is_cut_is_whole_when_joined(text: str, reference: int) -> None:
    parts = parts_of(text, reference=reference)
    said = ""
    for number, part in enumerate(parts, 1):
        place, octets = parted(part.octets) if part.has_header else (None, part.octets)
        assert len(part.octets) <= (140 if part.coding else 160)
        assert place is None or (place.number, place.total, place.reference) == (number, len(parts), reference % 256)
        said += octets.decode("utf-16-be") if part.coding else gsm.decoded(octets)
    assert said == text
