"""The page of one case, composed of several stages' panels, at each desk."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from hotline.triage.keys import CASE_KEYS
from tests import make
from tests.people.persons import make_person, signed_in

QUERIES = 40
"""The most that one page may ask of the database, however many panels it has."""


@pytest.fixture
def operator(city: None, db: None) -> Client:
    """Give the browser of an operator."""
    return signed_in(make_person("lan", Role.OPERATOR))


@pytest.fixture
def desk(city: None, db: None) -> Client:
    """Give the browser of somebody at the synthesis desk."""
    return signed_in(make_person("tam", Role.SYNTHESIS))


def _panels(client: Client, address: str) -> list[str]:
    text = client.get(address).content.decode()
    return re.findall(r'<section class="panel[^"]*" id="([^"]+)"', text)


def test_an_operator_decides_first_whose_matter_it_is(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    panels = _panels(operator, f"/operator/{opened.reference}/")
    left, middle, right = panels[:4], panels[4:8], panels[8:]
    assert left == ["report", "reporter", "talk", "person"]
    assert middle == ["decision", "screening", "incident", "agency-words"]
    assert right == ["clocks", "history", "messages"]


def test_an_operator_reads_results_and_answer_once_there_are_any(operator: Client) -> None:
    opened = make.answered("pothole", now=timezone.now() - make.minutes(200))
    panels = _panels(operator, f"/operator/{opened.reference}/")
    assert panels.index("decision") < panels.index("results") < panels.index("answer")


def test_the_desk_reads_results_first_and_screens_nothing(desk: Client) -> None:
    opened = make.with_results("pothole", now=timezone.now() - make.minutes(150))
    panels = _panels(desk, f"/synthesis/{opened.reference}/")
    assert panels.index("results") < panels.index("answer") < panels.index("decision")
    assert "screening" not in panels
    text = desk.get(f"/synthesis/{opened.reference}/").content.decode()
    for deed in ("reveal", "write"):
        text = text.replace(f"/triage/{opened.reference}/{deed}/", "")
    assert "/triage/" not in text.replace("/static/triage/", "")


@pytest.mark.parametrize("service", ["pothole", "street_light", "comment", "emergency_fire"])
def test_every_key_is_on_one_thing_only_and_the_help_names_it(operator: Client, service: str) -> None:
    opened = make.report(service, now=timezone.now())
    text = operator.get(f"/operator/{opened.reference}/").content.decode()
    keys = Counter(re.findall(r'data-key="(.)"', text))
    assert set(keys.values()) == {1}, keys
    assert set(keys) <= {shortcut.key for shortcut in CASE_KEYS.values()}
    for shortcut in CASE_KEYS.values():
        assert f"<kbd>{shortcut.key}</kbd></dt><dd>{shortcut.words}</dd>" in text
    assert "data-keys-switch" in text


def test_every_form_carries_the_token_the_desk_and_the_version(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    text = operator.get(f"/operator/{opened.reference}/").content.decode().split("<main", 1)[1]
    forms = [form for form in re.findall(r"<form.*?</form>", text, re.DOTALL) if "setlang" not in form]
    assert len(forms) >= 10
    for form in forms:
        for name in ("csrfmiddlewaretoken", "desk", "version"):
            assert f'name="{name}"' in form, form[:120]


def test_no_two_things_on_the_page_share_an_id(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    text = operator.get(f"/operator/{opened.reference}/").content.decode()
    found = Counter(re.findall(r'\sid="([^"]+)"', text))
    assert [name for name, count in found.items() if count > 1] == []


@pytest.mark.parametrize("desk_name", ["operator", "synthesis"])
def test_the_page_asks_the_database_little(city: None, db: None, desk_name: str) -> None:
    client = signed_in(make_person("sau", Role.SUPERVISOR, Role.OPERATOR, Role.SYNTHESIS))
    opened = make.answered("flooding", now=timezone.now() - make.minutes(200))
    client.get(f"/{desk_name}/{opened.reference}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/{desk_name}/{opened.reference}/")
    assert len(asked) <= QUERIES, len(asked)


def test_a_case_that_is_none_is_not_there(operator: Client, desk: Client) -> None:
    for reference in ("1022-2611-0000-0000-0", "next", "x' OR 1=1", "%00"):
        assert desk.get(f"/synthesis/{reference}/").status_code == 404
    assert operator.get("/operator/1022-2611-0000-0000-0/").status_code == 404


def test_each_desk_opens_its_own_page_only(operator: Client, desk: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    unit = snapshot().units["ql-ha-tang-giao-thong"]
    officer = signed_in(make_person("quan", Role.FOCAL_POINT, unit_id=unit.id))
    leader = signed_in(make_person("chi", Role.LEADER))
    for client, own in ((operator, "operator"), (desk, "synthesis"), (officer, ""), (leader, "")):
        for name in ("operator", "synthesis"):
            expected = 200 if name == own else 403
            assert client.get(f"/{name}/{opened.reference}/").status_code == expected


def test_the_page_itself_takes_no_form(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    assert operator.post(f"/operator/{opened.reference}/", {"version": "1"}).status_code == 405
    assert make.case(opened) == before


def test_nothing_of_a_case_stays_in_a_cache(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    assert operator.get(f"/operator/{opened.reference}/")["Cache-Control"] == "private, no-store"


def test_a_form_that_cannot_be_done_comes_back_to_the_desk_it_was_sent_from(city: None, db: None) -> None:
    client = signed_in(make_person("sau", Role.SUPERVISOR))
    opened = make.report("pothole", now=timezone.now())
    case = make.case(opened)
    drawn = {"version": case.request.version, "seen": case.events[-1].id}
    for name in ("operator", "synthesis"):
        response = client.post(f"/triage/{opened.reference}/reveal/", {**drawn, "desk": name, "reason": ""})
        assert response.status_code == 422
        assert response.context["desk"] == name
    wrong = client.post(f"/triage/{opened.reference}/reveal/", {**drawn, "desk": "//evil.example", "reason": "Gọi lại."})
    assert wrong["Location"] == f"/operator/{opened.reference}/"


def test_messages_that_did_not_arrive_stand_first_with_why(operator: Client) -> None:
    from hotline.casefile import actions

    opened = make.forwarded("pothole", now=timezone.now())
    sent = make.case(opened).messages
    actions.mark_dead(sent[-1].id, reason="no-address")
    text = operator.get(f"/operator/{opened.reference}/").content.decode()
    panel = text[text.index('id="messages"') :]
    assert "1 tin không gửi được" in panel
    assert panel.index("Không còn cách liên lạc với người nhận.") < panel.index("Chờ gửi")
    assert make.PHONE not in panel
