"""Telephone numbers as people type them; the quick way for mobiles says what phonenumbers says, number for number."""

import phonenumbers
import pytest

from hotline.casefile.contactpoints import NotAContact, read_phone

TYPED = [
    ("a mobile as nearly everybody writes it", "0908369217", "+84908369217"),
    ("with spaces, dots and dashes", "0908.369-2 17", "+84908369217"),
    ("with the country", "+84 908 369 217", "+84908369217"),
    ("with the country and no plus", "84908369217", "+84908369217"),
    ("of eleven digits, as before 2018", "01222949111", "+84772949111"),
    ("a fixed line of the city", "028 3829 1022", "+842838291022"),
]


@pytest.mark.parametrize(("typed", "value"), [row[1:] for row in TYPED], ids=[row[0] for row in TYPED])
def test_what_people_type(typed: str, value: str) -> None:
    assert read_phone(typed).value == value


@pytest.mark.parametrize("typed", ["", "abc", "12345", "090836921", "09083692171", "0000000000"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(NotAContact):
        read_phone(typed)


def test_every_prefix_is_judged_as_phonenumbers_judges_it() -> None:
    for prefix in range(1000):
        digits = f"0{prefix:03d}294911"
        assert _read(digits) == _by_phonenumbers(digits)


def _by_phonenumbers(digits: str) -> str | None:
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return None
    is_one = phonenumbers.is_possible_number(number) and phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if is_one else None


def _read(digits: str) -> str | None:
    try:
        return read_phone(digits).value
    except NotAContact:
        return None
