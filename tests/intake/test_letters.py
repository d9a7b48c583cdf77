"""E-mail in every shape that it comes in: what is understood of it, and what is set aside for a person."""

import subprocess
import time
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.inbound import Inbound, MediaKind, Receipt, ReceiptKind, Unreadable
from hotline.core.orders import Order, read_order
from hotline.intake.letters import letter as letters
from hotline.intake.letters.envelope import Envelope, piece_of
from hotline.intake.letters.reading import read
from tests.intake.letters import AT, PHOTO, kept, leaf, letter, parts, understood

TOKEN = "1022-2603-7k3m-9qxt-h.0123456789abcdef"
WORDS = "Đèn đường hư mấy đêm, nước ngập đến gối"


def in_1258(text: str) -> bytes:
    """Return Vietnamese as a program of 1998 writes it: the letter, then its tone as a character of its own."""
    tones = {"\u0300": 0xCC, "\u0309": 0xD2, "\u0303": 0xDE, "\u0301": 0xEC, "\u0323": 0xF2}
    found = bytearray()
    for character in text:
        try:
            found += character.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", character)[:-1], unicodedata.normalize("NFD", character)[-1]
            if tone not in tones:  # ệ: the dot stands before the hat
                marks = unicodedata.normalize("NFD", character)
                tone = next(mark for mark in marks if mark in tones)
                base = marks.replace(tone, "")
            found += unicodedata.normalize("NFC", base).encode("cp1258") + bytes([tones[tone]])
    return bytes(found)


def in_charset(text: str, charset: str) -> bytes:
    """Return Vietnamese in a charset that Python has not."""
    return subprocess.run(["iconv", "-f", "UTF-8", "-t", charset], input=text.encode(), capture_output=True, check=True).stdout


CHARSETS = [
    ("UTF-8", WORDS.encode(), "text/plain; charset=utf-8"),
    ("UTF-8, nothing declared", WORDS.encode(), "text/plain"),
    ("UTF-8, declared as Latin-1", WORDS.encode(), "text/plain; charset=iso-8859-1"),
    ("UTF-8, declared as ASCII", WORDS.encode(), "text/plain; charset=us-ascii"),
    ("UTF-8, declared as nonsense", WORDS.encode(), "text/plain; charset=x-viet-nonsense"),
    ("UTF-8, declared as no charset", WORDS.encode(), "text/plain; charset=zlib"),
    ("windows-1258", in_1258(WORDS), "text/plain; charset=windows-1258"),
    ("windows-1258, declared as nonsense", in_1258(WORDS), "text/plain; charset=x-user-defined"),
    ("windows-1258, nothing declared", in_1258(WORDS), "text/plain"),
    ("windows-1258, declared as UTF-8", in_1258(WORDS), "text/plain; charset=utf-8"),
    ("VISCII", in_charset(WORDS, "VISCII"), "text/plain; charset=viscii"),
    ("TCVN3", in_charset(WORDS, "TCVN5712-1"), 'text/plain; charset="x-viet-tcvn5712"'),
    ("no type at all", WORDS.encode(), None),
]


@pytest.mark.parametrize(("what", "raw", "kind"), CHARSETS, ids=[row[0] for row in CHARSETS])
def test_vietnamese_is_read_in_every_charset(what: str, raw: bytes, kind: str) -> None:
    """Always to NFC, whatever was declared."""
    assert understood(letter(raw, Content_Type=kind)).text == WORDS


SUBJECTS = [
    ("encoded", "=?utf-8?b?xJDDqG4gaMaw?=", "Đèn hư"),
    ("quoted-printable", "=?UTF-8?Q?=C4=90=C3=A8n_h=C6=B0?=", "Đèn hư"),
    ("a letter split over two words", "=?utf-8?b?xJDDqG4gaMY=?=\r\n =?utf-8?b?sA==?=", "Đèn hư"),
    ("8-bit, which no standard allows", "Đèn hư", "Đèn hư"),
    ("a plain word on the next line of the head", "=?utf-8?b?aMO0bQ==?=\r\n nay =?utf-8?b?xJHDqG4=?=", "hôm nay đèn"),
    ("glued together", "=?utf-8?q?=C4=90=C3=A8n?=hư", "Đèn hư"),
    ("broken base64", "=?utf-8?b?!!!?=", ""),
    ("unknown charset", "=?x-none?q?=C4=90=C3=A8n?=", "Đèn"),
    ("none", None, ""),
]


