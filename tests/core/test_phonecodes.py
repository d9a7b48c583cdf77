"""What is a code, what may be a number, and how many codes go."""

import pytest

from hotline.core.orders import Order, read_order
from hotline.core.phonecodes import MOST_IN_HOUR, may_send, read_code

CODES = [
    ("as it stands in the SMS", "123456", "123456"),
    ("in two halves", "123 456", "123456"),
    ("with a word before it", "Mã: 123456", "123456"),
    ("toneless", "ma 123456.", "123456"),
    ("a letter with a signature", "\n123456\n\nTrân trọng,\nMai", "123456"),
    ("five digits", "12345", ""),
    ("seven", "1234567", ""),
    ("within a sentence", "mã tôi nhận là 123456 ạ", ""),
    ("Arabic digits", "١٢٣٤٥٦", ""),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("name", "text", "code"), CODES, ids=[row[0] for row in CODES])
def test_what_is_a_code(name: str, text: str, code: str) -> None:
    assert read_code(text) == code


WORDS = {Order.PHONE: ("SĐT", "SỐ ĐIỆN THOẠI")}
ORDERS = [
    ("with a number", "SĐT 0990 000 000", "0990 000 000"),
    ("toneless, with a colon", "sdt: 0990000000", "0990000000"),
    ("with the country's code", "số điện thoại +84 990 000 000", "+84 990 000 000"),
    ("the word alone", "SĐT", ""),
    ("a report about telephones", "Số điện thoại lạ gọi lừa đảo", None),
    ("a number too short", "SĐT 123", None),
]


@pytest.mark.parametrize(("name", "text", "rest"), ORDERS, ids=[row[0] for row in ORDERS])
def test_what_says_a_number(name: str, text: str, rest: str | None) -> None:
    ordered = read_order(text, WORDS)
    assert (ordered.rest if ordered else None) == rest


LIMITS = [
    ("the first", (0, 0, 0), True),
    ("the third to a number within the hour", (2, 2, 2), True),
    ("the fourth to a number", (3, 3, 0), False),
    ("the fourth of a sender, to whatever numbers", (0, 0, 3), False),
    ("the seventh to a number within a day", (0, 6, 0), False),
]


@pytest.mark.parametrize(("name", "sent", "may"), LIMITS, ids=[row[0] for row in LIMITS])
def test_how_many_codes_go(name: str, sent: tuple[int, int, int], may: bool) -> None:
    in_hour, in_day, of_asker = sent
    assert may_send(to_number_in_hour=in_hour, to_number_in_day=in_day, of_asker_in_hour=of_asker, in_hour=in_hour) is may


def test_in_all_there_is_an_end() -> None:
    none = {"to_number_in_hour": 0, "to_number_in_day": 0, "of_asker_in_hour": 0}
    assert may_send(**none, in_hour=MOST_IN_HOUR - 1)
    assert not may_send(**none, in_hour=MOST_IN_HOUR)
