"""The outbox is drained: send first, mark after; nothing is lost, nothing blocks, nothing leaves a demonstration."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.actions.messages import LEASE
from hotline.casefile.facts import ContactDraft, MessageFacts, Opened
from hotline.casefile.queries.outbox import dead_messages
from hotline.core.facts import Channel, Correction
from hotline.notify import loops
from hotline.notify.configuration import MailServer
from hotline.notify.draining import Drain
from hotline.notify.letters import Stationery
from hotline.notify.outgoing import Accepted, Outcome, Outgoing, Rejected, Retry
from hotline.notify.senders.console import ConsoleSender
from hotline.notify.senders.smtp import SmtpSender
from tests import make
from tests.notify.mailserver import mail_server

pytestmark = pytest.mark.usefixtures("city", "db")


class PowerCut(BaseException):
    """The process ends here and now."""


@dataclass
class Phone:
    """A counterpart on this machine that remembers what it took. `say` decides what becomes of each message."""

    say: Callable[[Outgoing], Outcome] = lambda outgoing: Accepted(f"phone-{outgoing.id}")
    leaves_machine: bool = False
    taken: list[Outgoing] = field(default_factory=list)
    asked: int = 0

    def send(self, outgoing: Outgoing) -> Outcome:
        self.asked += 1
        outcome = self.say(outgoing)
        if isinstance(outcome, Accepted):
            self.taken.append(outgoing)
        return outcome

    def close(self) -> None:
        pass


def test_the_citizen_and_the_agency_are_told_with_the_profile_s_words() -> None:
    opened = make.forwarded(now=timezone.now() - timedelta(hours=1))
    phone = Phone()
    assert _drain(phone) == len(_messages(opened, "sms")) >= 3
    to_citizen = [one.text for one in phone.taken if one.to == "+84908369123"]
    assert to_citizen[0].startswith(f"1022 đã tiếp nhận phản ánh {opened.reference}.")
    assert f"/r/{opened.link}/" in to_citizen[0]
    assert f"Phản ánh {opened.reference} đã chuyển đến" in to_citizen[1]
    to_agency = [one.text for one in phone.taken if one.to != "+84908369123"]
    assert all(f"/agency/{make.lead(opened).id}/" in text for text in to_agency)
    assert all(message.state == "sent" for message in _messages(opened, "sms"))


def test_an_agency_is_told_nothing_of_who_reports() -> None:
    opened = make.answered(now=timezone.now() - timedelta(hours=5), words="Ổ gà trước nhà tôi, gọi 0908369123 nhé.")
    note = "Vẫn còn, tôi là Mai 0908369123"
    actions.say_not_done(opened.request_id, words=note, reason="still_there", now=timezone.now())
    phone, box = Phone(), Phone()
    _drain(phone)
    _drain(box, channel="email")
    to_agency = [one for one in [*phone.taken, *box.taken] if one.to != "+84908369123"]
    assert len(to_agency) >= 2
    for one in to_agency:
        for secret in (make.NAME, "Mai", "0908369123", "908369123", opened.link):
            assert secret not in one.text + one.subject
    assert any("Việc vẫn còn nguyên" in one.text for one in to_agency)


def test_every_text_to_the_citizen_is_whole() -> None:
    opened = make.answered(now=timezone.now() - timedelta(hours=5), contact=ContactDraft(email="mai@thu.example"))
    actions.say_not_done(opened.request_id, words="Còn", reason="still_there", now=timezone.now())
    asked, refused = make.report(contact=ContactDraft(email="mai@thu.example")), make.report(contact=ContactDraft(email="m@t.vn"))
    actions.ask(asked.request_id, words="Số nhà mấy", now=timezone.now(), actor=make.OPERATOR)
    actions.refuse(refused.request_id, reason="complaint", now=timezone.now(), actor=make.OPERATOR)
    box = Phone()
    _drain(box, channel="email")
    told = {one.subject.split("1022-")[0].strip(): one for one in box.taken}
    assert {"Đã tiếp nhận phản ánh", "Trả lời phản ánh", "Đã mở lại phản ánh", "Xin cho biết thêm về phản ánh"} <= told.keys()
    for one in box.taken:
        assert "{" not in one.text + one.subject
        assert "None" not in one.text
    assert "Đơn vị đã vá xong ổ gà." in told["Trả lời phản ánh"].text
    assert "Số nhà mấy." in told["Xin cho biết thêm về phản ánh"].text
    assert any("Đây là khiếu nại." in one.text for one in box.taken)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("12 Lê Lợi", "12 Lê Lợi, Phường Sài Gòn"),
        ("12 Lê Lợi, phường sài gòn", "12 Lê Lợi, phường sài gòn"),
        ("12 Lê Lợi phuong Sai Gon, TP.HCM", "12 Lê Lợi phuong Sai Gon, TP.HCM"),
        ("giáp phường Sài Gòn Mới", "giáp phường Sài Gòn Mới, Phường Sài Gòn"),  # as Tân Sơn and Tân Sơn Nhì: another ward
    ],
)
def test_a_ward_that_was_said_is_not_said_again(words: str, told: str) -> None:
    make.report(place=replace(make.place(), words=words), now=timezone.now(), contact=ContactDraft(email="mai@thu.example"))
    box = Phone()
    _drain(box, channel="email")
    assert f"{told}\n" in box.taken[0].text


def test_english_for_who_reports_in_english() -> None:
    make.report(language="en", now=timezone.now())
    phone = Phone()
    _drain(phone)
    assert "1022 has" in phone.taken[0].text or "received" in phone.taken[0].text.lower()


def test_a_crash_between_send_and_mark_repeats_the_one_message_under_its_id() -> None:
    opened = make.report(now=timezone.now())
    phone = Phone()

    def cut(outgoing: Outgoing) -> Outcome:
        phone.taken.append(outgoing)
        raise PowerCut

    phone.say = cut
    with pytest.raises(PowerCut):
        _drain(phone)
    phone.say = lambda outgoing: Accepted(f"phone-{outgoing.id}")
    assert _drain(phone) == 0, "the lease still holds"
    assert _drain(phone, now=timezone.now() + LEASE + timedelta(seconds=1)) == 1
    first, again = phone.taken
    assert first == again
    assert [message.state for message in _messages(opened, "sms")] == ["sent"]


def test_a_message_is_sent_once_when_all_is_well() -> None:
    make.report(now=timezone.now())
    phone = Phone()
    _drain(phone)
    assert _drain(phone, now=timezone.now() + timedelta(days=2)) == 0
    assert len(phone.taken) == 1


def test_what_was_sent_is_kept_sealed() -> None:
    make.report(now=timezone.now())
    phone = Phone()
    _drain(phone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept, provider_id FROM casefile_message")
        (row,) = cursor.fetchall()
    assert phone.taken[0].text.encode() not in bytes(row[0])
    assert row[1] == f"phone-{phone.taken[0].id}"


def test_not_now_is_tried_again_later() -> None:
    opened = make.report(now=timezone.now())
    phone = Phone(say=lambda _outgoing: Retry("smtp:450"))
    assert _drain(phone) == 1
    (message,) = _messages(opened, "sms")
    assert (message.state, message.tries, message.reason) == ("waiting", 1, "smtp:450")
    phone.say = lambda _outgoing: Accepted("x")
    assert _drain(phone) == 0
    assert _drain(phone, now=timezone.now() + timedelta(minutes=1)) == 1


def test_never_is_dead_at_once_and_visible() -> None:
    opened = make.report(now=timezone.now())
    _drain(Phone(say=lambda _outgoing: Rejected("smtp:550")))
    (message,) = _messages(opened, "sms")
    assert (message.state, message.reason) == ("dead", "smtp:550")
    (dead,) = dead_messages()
    assert dead.reference == opened.reference
    assert dead.recipient == "0908 369 …"


def test_what_fails_for_a_day_is_dead() -> None:
    opened = make.report(now=timezone.now() - timedelta(days=2))
    _drain(Phone(say=lambda _outgoing: Retry("smtp:450")))
    assert [message.state for message in _messages(opened, "sms")] == ["dead"]


def test_a_revived_message_has_its_day_again() -> None:
    opened = make.report(now=timezone.now() - timedelta(days=2))
    phone = Phone(say=lambda _outgoing: Retry("smtp:450"))
    _drain(phone)
    actions.revive_message(dead_messages()[0].id, now=timezone.now(), actor=make.OPERATOR)
    _drain(phone)
    assert [message.state for message in _messages(opened, "sms")] == ["waiting"]
    assert "message_revived" in [event.name for event in make.case(opened).events]
    with pytest.raises(actions.NotDead):
        actions.revive_message(_messages(opened, "sms")[0].id, now=timezone.now(), actor=make.OPERATOR)


def test_poison_is_set_aside_and_the_queue_moves_on(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = make.report(now=timezone.now()), make.report(now=timezone.now())

    def choke(outgoing: Outgoing) -> Outcome:
        if bad.reference in outgoing.text:
            raise ValueError(f"cannot send to {outgoing.to}: {outgoing.text}")
        return Accepted("x")

    phone = Phone(say=choke)
    for n in range(6):
        _drain(phone, now=timezone.now() + timedelta(minutes=10 * n))
    assert [(message.state, message.reason) for message in _messages(bad, "sms")] == [("dead", "fault:ValueError")]
    assert [message.state for message in _messages(good, "sms")] == ["sent"]
    assert "908369123" not in caplog.text
    assert bad.reference not in caplog.text


def test_a_dead_provider_is_asked_once_and_the_rest_is_given_back_untried() -> None:
    opened = [make.report(now=timezone.now()) for _ in range(5)]
    phone = Phone(say=lambda _outgoing: Retry("smtp:ConnectionRefusedError", provider_down=True))
    drain = Drain("sms", phone)
    assert drain.run(timezone.now()) == 0
    assert drain.run(timezone.now()) == 0
    assert phone.asked == 1
    tries = sorted(message.tries for one in opened for message in _messages(one, "sms"))
    assert tries == [0, 0, 0, 0, 1]


def test_emergencies_leave_first() -> None:
    ordinary = make.report(now=timezone.now() - timedelta(hours=1))
    urgent = make.report(now=timezone.now(), words="Cháy nhà, có người mắc kẹt!")
    phone = Phone()
    _drain(phone)
    order = [one.text for one in phone.taken]
    assert urgent.reference in order[0]
    assert ordinary.reference in order[-1]


def test_nobody_to_reach_is_dead_with_that_reason() -> None:
    opened = make.report(now=timezone.now())
    actions.erase_contact(make.case(opened).reporters[0].contact_id, now=timezone.now(), actor=make.OPERATOR)
    _drain(Phone())
    assert [(message.state, message.reason) for message in _messages(opened, "sms")] == [("dead", "no-address")]


def test_a_demonstration_refuses_what_would_leave_the_machine() -> None:
    opened = make.report(now=timezone.now())
    phone = Phone(leaves_machine=True)
    Drain("sms", phone, demonstration=True).run(timezone.now())
    assert phone.asked == 0
    assert [(message.state, message.reason) for message in _messages(opened, "sms")] == [("dead", "demonstration")]


def test_words_withdrawn_for_privacy_are_never_sent_again() -> None:
    opened = make.answered(now=timezone.now() - timedelta(hours=5))
    answer = make.case(opened).answers[0]
    for words in ("Nhà ông Tám đã dọn.", "Một hộ dân đã dọn."):
        actions.correct_answer(
            answer.id,
            words=words,
            public_words=words,
            correction=Correction.PRIVACY,
            why="Có tên người",
            now=timezone.now(),
            actor=make.DESK,
        )
    phone = Phone()
    _drain(phone)
    assert not any("ông Tám" in one.text or "vá xong" in one.text for one in phone.taken)
    assert any("Một hộ dân đã dọn." in one.text for one in phone.taken)


def test_from_the_outbox_to_a_real_mail_server() -> None:
    opened = make.report(now=timezone.now(), contact=ContactDraft(name=make.NAME, email=make.EMAIL))
    paper = Stationery("1022 <1022@tphcm.example>", "1022.example")
    with mail_server() as box:
        sender = SmtpSender(MailServer("127.0.0.1", box.port), lambda: paper, str, stays_here=True)
        assert _drain(sender, channel="email") == 1
    (letter,) = box.letters
    assert letter["Subject"] == f"Đã tiếp nhận phản ánh {opened.reference}"
    assert [f"/r/{opened.link}/" in part.get_content() for part in letter.iter_parts()] == [True, True]


def test_from_the_outbox_to_the_demonstration_phone() -> None:
    opened = make.report(now=timezone.now())
    loops.forget_drains()
    loops.send(Channel.SMS, 1, timezone.now())
    file = Path(os.environ["HOTLINE_DATA"]) / "outbox" / "sms.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert any(opened.reference in line["text"] and line["to"] == "+84908369123" for line in lines)


def _drain(sender: Phone | SmtpSender | ConsoleSender, *, channel: str = "sms", now: datetime | None = None) -> int:
    return Drain(channel, sender).run(now or timezone.now() + timedelta(seconds=1))


def _messages(opened: Opened, channel: str) -> list[MessageFacts]:
    file = queries.case_file(opened.reference)
    return [message for message in file.messages if message.channel == channel]