@pytest.mark.parametrize(("what", "subject", "read_as"), SUBJECTS, ids=[row[0] for row in SUBJECTS])
def test_subjects_are_read(what: str, subject: str, read_as: str) -> None:
    """Encoded as the standard says, as it does not, and not at all."""
    if read_as or subject is None:
        assert understood(letter(Subject=subject)).subject == read_as
    else:
        assert isinstance(understood(letter(Subject=subject)), Inbound)


def test_who_and_when() -> None:
    """The address in From, the name beside it, the moment that the letter names."""
    found = understood(letter(From="=?utf-8?b?Tmd1eeG7hW4gVsSDbiBBbg==?= <An@Dan.example>"))

    assert (found.sender, found.name, found.said_at) == ("An@Dan.example", "Nguyễn Văn An", datetime(2026, 3, 2, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    "date", ["Mon, 02 Mar 2099 15:00:00 +0700", "Fri, 02 Jan 1970 00:00:00 +0000", "hôm qua", "2026-03-02", None]
)
def test_a_wrong_clock_is_not_believed(date: str) -> None:
    """Then it was said when it came."""
    assert understood(letter(Date=date)).said_at == AT


@pytest.mark.parametrize(
    "sender", ["an@dan.example", "<an@dan.example>", '"Lê, An" <an@dan.example>', "An an@dan.example", "Trần Ă <an@dan.example>"]
)
def test_senders_are_found_in_broken_heads(sender: str) -> None:
    """However the head is written."""
    assert understood(letter(From=sender)).sender == "an@dan.example"


def test_a_letter_without_sender_is_set_aside() -> None:
    """Nobody can be answered; a person reads it."""
    with pytest.raises(Unreadable, match="no-sender"):
        read(kept(letter(From="không rõ")))


def test_html_alone_is_read_and_plain_text_before_it() -> None:
    """Most programs send both; some the HTML alone."""
    html = leaf("<div>Đèn <b>hư</b></div><blockquote>cũ</blockquote>", "text/html; charset=utf-8")

    assert understood(letter(**parts(html, kind="alternative"))).text == "Đèn hư"
    assert understood(letter(**parts(leaf("Đèn tắt"), html, kind="alternative"))).text == "Đèn tắt"
    assert understood(letter(**parts(leaf("  \n"), html, kind="alternative"))).text == "Đèn hư"


def test_lines_that_a_program_broke_are_whole_again() -> None:
    """format=flowed: a line that ends with a space goes on."""
    found = understood(letter("Đèn đường \như mấy \nđêm nay.\nHết.", Content_Type="text/plain; charset=utf-8; format=flowed"))

    assert found.text == "Đèn đường hư mấy đêm nay.\nHết."


def test_a_paragraph_of_many_lines_is_looked_at_once() -> None:
    """Letter by letter counted: what was joined before was read again at each line."""

    class Counted(str):
        __slots__ = ()
        read = 0

        def lstrip(self, chars: str | None = None, /) -> "Counted":
            Counted.read += len(self)
            return Counted(super().lstrip(chars))

        def __add__(self, other: str, /) -> "Counted":
            Counted.read += len(self) + len(other)
            return Counted(super().__add__(other))

        def __getitem__(self, which: Any, /) -> "Counted":
            return Counted(super().__getitem__(which))

        def split(self, *how: Any) -> Any:
            return [Counted(line) for line in super().split(*how)]

    text = Counted("> a \n" * 500 + "> hết")
    assert letters._unflowed(text, joins=True) == "> " + "a" * 500 + "hết"
    assert Counted.read <= 3 * len(text)


FLOWED = [
    ("a \nb", "a b"),
    ("a\nb", "a\nb"),
    ("a \n\nb", "a \nb"),
    (">a \n> b \nc", ">a b \nc"),
    ("> a \n>> b", "> a \n>> b"),
    ("a \n-- \nb", "a \n-- \nb"),
    ("a \n  b", "a  b"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "whole"), FLOWED)
def test_lines_that_go_on(text: str, whole: str) -> None:
    """RFC 3676: depth of quoting, the line before a signature, a space that was stuffed."""
    assert letters._unflowed(text, joins=False) == whole


def test_attachments_are_told_apart() -> None:
    """A photo, a photo that its program does not name, a logo of a signature, a paper, a film, a letter."""
    inner = letter("bên trong", Subject="trong")
    found = understood(
        letter(
            **parts(
                leaf("Xem ảnh"),
                leaf(PHOTO, "image/jpeg", Content_Disposition='attachment; filename="IMG_1.jpg"'),
                leaf(PHOTO, "application/octet-stream; name*=utf-8''%E1%BA%A3nh.HEIC", Content_Disposition="attachment"),
                leaf(PHOTO[:400], "image/png; name=logo.png", Content_Disposition="inline", Content_ID="<logo>"),
                leaf(b"%PDF", "application/pdf", Content_Disposition="attachment; filename*=utf-8''%C4%91%C6%A1n.pdf"),
                leaf(b"film", 'video/mp4; name="..\\\\..\\\\clip.mp4"', Content_Disposition="attachment"),
                b"Content-Type: message/rfc822\r\n\r\n" + inner,
                leaf("chữ ký", "application/pgp-signature"),
            )
        )
    )

    assert [(one.kind, one.name) for one in found.media] == [
        (MediaKind.PHOTO, "IMG_1.jpg"),
        (MediaKind.PHOTO, "ảnh.HEIC"),
        (MediaKind.FILE, "logo.png"),
        (MediaKind.FILE, "đơn.pdf"),
        (MediaKind.VIDEO, "clip.mp4"),
        (MediaKind.FILE, "rfc822"),
    ]
    assert found.text == "Xem ảnh"
    assert found.media[0].content == PHOTO


def test_a_text_file_is_an_attachment() -> None:
    """Not words of the letter."""
    found = understood(
        letter(**parts(leaf("Xem tệp"), leaf("nhật ký", 'text/plain; name="log.txt"', Content_Disposition="attachment")))
    )

    assert (found.text, [one.name for one in found.media]) == ("Xem tệp", ["log.txt"])


def test_an_answer_is_known_by_the_address_it_goes_to() -> None:
    """By whatever head or envelope names it; before the letters that it answers."""
    for raw, to in (
        (letter(to=f"Tổng đài <phananh+{TOKEN}@1022.example>"), ()),
        (letter(), (f"PHANANH+{TOKEN.upper()}@1022.example",)),
        (letter(Delivered_To=f"phananh+{TOKEN}@1022.example"), ()),
        (
            letter(
                In_Reply_To="<hotline.12.ab@1022.example>", References=f"<case.{TOKEN}@1022.example> <hotline.12.ab@1022.example>"
            ),
            (),
        ),
    ):
        assert understood(raw, to=to).token == TOKEN
    assert understood(letter(to="phananh+abc@1022.example")).token == ""


def test_letters_that_it_answers_come_nearest_first() -> None:
    """As they are looked up."""
    found = understood(letter(In_Reply_To="<c@x.example>", References="<a@x.example>\r\n <b@x.example> <c@x.example>"))

    assert found.replies_to == ("<c@x.example>", "<b@x.example>", "<a@x.example>")


@pytest.mark.parametrize(
    ("subject", "to", "left"),
    [
        ("Re: Tổng đài hỏi thêm", f"phananh+{TOKEN}@1022.example", ""),
        ("Trả lời: [1022-2603-7K3M-9QXT-H] hỏi thêm", "phananh@1022.example", "1022-2603-7K3M-9QXT-H"),
        ("Re: gì đó", "phananh@1022.example", ""),
        ("Đèn hư", "phananh@1022.example", "Đèn hư"),
    ],
)
def test_our_own_subject_is_not_their_word(subject: str, to: str, left: str) -> None:
    """Of an answer nothing is left of it but a reference that we have no other way to find."""
    assert understood(letter(Subject=subject, to=to)).subject == left


def test_only_a_quotation_is_kept_for_a_person() -> None:
    """Somebody pressed a wrong button, or wrote where nobody looks: a person does."""
    quoted = "Vào 15:04, 2 thg 3, 2026 Tổng đài <a@b.example> đã viết:\n> Xin cho biết địa chỉ\n"

    only = understood(letter(quoted))
    assert only.for_person
    assert "Xin cho biết địa chỉ" in only.text
    with_photo = letter(**parts(leaf(quoted), leaf(PHOTO, "image/jpeg")))
    assert len(understood(with_photo).media) == 1
    assert not understood(with_photo).for_person


def test_machines_and_lists() -> None:
    """A machine's letter is marked; one that came over a list and names no case is a person's to read."""
    assert understood(letter(Auto_Submitted="auto-replied")).is_automatic
    assert understood(letter(), returns_to="").is_automatic
    assert understood(letter(Return_Path="<>"), returns_to=None).is_automatic
    assert understood(letter(Message_ID="<hotline.1.0123456789abcdef@1022.example>")).is_automatic
    assert understood(letter(List_Id="<phuong.example>", to=f"phananh+{TOKEN}@1022.example")).is_automatic
    assert not understood(letter()).is_automatic
    over_list = understood(letter(List_Id="<phuong.example>"))
    assert over_list.for_person
    assert over_list.is_automatic
    assert not understood(letter()).for_person


def test_only_our_own_mail_server_says_who_a_sender_is_not() -> None:
    """Its name stands in the settings; a stranger's word is nothing."""
    failed = letter(Authentication_Results="mx.ours.example; dmarc=fail header.from=dan.example")

    assert understood(failed, trusts="mx.ours.example").is_doubted
    assert not understood(failed, trusts="mx.other.example").is_doubted
    assert not understood(failed).is_doubted


BOUNCE = """--b
Content-Type: text/plain

Xin lỗi
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; an@dan.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: {kind}

{head}

--b--
"""
OURS = "<hotline.12.0123456789abcdef@1022.example>"


def bounce(
    action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822", head: str = f"Message-ID: {OURS}"
) -> bytes:
    """Return a mail server's report."""
    body = BOUNCE.format(action=action, status=status, kind=kind, head=head)
    return letter(
        body, From="MAILER-DAEMON@mx.example", Content_Type='multipart/report; report-type=delivery-status; boundary="b"'
    )


@pytest.mark.parametrize(
    ("action", "kind", "state"),
    [
        ("failed", "message/rfc822", ReceiptKind.FAILED),
        ("failed", "text/rfc822-headers", ReceiptKind.FAILED),
        ("delayed", "message/rfc822", ReceiptKind.BUFFERED),
        ("delivered", "text/rfc822-headers", ReceiptKind.DELIVERED),
    ],
)
def test_bounces_are_receipts(action: str, kind: str, state: ReceiptKind) -> None:
    """Of the letter that they hold, known by its name."""
    found = read(kept(bounce(action, kind=kind), returns_to=""))

    assert isinstance(found, Receipt)
    assert (found.kind, found.provider_id, found.code) == (state, OURS, "5.1.1")


def test_a_bounce_of_nothing_of_ours_is_nobodys_business() -> None:
    """Somebody used our address, or the report names no letter."""
    assert read(kept(bounce(head="Message-ID: <x@y.example>"), returns_to="")) is None
    assert read(kept(bounce(head="Subject: x"), returns_to="")) is None
    assert read(kept(bounce(action="sung"), returns_to="")) is None


def test_a_repeat_is_known_whoever_brings_it() -> None:
    """By LMTP and again by IMAP with other heads at the top it is one delivery; another text under its name is another."""
    raw = letter()
    first = piece_of(Envelope("lmtp", AT, "an@dan.example"), raw)
    again = piece_of(Envelope("imap", AT + timedelta(hours=1)), b"Return-Path: <an@dan.example>\r\nReceived: x\r\n" + raw)
    other = piece_of(Envelope("lmtp", AT), letter("Việc khác"))

    assert first.provider_id == again.provider_id
    assert first.provider_id.startswith("<1@dan.example>#")
    assert other.provider_id != first.provider_id


@pytest.mark.parametrize("body", [b"", b"{}", b"[]\n", b'{"came_by": "x"}\nFrom: a@b.example\n\nx', b"\xff\xfe\n"])
def test_what_nobody_kept_so_is_unreadable(body: bytes) -> None:
    """Rather than a fault."""
    with pytest.raises(Unreadable, match="envelope"):
        read(body)


def test_a_letter_made_to_be_hard_is_set_aside_at_once() -> None:
    """Thousands of parts within parts would keep a reader busy for minutes."""
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2000))
    began = time.monotonic()
    with pytest.raises(Unreadable, match="nested"):
        read(kept(letter(deep, Content_Type="multipart/mixed; boundary=x")))
    shallow = understood(letter(**parts(*[leaf("x", "application/pdf")] * 5000)))

    assert len(shallow.media) == 30
    assert time.monotonic() - began < 5


