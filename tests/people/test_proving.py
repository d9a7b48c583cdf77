"""Showing again who one is, in the middle of something: by password or code, with what was typed kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hotline.people import queries
from hotline.people.facts import EventKind, Role
from hotline.people.guards import fresh, roles
from hotline.people.urls import urlpatterns as people_urls
from tests.people.persons import PASSWORD, make_person, signed_in
from tests.people.test_second_step import code_now, with_app


def told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(repr(sorted((name, values) for name, values in request.POST.lists())))


def table(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("a table", content_type="text/csv")


urlpatterns = [
    *people_urls,
    path("reveal", roles(Role.OPERATOR)(fresh(require_POST(told)))),
    path("export", roles(Role.OPERATOR)(fresh(require_GET(table)))),
]
handler400 = "hotline.site.errors.bad_request"
handler500 = "hotline.site.errors.server_error"

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city, pytest.mark.urls(__name__)]
TYPED = {"reason": 'Gọi lại: "hẻm 12"\n<b>', "part": ["1", "2"]}


@pytest.fixture
def lan() -> int:
    return make_person("lan", Role.OPERATOR)


def of_before(user_id: int, *, minutes: float = 15) -> Client:
    """Return a browser in which somebody showed some minutes ago who it is."""
    client = signed_in(user_id)
    session = client.session
    session["proved_at"] = (timezone.now() - timedelta(minutes=minutes)).timestamp()
    session.save()
    return client


CLOCKS = [
    ("just now", 0, 200),
    ("a moment less than a quarter", 14.9, 200),
    ("a quarter of an hour", 15, 401),
    ("in the future", -5, 401),
]


@pytest.mark.parametrize(("case", "minutes", "status"), CLOCKS)
def test_for_how_long_it_lasts(lan: int, case: str, minutes: float, status: int) -> None:
    client = of_before(lan, minutes=minutes)
    assert client.post("/reveal", TYPED).status_code == status
    assert client.get("/export").status_code == status


def test_what_was_typed_arrives_with_the_password_and_without_it(lan: int) -> None:
    client = of_before(lan)
    page = client.post("/reveal", TYPED)
    assert page.status_code == 401
    assert "Gọi lại: &quot;hẻm 12&quot;\n&lt;b&gt;</textarea>" in page.text
    assert page.text.count('name="part"') == 2
    done = client.post("/reveal", {**TYPED, "proof-given": "POST", "proof-password": PASSWORD})
    assert done.status_code == 200
    assert "Gọi lại" in done.text
    assert "proof" not in done.text, "a password is none of the view's business"
    assert client.post("/reveal", TYPED).status_code == 200


def test_a_table_that_was_asked_for_comes_after_it(lan: int) -> None:
    client = of_before(lan)
    page = client.get("/export?month=2026-11")
    assert page.status_code == 401
    assert 'action="/export?month=2026-11"' in page.text
    came = client.post("/export?month=2026-11", {"proof-given": "GET", "proof-password": PASSWORD})
    assert came["Location"] == "/export?month=2026-11"
    assert client.get("/export?month=2026-11").text == "a table"


def test_a_wrong_password_does_nothing_and_keeps_what_was_typed(lan: int) -> None:
    client = of_before(lan)
    page = client.post("/reveal", {**TYPED, "proof-given": "POST", "proof-password": "sai mật khẩu rồi"})
    assert page.status_code == 401
    assert "Mật khẩu chưa đúng" in page.text
    assert "hẻm 12" in page.text
    assert "sai mật khẩu rồi" not in page.text


def test_a_code_does_as_well(lan: int) -> None:
    secret = with_app(lan)
    client = of_before(lan)
    assert 'name="proof-code"' in client.post("/reveal", TYPED).text
    wrong = client.post("/reveal", {**TYPED, "proof-given": "POST", "proof-code": "000000"})
    assert "Mã chưa đúng" in wrong.text
    assert client.post("/reveal", {**TYPED, "proof-given": "POST", "proof-code": code_now(secret)}).status_code == 200


def test_who_tries_many_passwords_is_stopped(lan: int) -> None:
    client = of_before(lan)
    tries = [client.post("/reveal", {"proof-given": "POST", "proof-password": f"sai lần {n}"}).text for n in range(8)]
    assert [("sai quá nhiều lần" in text) for text in tries] == [False] * 5 + [True] * 3
    assert client.post("/reveal", {"proof-given": "POST", "proof-password": PASSWORD}).status_code == 401
    assert [event.kind for event in queries.events_of(lan)].count(EventKind.PASSWORD_REFUSED) == 5


@pytest.mark.parametrize("name", ["proof-given", "proof-password", "proof-code"])
def test_nothing_given_opens_nothing(lan: int, name: str) -> None:
    assert of_before(lan).post("/reveal", {**TYPED, name: ""}).status_code == 401


ROADS: list[tuple[str, Callable[[Client], Any]]] = [
    ("posted", lambda client: client.post("/reveal", {"proof-given": "POST", "proof-password": PASSWORD})),
    ("asked for", lambda client: client.post("/export", {"proof-given": "GET", "proof-password": PASSWORD})),
]


@pytest.mark.parametrize(("road", "go"), ROADS, ids=[row[0] for row in ROADS])
def test_the_right_password_gives_no_role(road: str, go: Callable[[Client], Any]) -> None:
    client = of_before(make_person("hai", Role.LEADER))
    assert go(client).status_code == 403


def test_a_part_of_a_page_takes_the_whole_page_to_it_and_back(lan: int) -> None:
    client = of_before(lan)
    part = client.get("/export", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/operator/?a=b"})
    assert part["HX-Redirect"] == "/accounts/confirm/?next=%2Foperator%2F"
    assert client.get(part["HX-Redirect"]).status_code == 401
    came = client.post(part["HX-Redirect"], {"proof-given": "GET", "proof-password": PASSWORD}, follow=False)
    assert client.get(came["Location"])["Location"] == "/operator/"


def test_it_leads_to_no_other_site(lan: int) -> None:
    assert signed_in(lan).get("/accounts/confirm/?next=https://evil.example/")["Location"] == "/staff/"
    page = of_before(lan).post("/reveal", TYPED, headers={"Referer": "https://evil.example/"})
    assert "evil" not in page.text
