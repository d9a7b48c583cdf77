"""Texts are filled once, and an SMS keeps its code and link whole within the parts that are paid for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.directory.facts import Text
from hotline.notify.rendering import PlaceholderUnknown, filled, filled_sms, placeholders
from hotline.notify.smstext import GSM, alphabet_of, sms_parts, ucs2_length, without_accents

ANSWERED = "1022 trả lời phản ánh {reference}: {answer} Xem đủ, đánh giá hoặc báo chưa xong: {link}"
REFERENCE, LINK = "1022-2611-7K3M-9QXT-H", "https://1022.tphcm.gov.vn/r/AbCdEfGhIjKlMnOpQrStUv/"


def test_a_text_says_what_it_wants() -> None:
    assert placeholders(Text(body="{reference} {link}", subject="{service}")) == {"reference", "link", "service"}


def test_braces_in_a_value_stay_what_they_are() -> None:
    assert filled("{answer} {link}", {"answer": "xem {link} và {0.__class__}", "link": "L"}) == "xem {link} và {0.__class__} L"


def test_an_unknown_placeholder_is_named() -> None:
    with pytest.raises(PlaceholderUnknown, match="phone"):
        filled("{phone}", {"name": "x"})


def test_a_short_answer_stands_whole() -> None:
    text = filled_sms(ANSWERED, {"reference": REFERENCE, "answer": "Đã vá xong.", "link": LINK}, parts=3)
    assert "Đã vá xong." in text
    assert text.endswith(LINK)


def test_two_free_values_share_the_room() -> None:
    text = filled_sms("{reason} | {question}", {"reason": "ngắn", "question": "dài " * 100}, parts=1)
    assert text.startswith("ngắn | dài dài")
    assert ucs2_length(text) <= 70


def test_without_accents_twice_as_much_fits() -> None:
    values = {"reference": REFERENCE, "answer": "Đã sửa đèn đường. " * 40, "link": LINK}
    text = filled_sms(ANSWERED, values, parts=3, plain=True)
    assert alphabet_of(text) is GSM
    assert sms_parts(text) == 3
    assert len(text) > 440
    assert text.startswith(f"1022 tra loi phan anh {REFERENCE}: Da sua den duong.")
    assert text.endswith(LINK)


LONG = "Đội thoát nước đã nạo vét hố ga trước số 12 Lê Lợi, thay nắp bị vỡ. Chiều mai đội trở lại kiểm tra sau mưa."


def test_an_answer_is_whole_without_accents_before_it_is_cut_with_them() -> None:
    values = {"reference": REFERENCE, "answer": LONG, "link": LINK}
    assert LONG not in filled_sms(ANSWERED, values, parts=3)
    text = filled_sms(ANSWERED, values, parts=3, plain_if_cut=True)
    assert without_accents(LONG) in text
    assert sms_parts(text) <= 3
    short = {**values, "answer": "Đã vá xong."}
    assert filled_sms(ANSWERED, short, parts=3, plain_if_cut=True) == filled_sms(ANSWERED, short, parts=3)


def test_a_foreign_script_that_is_cut_keeps_its_accents() -> None:
    values = {"reference": REFERENCE, "answer": "路灯已修好。" * 60, "link": LINK}
    assert filled_sms(ANSWERED, values, parts=3, plain_if_cut=True).startswith("1022 trả lời")


def test_a_foreign_script_stays_readable_within_the_parts() -> None:
    values = {"reference": REFERENCE, "answer": "路灯已修好。" * 60, "link": LINK}
    text = filled_sms(ANSWERED, values, parts=3, plain=True)
    assert "路灯" in text
    assert sms_parts(text) <= 3


@given(answer=st.text(max_size=3000), parts=st.integers(2, 6))
def test_no_answer_makes_it_longer_than_its_parts(answer: str, parts: int) -> None:
    values = {"reference": REFERENCE, "answer": answer, "link": LINK}
    fixed = ucs2_length(filled_sms(ANSWERED, {**values, "answer": ""}, parts=parts))
    text = filled_sms(ANSWERED, values, parts=parts)
    assert ucs2_length(text) <= max(67 * parts, fixed)
    assert REFERENCE in text
    assert text.endswith(LINK)


# in words · text · value · what is read
ENDS = [
    ("a name that is cut ends it", "Đã chuyển đến {agency}. Theo dõi", "Ủy ban…", "Đã chuyển đến Ủy ban… Theo dõi"),
    ("a name that is whole gets its full stop", "Đã chuyển đến {agency}. Theo dõi", "Sở Y tế", "Đã chuyển đến Sở Y tế. Theo dõi"),
    ("without accents as well", "Da chuyen den {agency}.", "Uy ban...", "Da chuyen den Uy ban..."),
    ("words that end their sentence", "{agency}. Xem", "Có ai không?", "Có ai không? Xem"),
    ("a comma stays", "{agency}, hạn", "Ủy ban…", "Ủy ban…, hạn"),
    ("three dots of the text stay", "{agency}...", "Sở Y tế", "Sở Y tế..."),
]


@pytest.mark.parametrize(("text", "value", "read"), [row[1:] for row in ENDS], ids=[row[0] for row in ENDS])
def test_no_two_marks_behind_each_other(text: str, value: str, read: str) -> None:
    assert filled(text, {"agency": value}) == read


@pytest.mark.parametrize("plain", [False, True])
def test_a_long_name_is_cut_at_a_word_and_marked_once(plain: bool) -> None:
    text = "Phản ánh {reference} đã chuyển đến {agency}. Theo dõi: {link}"
    name = "Ủy ban nhân dân Thành phố Hồ Chí Minh, Ban Quản lý Khu đường sắt đô thị và các đơn vị trực thuộc " * 3
    sms = filled_sms(text, {"reference": REFERENCE, "agency": name, "link": LINK}, parts=2, plain=plain)
    cut, mark, rest = sms.partition("..." if plain else "…")
    assert mark
    assert rest.startswith(" Theo doi" if plain else " Theo dõi")
    assert cut.split()[-1] in (without_accents(name) if plain else name).replace(",", "").split()
