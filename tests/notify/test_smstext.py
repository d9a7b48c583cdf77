"""How an SMS is counted and written without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.notify.smstext import GSM, alphabet_of, sms_parts, without_accents

PARTS = [
    ("empty", "", 1),
    ("plain, one full part", "a" * 160, 1),
    ("plain, one letter over", "a" * 161, 2),
    ("plain, two full parts", "a" * 306, 2),
    ("plain, third part begins", "a" * 307, 3),
    ("a euro sign counts double", "€" + "a" * 158, 1),
    ("a euro sign too many", "€" + "a" * 159, 2),
    ("Vietnamese, one full part", "ư" * 70, 1),
    ("Vietnamese, one letter over", "ư" * 71, 2),
    ("Vietnamese, two full parts", "ư" * 134, 2),
    ("Vietnamese, third part begins", "ư" * 135, 3),
    ("an emoji takes two letters", "😀" * 35, 1),
    ("an emoji too many", "😀" * 36, 2),
]
PLAIN = [
    ("Đã tiếp nhận phản ánh", "Da tiep nhan phan anh"),
    ("đường Nguyễn Thị Minh Khai – Quận “Một”…", 'duong Nguyen Thi Minh Khai - Quan "Mot"...'),
    ("ẮẰẲẴẶ ắằẳẵặ ỨỪỬỮỰ", "AAAAA aaaaa UUUUU"),
    ("decomposed: hòa", "decomposed: hoa"),
]


@pytest.mark.parametrize(("what", "text", "parts"), PARTS, ids=[row[0] for row in PARTS])
def test_parts_are_counted_as_operators_bill_them(what: str, text: str, parts: int) -> None:
    assert sms_parts(text) == parts


@pytest.mark.parametrize(("text", "plain"), PLAIN)
def test_accents_go_and_letters_stay(text: str, plain: str) -> None:
    assert without_accents(text) == plain


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ …–“”"))
def test_any_vietnamese_becomes_cheap(text: str) -> None:
    assert alphabet_of(without_accents(text)) is GSM
