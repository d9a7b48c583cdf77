"""What in a text could tell who somebody is: proposed to a person, and struck out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.redaction import STRUCK_OUT, Finding, PersonalKind, redact, redaction_hints

PHONE, EMAIL, CARD, OLD = PersonalKind.PHONE, PersonalKind.EMAIL, PersonalKind.CITIZEN_ID, PersonalKind.OLD_ID
PLATE, BANK, PASSPORT, HEALTH = (
    PersonalKind.PLATE,
    PersonalKind.BANK_ACCOUNT,
    PersonalKind.PASSPORT,
    PersonalKind.HEALTH_CARD,
)

FOUND = (
    ("a mobile", "Gọi tôi 0908369123 nhé", PHONE, "0908369123"),
    ("a mobile in groups", "gọi 0908 369 123", PHONE, "0908 369 123"),
    ("a mobile with dots", "gọi 0908.369.123.", PHONE, "0908.369.123"),
    ("a mobile with hyphens", "gọi 0908-369-123", PHONE, "0908-369-123"),
    ("a mobile from abroad", "call +84 908 369 123", PHONE, "+84 908 369 123"),
    ("a mobile with a bracket", "(+84) 0908369123", PHONE, "(+84) 0908369123"),
    ("an old mobile of eleven digits", "số cũ 01222949123", PHONE, "01222949123"),
    ("a fixed line", "nhà (028) 3829 1234", PHONE, "(028) 3829 1234"),
    ("a mobile glued to words", "sđt:0908369123-Bột", PHONE, "0908369123"),
    ("a mobile in wide digits", "０９０８３６９１２３", PHONE, "０９０８３６９１２３"),
    ("an e-mail address", "viết cho An.Nguyen+1@gmail.com.vn, cảm ơn", EMAIL, "An.Nguyen+1@gmail.com.vn"),
    ("an e-mail address after a line of dashes", "-" * 80 + "an@gmail.com", EMAIL, "an@gmail.com"),
    ("an e-mail address in disguise", "an(at)gmail.com", EMAIL, "an(at)gmail.com"),
    ("a citizen's card", "CCCD 079190012345", CARD, "079190012345"),
    ("a citizen's card in groups", "CCCD 079 190 012 345", CARD, "079 190 012 345"),
    ("an old identity card", "CMND số 024123456.", OLD, "024123456"),
    ("an old identity card in groups", "CMND 024 123 456", OLD, "024 123 456"),
    ("a car", "xe 51F-123.45 đậu", PLATE, "51F-123.45"),
    ("a car written in one", "xe 51f12345", PLATE, "51f12345"),
    ("a motorcycle", "xe máy 59-X1 123.45", PLATE, "59-X1 123.45"),
    ("a company's car", "29LD-123.45", PLATE, "29LD-123.45"),
    ("an older plate", "xe 52M-1234", PLATE, "52M-1234"),
    ("an account", "STK: 0071001234567 Vietcombank", BANK, "0071001234567"),
    ("an account with the bank before", "chuyển vào tài khoản ngân hàng ACB số 123456789", BANK, "123456789"),
    ("an account that is a telephone number too", "stk MB 0908369123", BANK, "0908369123"),
    ("a bank card", "thẻ 9704 2292 1234 5678", BANK, "9704 2292 1234 5678"),
    ("a passport", "hộ chiếu C1234567", PASSPORT, "C1234567"),
    ("a health insurance card", "BHYT GD 4 79 12345 67890", HEALTH, "GD 4 79 12345 67890"),
)

NOT_FOUND = (
    ("an address", "45/8 QL1A, P.Tân Hưng Thuận (Q.12)"),
    ("an address with a new house number", "2-55 tổ 3, KP.1, P.Thạnh Lộc"),
    ("a moment", "lúc 08:40 ngày 06-03-2018 17:00"),
    ("a moment with dots", "03.05.2026 17 giờ"),
    ("money", "phạt 49.000.000 đồng, 100.000.000 đ, 123 456 789 đồng"),
    ("our own number", "gọi 1022, 113, 114, 115"),
    ("a reference", "mã 1022-2611-7K3M-9QXT-H"),
    ("a street light's post", "trụ đèn số 15, cao 12 m, 250 W"),
    ("a decision", "1478/QĐ-UBND ngày 4-5-2020, 91/2015/QH13"),
)


@pytest.mark.parametrize(("case", "text", "kind", "found"), FOUND, ids=[row[0] for row in FOUND])
def test_found(case: str, text: str, kind: PersonalKind, found: str) -> None:
    hints = redaction_hints(text)
    assert [(hint.kind, text[hint.start : hint.end]) for hint in hints] == [(kind, found)]


@pytest.mark.parametrize(("case", "text"), NOT_FOUND, ids=[row[0] for row in NOT_FOUND])
def test_not_found(case: str, text: str) -> None:
    assert redaction_hints(text) == ()


def test_several_in_one_text_in_order() -> None:
    text = "Tôi là An, 0908369123, an@gmail.com, xe 51F-123.45, CCCD 079190012345"
    assert [hint.kind for hint in redaction_hints(text)] == [PHONE, EMAIL, PLATE, CARD]


def test_struck_out() -> None:
    text = "Gọi 0908369123 hoặc an@gmail.com nhé"
    spans = [(hint.start, hint.end) for hint in redaction_hints(text)]
    assert redact(text, spans) == "Gọi […] hoặc […] nhé"


STRIKES: tuple[tuple[str, list[tuple[int, int]], str], ...] = (
    ("nothing", [], "0123456789"),
    ("everything", [(0, 10)], "[…]"),
    ("two that overlap are one", [(2, 5), (4, 8)], "01[…]89"),
    ("two that touch are one", [(2, 5), (5, 8)], "01[…]89"),
    ("one in another", [(2, 8), (3, 4)], "01[…]89"),
    ("in any order", [(8, 9), (0, 1)], "[…]1234567[…]9"),
)


@pytest.mark.parametrize(("case", "spans", "left"), STRIKES, ids=[row[0] for row in STRIKES])
def test_strikes(case: str, spans: list[tuple[int, int]], left: str) -> None:
    assert redact("0123456789", spans) == left


@pytest.mark.parametrize("span", [(-1, 2), (3, 3), (5, 4), (8, 11)])
def test_a_span_that_is_not_in_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no span"):
        redact("0123456789", [span])


mobiles = st.builds(lambda first, rest: f"0{first}{rest:08d}", st.sampled_from("35789"), st.integers(0, 99_999_999))
joints = st.sampled_from(["{}{}{}", "{} {} {}", "{}.{}.{}", "{}-{}-{}"])
words = st.text(st.sampled_from("ab đường,\n"), max_size=20)


@given(mobiles, joints, words, words)
def test_every_mobile_is_found_and_nothing_of_it_is_left(mobile: str, joint: str, before: str, after: str) -> None:
    for number in (mobile, "+84" + mobile[1:], "84" + mobile[1:]):
        typed = joint.format(number[:-6], number[-6:-3], number[-3:])
        text = f"{before} {typed} {after}"
        left = redact(text, [(hint.start, hint.end) for hint in redaction_hints(text)])
        assert not re.search(r"\d", left), left


@given(st.integers(1, 96), st.integers(0, 10**9 - 1), words)
def test_every_citizens_card_is_found(province: int, rest: int, around: str) -> None:
    text = f"{around} {province:03d}{rest:09d} {around}"
    assert not re.search(r"\d", redact(text, [(hint.start, hint.end) for hint in redaction_hints(text)]))


@given(st.text() | st.text(st.sampled_from("0123456789 .-@abcđ()+")))
def test_findings_lie_in_the_text_apart_and_in_order(text: str) -> None:
    hints: tuple[Finding, ...] = redaction_hints(text)
    edges = [edge for hint in hints for edge in (hint.start, hint.end)]
    assert edges == sorted(edges)
    assert all(0 <= hint.start < hint.end <= len(text) for hint in hints)
    assert redact(text, [(hint.start, hint.end) for hint in hints]).count(STRUCK_OUT) <= len(hints) + text.count(STRUCK_OUT)
