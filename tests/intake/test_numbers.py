"""Somebody who writes by chat or e-mail proves their telephone number, and is one person on both from then on."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.actions import forget_phone_codes
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import ContactJoin, ContactPoint, Event, Incoming, Message, PhoneCode
from hotline.casefile.sealing import opened_text
from hotline.casefile.threadtokens import message_word
from hotline.core import phonecodes
from hotline.core.facts import SYSTEM, Channel
from hotline.core.letternames import message_id
from hotline.intake.keeping import keep
from hotline.intake.known import channels
from hotline.intake.letters.envelope import Envelope, piece_of
from hotline.intake.reading import read_kept
from hotline.notify.draining import Drain
from hotline.notify.outgoing import Rejected
from tests import make
from tests.intake import chats, relaying
from tests.intake.letters import letter
from tests.notify.test_draining import Phone

NUMBER, E164 = "0990 123 456", "+84990123456"
SOMEBODY = "8339761418830368433"
_numbers = count(1)

pytestmark = pytest.mark.usefixtures("zalo")


@pytest.fixture
def zalo(city: str, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SMS_SENDER", "smpp")
    setup = chats.ZALO
    actions.set_up_channel("zalo", options=setup.options, secrets=setup.secrets, now=timezone.now(), actor=SYSTEM)
    relaying.set_up()


def say(*texts: str, user: str = chats.ZALO_USER, at: datetime | None = None) -> str:
    """Write by Zalo, each read before the next; return the event of the last message to that account."""
    for text in texts:
        body = chats.zalo_message(at or timezone.now(), f"n{next(_numbers)}", user=user, text=text)
        headers = chats.signature_of(chats.ZALO, body)
        assert Client().post("/in/zalo/", body, content_type="application/json", headers=headers).status_code == 200
        relaying.read_all()
    return last("zalo", user)


def last(channel: str, value: str) -> str:
    """Return the event of the last message of ours to this point, on this channel."""
    rows = Message.objects.filter(channel=channel, point__isnull=False).select_related("point").order_by("-id")
    return next((row.event for row in rows if opened_text(row.point.value) == value), "")  # type: ignore[union-attr]


def code(number: str = E164) -> str:
    """Return the code of the newest SMS to the number, as its holder reads it there."""
    phone = Phone()
    Drain("sms", phone).run(timezone.now() + timedelta(seconds=1))
    sent = [one for one in phone.taken if one.event == "phone_code"][-1]
    assert sent.to == number
    return sent.text.split()[0]


def wrong(right: str) -> str:
    return f"{(int(right) + 1) % 10**6:06}"


def joined(user: str = chats.ZALO_USER) -> bool:
    rows = ContactJoin.objects.filter(ended_at__isnull=True).select_related("one", "other")
    return any(opened_text(row.one.value) == user and opened_text(row.other.value) == E164 for row in rows if row.one)


def case(now: datetime | None = None) -> Opened:
    """A report from the number, by the web."""
    return make.forwarded("pothole", now=now or timezone.now() - timedelta(hours=5), contact=ContactDraft(phone=NUMBER))


def test_a_code_typed_back_joins_the_number_and_the_account() -> None:
    assert say(f"SĐT {NUMBER}") == "talk_phone_sent"
    assert not joined()
    assert say(code()) == "talk_phone_joined"
    assert joined()
    point = ContactJoin.objects.get().other
    assert point.verified_at is not None
    (event,) = Event.objects.filter(name="contacts_joined")
    assert (event.request_id, event.actor_kind) == (None, "citizen")
    assert NUMBER[-6:] not in str(event.facts)


def test_whoever_asks_reads_no_more_of_the_number_than_they_wrote() -> None:
    say(f"SĐT {NUMBER}")
    chat = Phone()
    Drain("zalo", chat).run(timezone.now() + timedelta(seconds=1))
    assert "0990 123 …" in chat.taken[-1].text


def test_what_they_then_write_by_the_account_joins_the_case_of_the_number() -> None:
    opened = case()
    assert say("Hố to hơn rồi") != "talk_joined"
    say("hủy", f"SĐT {NUMBER}")
    say(code())
    assert say("Hố vẫn to ra") == "talk_joined"
    assert make.case(opened).events[-1].note == "Hố vẫn to ra"
    assert say("TRA CỨU") == "talk_state"


def test_a_wrong_code_may_be_tried_five_times() -> None:
    say(f"SĐT {NUMBER}")
    right = code()
    assert [say(wrong(right)) for _ in range(5)] == ["talk_phone_wrong"] * 4 + ["talk_phone_refused"]
    say(right)
    assert not joined()


def test_where_no_sms_leave_nobody_waits_for_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SMS_SENDER", "console")
    assert say(f"SĐT {NUMBER}") == "talk_help"
    assert not PhoneCode.objects.exists()


def test_a_code_is_good_for_ten_minutes() -> None:
    say(f"SĐT {NUMBER}")
    right = code()
    PhoneCode.objects.update(asked_at=timezone.now() - timedelta(minutes=10, seconds=1))
    assert say(right) == "talk_phone_refused"
    assert not joined()


def test_a_code_is_of_whoever_asked_for_it() -> None:
    say(f"SĐT {NUMBER}")
    right = code()
    say(right, user=SOMEBODY)
    assert not ContactJoin.objects.exists()


def test_another_code_ends_the_one_before() -> None:
    say(f"SĐT {NUMBER}")
    first = code()
    say(f"SĐT {NUMBER}")
    second = code()
    if first != second:
        assert say(first) == "talk_phone_wrong"
    assert say(second) == "talk_phone_joined"


def test_nobody_is_dunned() -> None:
    for _ in range(3):
        assert say(f"SĐT {NUMBER}") == "talk_phone_sent"
    assert say(f"SĐT {NUMBER}", user=SOMEBODY) == "talk_phone_refused"  # too many to this number
    assert say("SĐT 0990 123 457") == "talk_phone_refused"  # too many of this sender
    assert Message.objects.filter(event="phone_code").count() == 3


def test_many_senders_do_not_send_codes_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each asks for one, to another number: addresses of e-mail cost nothing, SMS do."""
    monkeypatch.setattr(phonecodes, "MOST_IN_HOUR", 2)
    told = [say(f"SĐT 0990 123 45{n}", user=f"{SOMEBODY}{n}") for n in range(3)]
    assert told == ["talk_phone_sent", "talk_phone_sent", "talk_phone_refused"]
    PhoneCode.objects.update(asked_at=timezone.now() - timedelta(minutes=61))
    assert say(f"SĐT {NUMBER}") == "talk_phone_sent"


