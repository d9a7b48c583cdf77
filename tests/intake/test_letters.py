"""What is understood of an e-mail: its words in every charset, who wrote it and when, and what is attached."""

from datetime import UTC, datetime

import pytest

from hotline.core.inbound import Inbound, MediaKind, Unreadable
from hotline.intake.letters.reading import read
from tests.intake.charsets import in_1258, in_charset
from tests.intake.letters import AT, PHOTO, kept, leaf, letter, parts, understood

WORDS = "Đèn đường hư mấy đêm, nước ngập đến gối"

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
