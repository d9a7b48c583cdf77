"""The tour of a demonstration: what to try as whom, and its door, which exists nowhere else."""

import pytest
from django.conf import LazySettings
from django.test import Client

from hotline.casefile import actions, queries
from hotline.people.facts import Role
from hotline.site.demo.people import make_people
from hotline.site.demo.script import read_script
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture
def demonstration(city: None, db: None, settings: LazySettings) -> None:
    """Be a demonstration, with its people."""
    settings.IS_DEMONSTRATION = True
    make_people(read_script(), now=make.NOW)


def test_there_is_none_for_real(client: Client) -> None:
    assert client.get("/tour/").status_code == 404
    assert client.post("/tour/enter/", {"email": read_script().people[0].email}).status_code == 404
    assert "/tour/" not in client.get("/").content.decode()


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(("language", "words"), [("vi", "Tham quan bản minh họa"), ("en", "A tour of the demonstration")])
def test_everyone_with_a_desk_is_there(client: Client, language: str, words: str) -> None:
    client.cookies.load({"django_language": language})
    page = client.get("/tour/")
    shown = page.content.decode()
    assert words in shown
    assert [person.email for person in read_script().people if person.email not in shown] == []
    assert "no-store" in page.headers["Cache-Control"]
    assert '<a href="/tour/">' in client.get("/").content.decode()
    assert 'value="/systems/"' in shown, "the head of an agency is led to its keys and webhooks"


@pytest.mark.usefixtures("demonstration")
def test_it_says_so_while_the_public_list_is_behind(client: Client) -> None:
    make.report()  # of a transaction that the worker cannot have taken in
    assert "data-behind" in (shown := client.get("/tour/").content.decode())
    assert "Danh sách công khai và bản đồ đang được viết." in shown


@pytest.mark.usefixtures("demonstration")
def test_stops_lead_to_cases_in_the_state_they_speak_of(client: Client) -> None:
    bare = client.get("/tour/").content.decode()
    assert "/synthesis/1022" not in bare
    result, answered, refused = make.with_results(), make.answered(), make.report()
    actions.refuse(refused.request_id, reason="duplicate", now=make.NOW, actor=make.OPERATOR)
    found = queries.examples(now=make.NOW + make.minutes(300))
    assert {state: found[state].reference for state in ("result", "publish", "refused", "private")} == {
        "result": result.reference,
        "publish": answered.reference,
        "refused": refused.reference,
        "private": answered.reference,
    }
    assert "emergency" not in found
    shown = client.get("/tour/").content.decode()
    assert f'value="/synthesis/{result.reference}/"' in shown
    assert f'value="/operator/{refused.reference}/"' in shown


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR, Role.FOCAL_POINT, Role.ADMINISTRATOR])
def test_one_click_signs_in_and_the_next_as_somebody_else(client: Client, role: Role) -> None:
    person = next(person for person in read_script().people if person.roles[0] == role)
    client.post("/tour/enter/", {"email": "operator@demo.example", "next": "/operator/"})
    answer = client.post("/tour/enter/", {"email": person.email, "next": "/staff/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/")
    assert person.name in client.get("/staff/", follow=True).content.decode()


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("given", [{}, {"email": "nobody@demo.example"}, {"email": "operator@demo.example' OR 1=1"}])
def test_nobody_else_gets_in(client: Client, given: dict[str, str]) -> None:
    assert client.post("/tour/enter/", given).status_code == 404


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_door_leads_nowhere_outside(client: Client, address: str) -> None:
    answer = client.post("/tour/enter/", {"email": "operator@demo.example", "next": address})
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]
    assert "javascript" not in answer.headers["Location"]