@pytest.mark.parametrize("number", ["028 3822 1111", "+1 202 555 0143", "0990 12", "SĐT"])
def test_only_vietnamese_mobiles_get_codes(number: str) -> None:
    say("SĐT" if number == "SĐT" else f"SĐT {number}")
    assert not Message.objects.filter(event="phone_code").exists()


def test_a_number_that_wants_no_messages_gets_none_and_nobody_is_told_so() -> None:
    actions.opt_out(Point(Channel.SMS, E164), now=timezone.now())
    assert say(f"SĐT {NUMBER}") == "talk_phone_sent"
    assert not Message.objects.filter(event="phone_code").exists()


def test_a_code_goes_to_its_number_or_nowhere() -> None:
    by_mail, by_phone = make.report(now=timezone.now(), contact=ContactDraft(email=make.EMAIL)), case(timezone.now())
    actions.join_contacts(by_mail.request_id, by_phone.request_id, why="Bà tự nói.", now=timezone.now(), actor=make.OPERATOR)
    say(f"SĐT {NUMBER}")
    Drain("sms", Phone(say=lambda _outgoing: Rejected("no-such-number"))).run(timezone.now() + timedelta(seconds=1))
    (sent,) = Message.objects.filter(event="phone_code")
    assert (sent.channel, sent.state) == ("sms", "dead")


def test_nobody_else_reads_a_code() -> None:
    say(f"SĐT {NUMBER}")
    right = code()
    (sent,) = Message.objects.filter(event="phone_code")
    assert right not in opened_text(sent.kept)
    assert opened_text(sent.kept).startswith("******")
    assert right.encode() not in bytes(PhoneCode.objects.get().code)
    say(right)
    sent.refresh_from_db()
    assert sent.own_words is None


def test_codes_and_numbers_that_nobody_proved_are_forgotten() -> None:
    now = timezone.now()
    say(f"SĐT {NUMBER}")
    forget_phone_codes(now=now + timedelta(minutes=30))
    (sent,) = Message.objects.filter(event="phone_code")
    assert (sent.own_words, sent.state, sent.reason) == (None, "dead", "too-late")  # SMS were down all the while
    assert ContactPoint.objects.filter(kind="sms", value__isnull=False).exists()
    forget_phone_codes(now=now + timedelta(hours=2))
    assert not ContactPoint.objects.filter(kind="sms", value__isnull=False).exists()
    assert PhoneCode.objects.exists()
    forget_phone_codes(now=now + timedelta(hours=25))
    assert not PhoneCode.objects.exists()


