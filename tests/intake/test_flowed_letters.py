"""Lines that a program broke are whole again (RFC 3676, format=flowed)."""

from typing import Any

import pytest

from hotline.intake.letters import letter as letters
from tests.intake.letters import letter, understood


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
