"""Senders against a real counterpart, a full disk, and servers that stall, drip and refuse."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.notify.configuration import MailServer, UnreadableAddress
from hotline.notify.configuration import mail_server as read_address
from hotline.notify.letters import Stationery
from hotline.notify.outgoing import Accepted, Outgoing, Rejected, Retry
from hotline.notify.senders.console import ConsoleSender
from hotline.notify.senders.smtp import SmtpSender
from tests.notify.mailserver import free_port, mail_server, odd_server

FROM = "Tổng đài 1022 <1022@tphcm.example>"
SMS = Outgoing(7, "sms", "+84908369123", "Đã tiếp nhận phản ánh.")
LETTER = Outgoing(8, "email", "hoa.mai@thu.example", "Chào bạn,\n\nĐã vá xong ổ gà.\n", "Trả lời phản ánh")


def smtp(port: int, *, host: str = "127.0.0.1", stays_here: bool = False, seconds: float = 5.0) -> SmtpSender:
    return SmtpSender(
        MailServer(host, port),
        lambda: Stationery(FROM, "hotline.example"),
        str,
        stays_here=stays_here,
        step=timedelta(seconds=seconds),
        longest=timedelta(seconds=seconds * 2),
    )


def test_the_demonstration_phone_keeps_whole_lines_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "outbox" / "sms.jsonl"
    sender = ConsoleSender(file)
    assert sender.send(SMS) == Accepted("console-7")
    assert sender.send(Outgoing(9, "sms", "+84908369123", "x" * 161)) == Accepted("console-9")
    first, second = (json.loads(line) for line in file.read_text().splitlines())
    assert (first["id"], first["to"], first["text"], first["parts"]) == (7, "+84908369123", "Đã tiếp nhận phản ánh.", 1)
    assert second["parts"] == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert not sender.leaves_machine


def test_a_full_disk_is_a_reason_to_try_again() -> None:
    outcome = ConsoleSender(Path("/dev/full")).send(SMS)
    assert isinstance(outcome, Retry)
    assert outcome.provider_down


def test_a_letter_arrives_with_what_keeps_responders_silent() -> None:
    with mail_server() as box:
        sender = smtp(box.port)
        outcome = sender.send(LETTER)
        sender.close()
    assert outcome == Accepted("<hotline.8@hotline.example>")
    (letter,) = box.letters
    assert letter["To"] == "hoa.mai@thu.example"
    assert letter["From"] == FROM
    assert letter["Subject"] == "Trả lời phản ánh"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == "<hotline.8@hotline.example>"
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == LETTER.text


def test_a_batch_goes_over_one_connection_and_a_refusal_does_not_end_it() -> None:
    with mail_server() as box:
        box.answers["gone@thu.example"] = "550 no such user"
        sender = smtp(box.port)
        outcomes = [
            sender.send(Outgoing(n, "email", to, "x", "y")) for n, to in enumerate(("a@b.cd", "gone@thu.example", "e@f.gh"))
        ]
        sender.close()
    assert outcomes == [Accepted("<hotline.0@hotline.example>"), Rejected("smtp:550"), Accepted("<hotline.2@hotline.example>")]
    assert len(box.connections) == 1


REFUSALS = [
    ("mailbox busy", "450 mailbox busy", Retry("smtp:450")),
    ("no such user", "550 no such user", Rejected("smtp:550")),
    ("closing down", "421 come back later", Retry("smtp:421", provider_down=True)),
]


@pytest.mark.parametrize(("what", "answer", "outcome"), REFUSALS, ids=[row[0] for row in REFUSALS])
@pytest.mark.parametrize("step", [LETTER.to, "data"])
def test_a_refusal_is_what_its_code_says(what: str, answer: str, outcome: object, step: str) -> None:
    with mail_server() as box:
        box.answers[step] = answer
        sender = smtp(box.port)
        assert sender.send(LETTER) == outcome
        sender.close()
    assert box.letters == []


def test_nobody_listens() -> None:
    assert smtp(free_port()).send(LETTER) == Retry("smtp:ConnectionRefusedError", provider_down=True)


@pytest.mark.parametrize("words", [None, b"220 welcome\r\n"], ids=["says nothing", "says welcome and falls silent"])
def test_a_server_that_stalls_is_left(words: bytes | None) -> None:
    with odd_server(words) as port:
        outcome = smtp(port, seconds=0.3).send(LETTER)
    assert isinstance(outcome, Retry)
    assert outcome.provider_down


def test_a_server_that_drips_is_left() -> None:
    with odd_server(b"22", again=True) as port:
        outcome = smtp(port, seconds=0.3).send(LETTER)
    assert isinstance(outcome, Retry)
    assert outcome.provider_down


def test_a_server_that_speaks_rubbish_is_left() -> None:
    with odd_server(b"SSH-2.0-OpenSSH_9.2\r\n") as port:
        outcome = smtp(port, seconds=0.3).send(LETTER)
    assert isinstance(outcome, Retry)
    assert outcome.provider_down


@pytest.mark.parametrize("to", ["no address", "a@b.cd\r\nBcc: x@y.zz", "", "ng Ba <a@b.cd>"])
def test_what_is_no_address_is_refused_at_once(to: str) -> None:
    assert smtp(free_port()).send(Outgoing(1, "email", to, "x", "y")) == Rejected("address")


def test_a_subject_is_one_line() -> None:
    with mail_server() as box:
        sender = smtp(box.port)
        sender.send(Outgoing(1, "email", "a@b.cd", "x", "one\r\nBcc: x@y.zz"))
        sender.close()
    assert box.letters[0]["Subject"] == "one Bcc: x@y.zz"
    assert box.letters[0]["Bcc"] is None


ADDRESSES = [
    ("smtp://mail.example", MailServer("mail.example", 25)),
    ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525)),
    ("smtps://u:p%40ss@mail.example", MailServer("mail.example", 465, "tls", "u", "p@ss")),
    ("smtp+starttls://u:p@mail.example:587", MailServer("mail.example", 587, "starttls", "u", "p")),
]


@pytest.mark.parametrize(("url", "server"), ADDRESSES)
def test_an_address_says_where_and_how(url: str, server: MailServer) -> None:
    assert read_address(url) == server


@pytest.mark.parametrize(
    "url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://host:port", "smtp://u:secret@h:99999"]
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(UnreadableAddress) as refused:
        read_address(url)
    assert "secret" not in str(refused.value)


HOSTS = [
    ("127.0.0.1", True),
    ("127.9.9.9", True),
    ("::1", True),
    ("localhost", True),
    ("mail.example", False),
    ("10.0.0.5", False),
]


@pytest.mark.parametrize(("host", "is_here"), HOSTS)
def test_what_stays_on_this_machine(host: str, is_here: bool) -> None:
    assert MailServer(host, 25).is_here is is_here