def test_a_number_is_not_forgotten_while_a_later_code_counts() -> None:
    say(f"SĐT {NUMBER}")
    PhoneCode.objects.update(asked_at=timezone.now() - timedelta(minutes=61))
    say(f"SĐT {NUMBER}")
    right = code()
    forget_phone_codes(now=timezone.now())
    assert say(right) == "talk_phone_joined"
    assert joined()


def test_a_proved_number_is_not_forgotten() -> None:
    say(f"SĐT {NUMBER}")
    say(code())
    forget_phone_codes(now=timezone.now() + timedelta(hours=25))
    assert joined()
    assert ContactPoint.objects.filter(kind="sms", value__isnull=False).exists()


def test_what_was_proved_last_counts() -> None:
    """A number passes to somebody else: the account that proved it before is parted from it."""
    say(f"SĐT {NUMBER}")
    say(code())
    say(f"SĐT {NUMBER}", user=SOMEBODY)
    say(code(), user=SOMEBODY)
    assert joined(SOMEBODY)
    assert not joined()
    assert ContactJoin.objects.get(ended="replaced").ended_at is not None


def test_what_zalo_will_not_take_goes_by_sms_to_the_proved_number() -> None:
    say(f"SĐT {NUMBER}")
    say(code())
    point = Point(Channel.ZALO, chats.ZALO_USER)
    make.report("pothole", now=timezone.now(), channel=Channel.ZALO, contact=ContactDraft(account=point))
    later = timezone.now() + timedelta(seconds=1)
    Drain("zalo", Phone(say=lambda _outgoing: Rejected("zalo:-230"))).run(later)
    Drain("zns", Phone(say=lambda _outgoing: Rejected("zns:-114"))).run(later)
    phone = Phone()
    Drain("sms", phone).run(later)
    assert [one.to for one in phone.taken if one.event == "received"] == [E164]


def test_by_sms_another_number_is_proved() -> None:
    """An old man with two cards: what he writes from either goes to the cases of both."""
    opened = case()
    assert relaying.heard(f"SĐT {NUMBER}")[-2:] == ["phone_code", "talk_phone_sent"]
    assert relaying.heard(code())[-1] == "talk_phone_joined"
    assert relaying.heard("Hố vẫn to ra")[-1] == "talk_joined"
    assert make.case(opened).events[-1].note == "Hố vẫn to ra"


@pytest.mark.parametrize(
    ("typed", "told"),
    [(f"SĐT {relaying.PHONE}", "talk_phone_own"), ("SĐT 028 3822 1111", "talk_phone_refused"), ("SĐT", "talk_phone_refused")],
    ids=["the number that they write from", "no mobile", "none"],
)
def test_by_sms_what_is_no_other_number_gets_no_code(typed: str, told: str) -> None:
    assert relaying.heard(typed)[-1] == told
    assert not PhoneCode.objects.exists()


# ---- e-mail -------------------------------------------------------------------------------------------------------------------


def mail(text: str, **headers: str) -> str:
    """Write a letter as An; return what became of the newest one."""
    raw = letter(text, Message_ID=f"<{next(_numbers)}@dan.example>", **headers)
    keep(channels()["email"], [piece_of(Envelope("lmtp", timezone.now(), "an@dan.example"), raw)], now=timezone.now())
    while read_kept(timezone.now()):
        pass
    return Incoming.objects.order_by("-id")[0].became


def sent_by_us(event: str) -> str:
    """Have our letter of this event sent, and return its Message-ID, which only its reader has."""
    row = Message.objects.get(event=event)
    name = message_id(message_word(row.pk), domain="1022.example")
    actions.mark_sent(row.pk, provider_id=name, kept="x", now=timezone.now())
    return name


def test_by_e_mail_the_code_must_answer_our_letter() -> None:
    """Who only writes under An's name has not read what we wrote to An."""
    mail(f"SĐT {NUMBER}")
    assert not PhoneCode.objects.exists(), "nor does such a letter ask for one"
    mail(f"SĐT {NUMBER}", In_Reply_To=sent_by_us("talk_confirm"))
    ours = sent_by_us("talk_phone_sent")
    right = code()
    assert mail(right) != "order"
    assert not ContactJoin.objects.exists()
    assert mail(right, In_Reply_To=ours) == "order"
    assert ContactJoin.objects.get().one.kind == "email"  # type: ignore[union-attr]


def test_a_forged_letter_asks_for_nothing() -> None:
    envelope = Envelope("lmtp", timezone.now(), "an@dan.example", trusts="mx.ours.example")
    raw = letter(f"SĐT {NUMBER}", Authentication_Results="mx.ours.example; dmarc=fail")
    keep(channels()["email"], [piece_of(envelope, raw)], now=timezone.now())
    while read_kept(timezone.now()):
        pass
    assert not PhoneCode.objects.exists()
