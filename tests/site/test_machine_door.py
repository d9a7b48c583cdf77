"""Other systems pass the pages' middleware by, and miss nothing that an answer must have."""

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")

ADDRESSES = ["/open311/v2/services.json", "/open311/v2/requests.json", "/open311/v2/discovery.xml"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_whole(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert int(answer["Content-Length"]) == len(answer.content)
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Language"] == "vi"
    assert "Accept-Language" in answer["Vary"]


def test_nobody_is_given_a_cookie_and_none_is_read() -> None:
    client = Client()
    client.cookies["sessionid"] = "x" * 32
    answer = client.post("/open311/v2/requests.json", {"service_code": "street_light", "address_id": make.SAI_GON})
    assert answer.status_code == 201
    assert not answer.cookies


def test_the_language_is_the_clients() -> None:
    answer = Client(headers={"Accept-Language": "en"}).post("/open311/v2/requests.json", {"phone": "1"})
    assert answer["Content-Language"] == "en"
    assert "service_code: is required" in answer.content.decode()


def test_a_name_that_is_not_ours_is_refused() -> None:
    assert Client(headers={"Host": "evil.example"}).get(ADDRESSES[0]).status_code == 400


def test_an_address_that_does_not_exist_gets_the_page_that_says_so() -> None:
    answer = Client().get("/open311/nothing")
    assert answer.status_code == 404
    assert "text/html" in answer["Content-Type"]


def test_what_a_view_raises_is_answered_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("hotline.intake.channels.open311.snapshot", fail)
    answer = Client(raise_request_exception=False).post("/open311/v2/requests.json", {})
    assert answer.status_code == 500
    assert int(answer["Content-Length"]) == len(answer.content)
    assert answer["X-Frame-Options"] == "DENY"


def test_a_method_that_is_not_taken_is_refused() -> None:
    assert Client().delete("/open311/v2/requests.json").status_code == 405
    assert Client().post("/open311/v2/services.json").status_code == 405