def in_words(text: str) -> str:
    """Return a head as long as one likes, in lines as mail servers let them through."""
    return "\r\n ".join(f"=?us-ascii?q?{text[at : at + 60]}?=" for at in range(0, len(text), 60))


@pytest.mark.parametrize(
    "raw",
    [
        letter(From=in_words("a" * 60_000)),
        letter(References=in_words("<" + "@" * 60_000)),
        letter("<" + "@" * 60_000),
        letter("Vào 1 viết" + " " * 3000 + "x"),
        letter("a" + "." * 60_000 + "a"),
        letter("x", Content_Type='text/plain; a="' + ";" * 40_000),
    ],
    ids=["a sender without end", "a reference without end", "an address without end", "spaces", "dots", "parameters"],
)
def test_no_letter_holds_the_reader_up(raw: bytes) -> None:
    """Patterns that look again from each letter on would take minutes, and with them every channel's messages."""
    began = time.process_time()
    with suppress(Unreadable):
        found = read(kept(raw))
        assert isinstance(found, Inbound)
        read_order(found.text, {Order.STOP: ("STOP",)})
    assert time.process_time() - began < 1


SHAPES = [
    ("no end of parts", letter(**parts(leaf("Đèn hư")))[:-12]),
    ("boundary never met", letter("Đèn hư", Content_Type="multipart/mixed; boundary=zz")),
    ("no boundary", letter("Đèn hư", Content_Type="multipart/mixed")),
    ("broken base64", letter("Đ!!=n", Content_Type="text/plain", Content_Transfer_Encoding="base64")),
    (
        "broken quoted-printable",
        letter("h=C6=ZZ=", Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="quoted-printable"),
    ),
    ("unknown encoding", letter("Đèn hư", Content_Transfer_Encoding="x-rot")),
    ("a part without head", letter(b"--part\r\n\r\nabc\r\n--part--", Content_Type="multipart/mixed; boundary=part")),
    ("report without status", letter("x", Content_Type="multipart/report; report-type=delivery-status; boundary=b")),
    ("NUL in it", letter(b"a\x00b")),
    ("an mbox line first", b"From an@dan.example Mon Mar 2\r\n" + letter()),
    ("empty lines first", b"\r\n\r\n" + letter()),
    ("head alone", letter().partition(b"\r\n\r\n")[0]),
    ("line ends of Unix", letter().replace(b"\r\n", b"\n")),
    ("wrong type", letter("x", Content_Type="text")),
    ("comments within comments", letter(From=f"{'(' * 3000}{')' * 3000} <an@dan.example>")),
    ("type with rubbish", letter("x", Content_Type="text/plain; charset*0=utf; charset*1=-8; =;")),
    (
        "file name with rubbish",
        letter(**parts(leaf(b"x", "application/pdf", Content_Disposition="attachment; filename*=x''%ff%"))),
    ),
]


@pytest.mark.parametrize(("what", "raw"), SHAPES, ids=[what for what, _ in SHAPES])
def test_no_broken_shape_is_a_fault(what: str, raw: bytes) -> None:
    """Each is understood as far as it goes, or set aside with a reason."""
    try:
        read(kept(raw))
    except Unreadable:
        return


@given(st.binary(max_size=300), st.integers(0, 10_000))
def test_no_noise_is_a_fault(noise: bytes, at: int) -> None:
    """Bytes thrown into a letter anywhere."""
    whole = letter(**parts(leaf("Đèn"), leaf(PHOTO[:50], "image/jpeg", Content_Disposition="attachment; filename=a.jpg")))
    at %= len(whole)
    try:
        read(kept(whole[:at] + noise + whole[at:]))
    except Unreadable:
        return
