"""E-mail there and back through mail servers that others wrote: postfix, dovecot, and sieve's vacation responder."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.utils import timezone
from imap_tools import MailBoxUnencrypted

from hotline.casefile import actions, queries
from hotline.casefile.facts import ContactDraft
from hotline.casefile.models import Attachment, Incoming, Message, Question, ServiceRequest
from hotline.casefile.queries.setups import forget_setups
from hotline.core.facts import Channel
from hotline.intake.mail.imap import HostedBox
from hotline.intake.mail.listening import Listening
from hotline.intake.reading import read_kept
from hotline.notify.draining import Drain
from hotline.notify.senders import sender_of
from tests import databases, make
from tests.intake.charsets import in_1258
from tests.intake.letters import PHOTO, leaf, letter, parts
from tests.journeys.mailing import HOTLINE, WORDS, Post, answer_to, finish, letters, reply_address, serving, set_up, words_of
from tests.mailservers import DAN, GONE, ON_LEAVE, PASSWORD, US, MailServers, free_port, mail_servers


@pytest.fixture(scope="module")
def servers() -> Iterator[MailServers]:
    """Both mail servers, which find us where nobody listens yet."""
    with mail_servers(free_port()) as running:
        yield running


@pytest.fixture
def post(
    city: str, committed_db: str, servers: MailServers, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Post]:
    """Our LMTP server behind them, with a database of its own."""
    with serving(Listening("127.0.0.1", servers.lmtp).open()):
        set_up()
        monkeypatch.setenv("HOTLINE_EMAIL_SENDER", "smtp")
        monkeypatch.setenv("HOTLINE_SMTP_URL", f"smtp://127.0.0.1:{servers.smtp}")
        monkeypatch.setenv("HOTLINE_EMAIL_FROM", f"Tổng đài 1022 <{HOTLINE}>")
        sender = sender_of(Channel.EMAIL, sender_name="", sender_address=HOTLINE, public_url=f"https://{US}")
        yield Post(servers, Drain(Channel.EMAIL, sender), f"{request.node.name[5:20]}@{DAN}".replace("_", "-"))
    forget_setups()


def test_a_report_there_and_back(post: Post) -> None:
    """In by windows-1258, asked, answered with a photo, the result out, "chưa xong" back: one case, one thread."""
    post.hand_in(
        letter(
            in_1258(WORDS),
            From=post.an,
            Content_Type="text/plain; charset=windows-1258",
            Content_Transfer_Encoding="8bit",
            Date=None,
        )
    )
    post.hear(1)
    post.send()
    (which,) = post.arrived(1)
    assert which["In-Reply-To"] == "<1@dan.example>"
    assert which["Auto-Submitted"] == "auto-replied"

    post.hand_in(answer_to(which, "1", Message_ID="<2@dan.example>"), to=reply_address(which))
    post.hear(2)
    post.send()
    where = post.arrived(2)[-1]
    post.hand_in(answer_to(where, "12 Lê Lợi, phường Sài Gòn", Message_ID="<3@dan.example>"), to=reply_address(where))
    post.hear(3)
    post.send()
    received = post.arrived(3)[-1]
    case = ServiceRequest.objects.get()
    assert case.channel == Channel.EMAIL
    assert WORDS in case.words
    assert case.reference in received["Subject"]
    assert case.reference.lower() in received["Reply-To"]

    actions.forward(case.pk, now=timezone.now(), actor=make.OPERATOR)
    part = next(part for part in queries.case_file(case.reference).parts if part.role == "lead")
    actions.accept_part(part.id, now=timezone.now(), actor=make.officer(part))
    actions.ask_reporter(part.id, words="Xin gửi ảnh cột đèn.", now=timezone.now(), actor=make.officer(part))
    post.send()
    asked = post.arrived(5)[-1]
    assert "Xin gửi ảnh cột đèn." in words_of(asked)
    with_photo = parts(leaf("Ảnh đây ạ"), leaf(PHOTO, "image/jpeg", Content_Disposition='attachment; filename="den.jpg"'))
    post.hand_in(answer_to(asked, with_photo.pop("body"), Message_ID="<4@dan.example>", **with_photo), to=reply_address(asked))
    post.hear(4)
    question = Question.objects.get()
    assert question.replied_at is not None
    assert Attachment.objects.filter(request=case).count() == 1

    finish(case)
    post.send()
    answered = post.arrived(7)[-1]
    threads = {one["References"].split()[0] for one in post.arrived(7)[2:]}
    assert len(threads) == 1, threads
    post.hand_in(answer_to(answered, "Chưa xong: đèn vẫn tắt", Message_ID="<5@dan.example>"), to=reply_address(answered))
    post.hear(5)
    case.refresh_from_db()
    assert case.round == 2
    assert ServiceRequest.objects.count() == 1
    assert list(Incoming.objects.order_by("id").values_list("became", flat=True)) == ["turn", "turn", "turn", "reply", "not_done"]


def test_somebody_on_leave_does_not_talk_with_us_for_ever(post: Post) -> None:
    """Their responder keeps still at what a machine of ours sent; what a person wrote it answers, once, and is not answered."""
    post.servers.sieve(post.an, ON_LEAVE.format(post.an))
    post.hand_in(letter(WORDS, From=post.an, Date=None))
    post.hear(1)
    post.send()
    (ours,) = post.arrived(1)
    assert ours["Auto-Submitted"] == "auto-replied"
    post.servers.wait_for_queue(0)
    assert letters().count() == 1

    opened = make.report(now=timezone.now(), contact=ContactDraft(email=post.an), channel=Channel.EMAIL)
    actions.write_reporter(opened.request_id, words="Chúng tôi đã gọi mà không gặp.", now=timezone.now(), actor=make.OPERATOR)
    post.send()
    written = post.arrived(3)[-1]
    assert written["Auto-Submitted"] is None
    post.hear(2)
    heard = Incoming.objects.latest("id")
    assert (heard.became, heard.request_id) == ("joined", opened.request_id)
    assert not Message.objects.filter(state="waiting").exists()
    post.servers.wait_for_queue(0)
    assert letters().count() == 2


def test_a_letter_that_comes_back_marks_the_message(post: Post) -> None:
    """Postfix tells that nobody of this name is there."""
    make.report(now=timezone.now(), contact=ContactDraft(email=GONE), channel=Channel.EMAIL)
    post.send()
    post.hear(1)
    message = Message.objects.get(channel="email")
    assert (message.state, message.receipt, message.receipt_code) == ("sent", "failed", "5.1.1")


def test_while_the_database_is_away_postfix_keeps_the_letter(post: Post, committed_db: str) -> None:
    """And brings it when the database is back, once."""
    with databases.away(committed_db):
        post.hand_in(letter(WORDS, From=post.an, Date=None))
        post.servers.wait_until(lambda: "451 4.3.0" in (post.servers.folder / "postfix.log").read_text())
        assert len(post.servers.queue()) == 1
    assert not letters().exists()
    post.servers.flush()
    post.hear(1)
    post.servers.wait_for_queue(0)
    assert letters().count() == 1


def test_our_own_letter_come_back_ends_there(post: Post) -> None:
    """A box that passes everything back to us: attached, never answered, and each copy is one."""
    opened = make.report(now=timezone.now(), contact=ContactDraft(email=post.an), channel=Channel.EMAIL)
    post.send()
    (ours,) = post.arrived(1)
    raw = ours.as_bytes()
    for _ in range(3):
        post.hand_in(raw)
    post.hear(1)
    post.servers.wait_for_queue(0)
    assert letters().count() == 1
    assert Incoming.objects.get().request_id == opened.request_id
    assert not Message.objects.filter(state="waiting", channel="email").exists()


def test_a_hosted_box_is_read_as_soon_as_the_server_tells(post: Post) -> None:
    """IDLE of dovecot; seen only once it was kept, a lost connection is made again, what came by LMTP too is one."""
    box = HostedBox(idles=0.2)
    box_of_us = f"hop@{DAN}"
    set_up(imap=f"imap://{box_of_us.replace('@', '%40')}:{PASSWORD}@127.0.0.1:{post.servers.imap}/INBOX")
    assert box.fetch(timezone.now()) == 0
    box.idles = 10.0
    begun = time.monotonic()
    threading.Timer(0.3, post.hand_in, [letter(WORDS, From=post.an, Date=None)], {"to": box_of_us}).start()
    post.servers.wait_until(lambda: box.fetch(timezone.now()) and letters().exists())
    assert time.monotonic() - begun < box.idles, "the server told; nobody waited the time out"
    assert _seen(post, box_of_us) == [True]

    assert box._box is not None
    box._box.client.sock.shutdown(socket.SHUT_RDWR)
    with pytest.raises(Exception, match="at the box"):
        box.fetch(timezone.now())
    post.hand_in(letter("Việc thứ hai", From=post.an, Message_ID="<2@dan.example>", Date=None), to=box_of_us)
    post.servers.wait_until(lambda: box.fetch(timezone.now()) and letters().count() == 2)
    post.hand_in(letter(WORDS, From=post.an, Date=None))
    post.servers.wait_for_queue(0)
    box.close()
    read_kept(timezone.now())
    assert Incoming.objects.count() >= 1


def _seen(post: Post, user: str) -> list[bool]:
    with MailBoxUnencrypted("127.0.0.1", post.servers.imap).login(user, PASSWORD) as box:
        return ["\\Seen" in one.flags for one in box.fetch(mark_seen=False)]
