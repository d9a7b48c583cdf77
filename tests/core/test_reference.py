"""The short code a citizen is given: read back from paper, from the telephone, with slips."""

import contextlib
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.reference import (
    LETTERS,
    RANDOM_BYTES,
    NotAReference,
    groups,
    new_reference,
    parse_reference,
    read_aloud,
)

from .days import at

CODE = new_reference(at("2026-11-21 09:00"), bytes.fromhex("3a1b2c4d5e"))
BODY = CODE.replace("-", "")

READ = (
    ("as it is written", CODE),
    ("in small letters", CODE.lower()),
    ("without dashes", BODY),
    ("with spaces", " ".join(CODE)),
    ("with dots and a full stop", CODE.replace("-", ".") + "."),
    ("without the number in front", CODE.removeprefix("1022-")),
    ("with long dashes", CODE.replace("-", "–")),
    ("with O for nought and I and l for one", BODY.replace("0", "O").replace("1", "l")),
    ("from a keyboard of wide letters", "".join(chr(ord(c) + 0xFEE0) if c != "-" else c for c in CODE)),
)
REFUSED = (
    ("nothing", ""),
    ("one letter short", BODY[:-1]),
    ("one letter too many", BODY + "0"),
    ("a month that does not exist", BODY[:6] + "13" + BODY[8:]),
    ("the number of another city", "1023" + BODY[4:]),
    ("a letter no code has", BODY[:-1] + "U"),
    ("a telephone number", "0908 369 123"),
    ("a megabyte", "1022" * 250_000),
    ("something else altogether", "'; DROP TABLE requests; --"),
)


def test_how_it_looks() -> None:
    number, month, first, second, check = groups(CODE)
    assert (number, month) == ("1022", "2611")
    assert (len(first), len(second), len(check)) == (4, 4, 1)
    assert set(first + second + check) <= set(LETTERS)
    assert read_aloud(CODE).startswith("1 0 2 2, 2 6 1 1, ")


def test_the_month_is_the_month_in_viet_nam() -> None:
    new_year = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert new_reference(new_year, bytes(RANDOM_BYTES)).startswith("1022-2701-")


@pytest.mark.parametrize(("case", "typed"), READ, ids=[row[0] for row in READ])
def test_read(case: str, typed: str) -> None:
    assert parse_reference(typed) == CODE


@pytest.mark.parametrize(("case", "typed"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(case: str, typed: str) -> None:
    with pytest.raises(NotAReference):
        parse_reference(typed)


def test_what_it_is_made_of_is_checked() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        new_reference(at("2026-11-21 09:00"), b"1234")
    with pytest.raises(ValueError, match="time zone"):
        new_reference(datetime(2026, 11, 21), bytes(RANDOM_BYTES))


def test_another_city_has_a_number_of_its_own() -> None:
    code = new_reference(at("2026-11-21 09:00"), bytes(RANDOM_BYTES), number="19001")
    assert parse_reference(code.removeprefix("19001-"), number="19001") == code
    with pytest.raises(NotAReference):
        parse_reference(code)


@given(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES), st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 1)))
def test_every_code_reads_back(random_bytes: bytes, moment: datetime) -> None:
    code = new_reference(at(moment.isoformat()), random_bytes)
    assert parse_reference(code) == code


@given(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES), st.integers(0, 16), st.sampled_from(LETTERS))
def test_every_single_wrong_letter_is_noticed(random_bytes: bytes, place: int, letter: str) -> None:
    body = new_reference(at("2026-11-21 09:00"), random_bytes).replace("-", "")
    wrong = body[:place] + letter + body[place + 1 :]
    if wrong != body:
        with pytest.raises(NotAReference):
            parse_reference(wrong)


@given(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES), st.integers(0, 15), st.integers(1, 16))
def test_every_swap_of_two_letters_is_noticed(random_bytes: bytes, place: int, distance: int) -> None:
    letters = list(new_reference(at("2026-11-21 09:00"), random_bytes).replace("-", ""))
    other = min(place + distance, 16)
    swapped = letters.copy()
    swapped[place], swapped[other] = letters[other], letters[place]
    if swapped != letters:
        with pytest.raises(NotAReference):
            parse_reference("".join(swapped))


def test_all_single_errors_and_swaps_of_one_code() -> None:
    wrong = {BODY[:n] + letter + BODY[n + 1 :] for n in range(len(BODY)) for letter in LETTERS} - {BODY}
    wrong |= {BODY[:n] + BODY[n + 1] + BODY[n] + BODY[n + 2 :] for n in range(len(BODY) - 1)} - {BODY}
    for code in wrong:
        with pytest.raises(NotAReference):
            parse_reference(code)
    assert len(wrong) > 500


def test_every_letter_is_equally_likely() -> None:
    counts = Counter(groups(new_reference(at("2026-11-21 09:00"), n.to_bytes(RANDOM_BYTES)))[3][-1] for n in range(32 * 8))
    assert set(counts.values()) == {8}
    assert len(counts) == 32


def test_a_hundred_thousand_guesses_find_less_than_one_case_in_the_worst_year() -> None:
    cases_in_one_month = 2_000_000  # all of 2021's in a single month
    assert 100_000 * cases_in_one_month / 32**8 < 0.2


@given(st.text())
def test_reading_anything_gives_a_code_or_a_named_refusal(text: str) -> None:
    with contextlib.suppress(NotAReference):
        assert parse_reference(text).startswith("1022-")
