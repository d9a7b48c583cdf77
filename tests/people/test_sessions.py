"""A session ends after 30 minutes without anybody at work, and 12 hours after signing in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.people import queries
from hotline.people.actions.sweeping import sweep
from hotline.people.facts import EventKind, Role
from hotline.people.sessions import SEEN, STARTED, over
from tests.people.persons import NOW, make_person, signed_in

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

LIMITS = [
    ("just signed in", timedelta(0), timedelta(0), ""),
    ("at work all morning", 5 * HOUR, MINUTE, ""),
    ("29 minutes at lunch", 5 * HOUR, 29 * MINUTE, ""),
    ("30 minutes at lunch", 5 * HOUR, 30 * MINUTE, "idle"),
    ("at work for 12 hours", 12 * HOUR, MINUTE, "absolute"),
    ("away for a day", 24 * HOUR, 24 * HOUR, "absolute"),
]


@pytest.mark.parametrize(("case", "open_for", "away_for", "why"), LIMITS)
def test_limits(case: str, open_for: timedelta, away_for: timedelta, why: str) -> None:
    assert over((NOW - open_for).timestamp(), (NOW - away_for).timestamp(), now=NOW) == why


def test_a_session_that_nobody_began_is_over() -> None:
    assert over(None, NOW.timestamp(), now=NOW)
    assert over(NOW.timestamp(), None, now=NOW)


pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]


@pytest.fixture
def person() -> int:
    return make_person("lan", Role.ADMINISTRATOR)


@pytest.fixture
def client(person: int) -> Client:
    return signed_in(person)


def wind(client: Client, *, open_for: timedelta, away_for: timedelta) -> None:
    session = client.session
    session[STARTED] = (timezone.now() - open_for).timestamp()
    session[SEEN] = (timezone.now() - away_for).timestamp()
    session.save()


@pytest.mark.parametrize(("open_for", "away_for", "why"), [(HOUR, 31 * MINUTE, "idle"), (12 * HOUR + MINUTE, MINUTE, "absolute")])
def test_the_next_click_leads_to_the_sign_in_and_back(
    client: Client, person: int, open_for: timedelta, away_for: timedelta, why: str
) -> None:
    wind(client, open_for=open_for, away_for=away_for)
    sent = client.get("/staff/people/")
    assert sent["Location"] == f"/accounts/login/?next=%2Fstaff%2Fpeople%2F&ended={why}"
    assert ("12 giờ" if why == "absolute" else "30 phút") in client.get(sent["Location"]).text
    assert queries.events_of(person)[0].kind is EventKind.SESSION_ENDED
    assert client.get("/staff/people/")["Location"] == "/accounts/login/?next=%2Fstaff%2Fpeople%2F"


def test_work_keeps_a_session_open(client: Client) -> None:
    wind(client, open_for=2 * HOUR, away_for=20 * MINUTE)
    before = client.session[SEEN]
    assert client.get("/staff/people/").status_code == 200
    assert client.session[SEEN] > before


def test_a_list_that_renews_itself_is_not_work(client: Client) -> None:
    wind(client, open_for=2 * HOUR, away_for=20 * MINUTE)
    before = client.session[SEEN]
    client.get("/operator/queue.part", headers={"HX-Request": "true"})
    assert client.session[SEEN] == before


def test_a_part_of_a_page_takes_the_whole_page_to_the_sign_in(client: Client) -> None:
    wind(client, open_for=2 * HOUR, away_for=31 * MINUTE)
    sent = client.get("/staff/people/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/staff/people/?q=a"})
    assert sent.status_code == 200
    assert sent["HX-Redirect"] == "/accounts/login/?next=%2Fstaff%2Fpeople%2F&ended=idle"


def test_what_was_typed_is_not_thrown_away(client: Client) -> None:
    wind(client, open_for=2 * HOUR, away_for=31 * MINUTE)
    page = client.post("/staff/people/new/", {"name": "Mai", "email": "mai@centre.example"})
    assert page.status_code == 401
    assert "vẫn còn ở trang trước" in page.text
    assert queries.people(words="mai", now=timezone.now()) == []


def test_ended_sessions_and_old_failures_are_swept_up(client: Client) -> None:
    from axes.models import AccessAttempt
    from django.contrib.sessions.models import Session

    failed = Client()
    failed.post("/accounts/login/", {"login": "lan@centre.example", "password": "sai mật khẩu rồi"})
    now = timezone.now()
    sweep(now)
    assert (Session.objects.count(), AccessAttempt.objects.count()) == (1, 1)
    sweep(now + 13 * HOUR)
    assert (Session.objects.count(), AccessAttempt.objects.count()) == (0, 1)
    sweep(now + timedelta(days=31))
    assert AccessAttempt.objects.count() == 0
