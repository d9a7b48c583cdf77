"""Texts are filled once, and an SMS keeps its code and link whole within the parts that are paid for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.directory.facts import Text
from hotline.notify.rendering import PlaceholderUnknown, filled, filled_sms, placeholders
from hotline.notify.smstext import GSM, alphabet_of, sms_parts, ucs2_length

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
