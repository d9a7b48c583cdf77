"""Letters of programs from before Unicode: byte for byte as the GNU C library reads them."""

import subprocess
import unicodedata

import pytest

from hotline.core.vietcharsets import decoded_vietnamese

WORDS = "Đèn đường HƯ ở 12 Lê Lợi, tối quá, Ỷ Ỹ Ẵ ằ ử"


def converted(raw: bytes, *, of: str, to: str) -> bytes:
    return subprocess.run(["iconv", "-f", of, "-t", to], input=raw, capture_output=True, check=True).stdout


@pytest.mark.parametrize("charset", ["VISCII", "TCVN5712-1"])
def test_each_byte_is_the_letter_that_iconv_reads(charset: str) -> None:
    for byte in range(256):
        raw = bytes([byte]) + b"|"  # what follows ends a letter that could take a tone
        expected = unicodedata.normalize("NFC", converted(raw, of=charset, to="UTF-8").decode())
        assert decoded_vietnamese(raw, charset) == expected, hex(byte)


@pytest.mark.parametrize(
    ("named", "written"),
    [
        ("viscii", "VISCII"), ("VISCII1.1-1", "VISCII"), ("x-viscii", "VISCII"), ("csVISCII", "VISCII"),
        ("TCVN3", "TCVN5712-1"), ("x-viet-tcvn", "TCVN5712-1"), ("x-viet-tcvn5712", "TCVN5712-1"), ("tcvn_5712", "TCVN5712-1"),
    ],
)  # fmt: skip
def test_words_are_read_by_every_name(named: str, written: str) -> None:
    assert decoded_vietnamese(converted(WORDS.encode(), of="UTF-8", to=written), named) == WORDS


def test_a_tone_that_stands_by_itself_joins_its_letter() -> None:
    assert decoded_vietnamese(b"e\xb3", "tcvn") == "é"


@pytest.mark.parametrize("named", ["", "utf-8", "x-viet-vps", "vni", "windows-1258"])
def test_others_are_not_its_business(named: str) -> None:
    assert decoded_vietnamese(b"abc", named) is None
