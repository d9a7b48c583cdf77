"""An agency's calendar of deadlines: a secret address that can be taken back, and nothing personal in it."""

import re
from datetime import datetime, timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import Opened
from hotline.core.facts import SYSTEM
from hotline.directory.queries import snapshot
from hotline.oversight.views import agency
from hotline.people import actions as people
from hotline.people.facts import Role
from hotline.people.queries import person
from tests import make
from tests.make import EMAIL, NAME, PHONE, minutes
from tests.oversight.conftest import LEAD, due_of
from tests.people.persons import make_person, signed_in


def _opened() -> Opened:
    return make.forwarded("pothole", now=timezone.now() - minutes(30))


def _address(browser: Client) -> str:
    found = re.search(r'value="[^"]*(/calendar/[\w-]{43}\.ics)"', browser.post("/agency/calendar/new/").content.decode())
    assert found is not None
    return found[1]


def _events(address: str) -> list[icalendar.Component]:
    answer = Client().get(address)  # a calendar program does not sign in
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_calendar_holds_the_agencys_deadlines(officer: Client) -> None:
    opened = _opened()
    part = make.lead(opened)
    [event] = _events(_address(officer))
    assert event.decoded("dtend") == due_of(opened)
    assert isinstance(event.decoded("dtend"), datetime)
    assert event.decoded("dtend") > event.decoded("dtstart")
    assert "Ổ gà" in str(event["summary"])
    assert opened.reference in str(event["description"])
    assert str(event["url"]).endswith(f"/agency/{part.id}/")


def test_nothing_personal_leaves(officer: Client) -> None:
    make.forwarded("pothole", now=timezone.now(), words=f"Nhà tôi, {NAME}, gọi {PHONE} hoặc {EMAIL}")
    body = Client().get(_address(officer)).content.decode().replace("\r\n ", "")
    assert "SUMMARY" in body
    for personal in (NAME, PHONE, EMAIL, "Nhà tôi", "12 Lê Lợi", "Quan"):
        assert personal not in body


def test_what_is_late_takes_no_place_of_what_is_to_come(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is late: a month of it, and never more than so many."""
    monkeypatch.setattr(agency, "MOST_IN_CALENDAR", 2)
    monkeypatch.setattr(agency, "MOST_LATE_IN_CALENDAR", 2)
    for days in (80, 25, 24, 23):
        make.forwarded("pothole", now=timezone.now() - timedelta(days=days))
    opened = _opened()
    ends = [event.decoded("dtend") for event in _events(_address(officer))]
    late = [end for end in ends if end < timezone.now()]
    assert [end for end in ends if end not in late] == [due_of(opened)]
    assert len(late) == 2
    assert min(late) > timezone.now() - timedelta(days=31)


def test_an_event_keeps_its_name_when_its_deadline_is_read_again(officer: Client) -> None:
    _opened()
    address = _address(officer)
    assert [event["uid"] for event in _events(address)] == [event["uid"] for event in _events(address)]


def test_another_agency_reads_its_own(officer: Client, stranger: Client) -> None:
    _opened()
    assert _events(_address(stranger)) == []


def test_what_is_handled_leaves_the_calendar(officer: Client) -> None:
    address = _address(officer)
    make.with_results("pothole", now=timezone.now() - minutes(150))
    assert _events(address) == []


def test_a_new_address_ends_the_old_one_and_any_can_be_taken_back(officer: Client) -> None:
    first = _address(officer)
    second = _address(officer)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert "Được đọc gần nhất" in officer.get("/agency/calendar/").content.decode()
    assert officer.post("/agency/calendar/end/").status_code == 302
    assert Client().get(second).status_code == 404


def test_the_address_is_shown_once(officer: Client) -> None:
    address = _address(officer)
    assert address not in officer.get("/agency/calendar/").content.decode()


def test_who_leaves_the_agency_reads_nothing_more(city: None, db: None) -> None:
    user = make_person("minh", Role.FOCAL_POINT, unit_id=snapshot().units[LEAD].id)
    address = _address(signed_in(user))
    [held] = person(user, now=timezone.now()).memberships
    people.revoke_role(held.id, now=timezone.now(), actor=SYSTEM)
    assert Client().get(address).status_code == 404


def test_a_guessed_address_opens_nothing(city: None, db: None) -> None:
    assert Client().get(f"/calendar/{'x' * 43}.ics").status_code == 404
    assert Client().get("/calendar/short.ics").status_code == 404


def test_only_agencies_have_calendars(operator: Client) -> None:
    assert operator.post("/agency/calendar/new/").status_code == 403
    assert operator.get("/agency/calendar/").status_code == 403
