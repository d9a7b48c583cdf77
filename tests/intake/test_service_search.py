"""Finding a service by typing: the answer for scripts, and the button for whoever has none."""

import re

import pytest
from django.test import Client

from tests.intake.webform import Visitor, path_of, text_of

FOUND = re.compile(r'id="id_found_(\w+)"')


def test_what_is_typed_is_answered_with_the_likeliest_and_why(city: None, db: None) -> None:
    answer = Client().get("/services.json", {"q": "den duong hu"}).json()
    assert answer["found"][0] == {
        "code": "street_light",
        "name": "Đèn đường hư, không sáng",
        "hint": "Đèn tắt, chập chờn, sáng ban ngày, trụ đèn nghiêng.",
        "why": "vì có từ “đèn đường hư”",
    }
    assert 1 <= len(answer["found"]) <= 3
    assert answer["said"] == f"Tìm thấy {len(answer['found'])} việc gần đúng nhất:"


def test_in_the_language_of_the_page(city: None, db: None) -> None:
    response = Client(headers={"accept-language": "en"}).get("/services.json", {"q": "o ga"})
    assert response.json()["found"][0]["name"] == "Pothole, damaged road"
    assert response.json()["found"][0]["why"] == "because of the words “ổ gà”"
    assert response.json()["said"] == "The one that fits best:"
    assert {"Cookie", "Accept-Language"} <= {word.strip() for word in response["Vary"].split(",")}


@pytest.mark.parametrize("typed", ["", "   ", "zzzzzz", "x" * 10_000, "\x00", "<script>"])
def test_of_nothing_nothing_is_found(city: None, db: None, typed: str) -> None:
    answer = Client().get("/services.json", {"q": typed}).json()
    assert answer["found"] == []
    assert answer["said"] == (
        "" if not typed.strip() else "Không thấy việc nào như vậy. Hãy thử chữ khác, hoặc mở nhóm gần nhất."
    )


def test_a_search_is_only_read(city: None, db: None) -> None:
    assert Client().post("/services.json", {"q": "o ga"}).status_code == 405


def test_without_scripts_a_button_searches_and_keeps_what_was_typed(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.get("")
    response = visitor.post("", find="1", q="mat nuoc", words="Từ sáng tới giờ.", service="pothole")
    page = text_of(response)
    assert response.status_code == 200
    assert FOUND.findall(page)[0] == "no_water"
    assert "vì có từ “mất nước”" in page
    assert 'value="mat nuoc"' in page
    assert "Từ sáng tới giờ." in page
    assert re.search(r'value="pothole" id="id_service_pothole" checked', page), "what was chosen before stays chosen"
    assert path_of(visitor.what("no_water", "Từ sáng tới giờ.")) == "/report/where/"


def test_going_on_without_a_choice_keeps_what_was_sought_and_found(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.get("")
    response = visitor.post("", q="den duong hu", words="Tối om.")
    page = text_of(response)
    assert response.status_code == 422
    assert 'value="den duong hu"' in page
    assert FOUND.findall(page)[0] == "street_light"
    assert "Tối om." in page


def test_a_choice_that_is_found_again_is_chosen_once(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.get("")
    page = text_of(visitor.post("", find="1", q="o ga", service="pothole"))
    assert page.count(" checked") == 1
    assert 'id="id_found_pothole" checked' in page


def test_a_search_that_finds_nothing_says_what_to_do(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.get("")
    page = text_of(visitor.post("", find="1", q="qwerty" * 2000))
    assert "Không thấy việc nào như vậy" in page
    assert FOUND.findall(page) == []
    assert "qwerty" * 40 not in page


def test_the_search_button_without_words_goes_on_with_what_is_chosen(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.get("")
    assert path_of(visitor.post("", find="1", q=" ", service="pothole", words="")) == "/report/where/"
