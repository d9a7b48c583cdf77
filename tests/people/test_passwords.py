"""Which passwords are refused, and how two keyboards give the same one."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from hotline.people.facts import Role
from hotline.people.passwords import LONGEST, WORDS, what_is_left
from tests.people.persons import PASSWORD, make_person, signed_in

GUESSED = [
    ("mật khẩu and numbers", "matkhau123456"),
    ("with accents and a sign", "Mậtkhẩu@2026"),
    ("signs for letters", "m4tkh4u12345"),
    ("love", "anhyeuem2024!"),
    ("love both ways", "anhyeuememyeuanh"),
    ("a city and a year", "Saigon@20252025"),
    ("an old province and a year", "binhduong1995!"),
    ("the job", "tongdai1022vien"),
    ("the office", "ubndphuong1234"),
    ("a keyboard", "qwertyuiop123"),
    ("one letter", "aaaaaaaaaaaaaaa"),
    ("one syllable again and again", "hahahahahaha"),
    ("counting", "1234567890123"),
    ("counting letters", "abcdefghijklm"),
    ("one's own name", "TranThiMai1990"),
    ("one's own name with accents", "Trần Thị Mai !!"),
    ("one's own address", "mai.quan1.example"),
    ("one that leaked", "password1234"),
    ("a short one", "cá kho tộ"),
    ("a page of text", "câu này dài " * 20),
]


@pytest.mark.parametrize(("case", "password"), GUESSED)
def test_refused(case: str, password: str) -> None:
    mai = get_user_model()(name="Trần Thị Mai", email="mai@quan1.example")
    with pytest.raises(ValidationError):
        validate_password(password, mai)


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Mật khẩu cần ít nhất 12 ký tự."), ("en", "A password needs 12 characters or more.")]
)
def test_a_short_one_is_refused_in_the_language_of_the_page(language: str, words: str) -> None:
    with override(language), pytest.raises(ValidationError) as refused:
        validate_password("cá kho tộ", get_user_model()(name="Trần Thị Mai", email="mai@quan1.example"))
    assert words in refused.value.messages


GOOD = [
    "bốn chữ dễ nhớ",
    "sáng nay trời có gió nhẹ",
    "Saigon mưa rào rồi lại nắng ngay",
    "con mèo nhà tôi ghét cá thu",
    "xK9#vQ2mLp7w",
    "correct-horse-battery-staple",
    "12 con vịt bơi qua sông Hậu",
    " khoảng trắng ở đầu và cuối ",
]


@pytest.mark.parametrize("password", GOOD)
def test_taken(password: str) -> None:
    validate_password(password, get_user_model()(name="Trần Thị Mai", email="mai@quan1.example"))


@pytest.mark.parametrize("word", WORDS)
def test_no_word_of_the_list_stays(word: str) -> None:
    assert what_is_left(f"{word}{word}2024") == ""


def test_an_empty_password_and_one_of_signs_only_are_read() -> None:
    assert what_is_left("") == what_is_left("!!!???###") == ""
    assert len(what_is_left("x" * 100_000)) < LONGEST


@pytest.mark.usefixtures("city", "db")
def test_two_keyboards_that_write_letters_differently_give_one_password() -> None:
    import unicodedata

    composed, decomposed = (unicodedata.normalize(form, "sáng nay trời có gió nhẹ") for form in ("NFC", "NFD"))
    assert composed != decomposed
    client = signed_in(make_person("lan", Role.OPERATOR))
    typed = {"oldpassword": unicodedata.normalize("NFD", PASSWORD), "password1": decomposed, "password2": composed}
    assert client.post("/accounts/password/change/", typed).status_code == 302
    for password in (composed, decomposed):
        came = Client().post("/accounts/login/", {"login": "lan@centre.example", "password": password})
        assert came.status_code == 302
