"""Names in the order in which Vietnamese readers look for them."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.ordering import vietnamese_key

ORDERS: tuple[tuple[str, list[str]], ...] = (
    ("numbers count as numbers", ["Phường 1", "Phường 2", "Phường 3", "Phường 10", "Phường 12", "Phường 100"]),
    ("a number with a zero in front", ["Tổ 02", "Tổ 3", "Tổ 010"]),
    (
        "the letters of the alphabet",
        ["an", "ăn", "ân", "ba", "ca", "da", "đa", "em", "êm", "ga", "o", "ô", "ơ", "pa", "u", "ư", "va", "y"],
    ),
    ("the tones", ["ma", "mà", "mả", "mã", "má", "mạ"]),
    ("letters before tones", ["an", "án", "ăn", "ắn", "ân", "ấn"]),
    ("a shorter name before a longer", ["An", "An Bình", "An Khánh", "Anh"]),
    (
        "wards as they are listed",
        ["An Đông", "An Hội Đông", "Bàn Cờ", "Bình Hưng Hòa", "Cầu Kiệu", "Chánh Hưng", "Đông Hưng Thuận", "Gò Vấp"],
    ),
    ("communes and letters of the alphabet after D", ["Dầu Tiếng", "Đất Đỏ", "Đông Hòa", "Hóc Môn"]),
    ("lower before upper case when all else is equal", ["an", "An", "AN"]),
    ("digits before letters", ["Khu phố 9", "Khu phố A"]),
    ("signs part words and weigh nothing", ["Bà Rịa", "Bà Rịa - Vũng Tàu", "Bà Rịa Xuyên Mộc"]),
)


@pytest.mark.parametrize(("case", "names"), ORDERS, ids=[row[0] for row in ORDERS])
def test_order(case: str, names: list[str]) -> None:
    shuffled = names.copy()
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=vietnamese_key) == names


def test_spelling_and_unicode_form_do_not_matter() -> None:
    assert vietnamese_key("Hòa") == vietnamese_key(unicodedata.normalize("NFD", "Hòa"))
    assert vietnamese_key("Ðông Hòa") == vietnamese_key("Đông Hòa")
    assert vietnamese_key("  Bà Rịa – Vũng Tàu ") == vietnamese_key("Bà Rịa-Vũng Tàu")


def test_a_number_of_ten_thousand_digits_is_no_trouble() -> None:
    assert vietnamese_key("1" * 10_000) > vietnamese_key("9" * 100)


@given(st.text(), st.text())
def test_keys_sort_the_same_as_bytes_and_as_letters(one: str, other: str) -> None:
    first, second = vietnamese_key(one), vietnamese_key(other)
    encoded = [key.encode("utf-8", "surrogatepass") for key in (first, second)]
    assert (first < second) == (encoded[0] < encoded[1])
    assert "\x00" not in first


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_any_two_numbers(one: int, other: int) -> None:
    assert (vietnamese_key(f"Phường {one}") < vietnamese_key(f"Phường {other}")) == (one < other)
