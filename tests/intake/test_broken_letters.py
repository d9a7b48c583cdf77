"""Letters that are broken, or made to be hard: each is understood as far as it goes, or set aside, and holds up no other."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.inbound import Inbound, Unreadable
from hotline.core.orders import Order, read_order
from hotline.intake.letters.reading import read
from tests.intake.letters import PHOTO, kept, leaf, letter, parts, understood


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
