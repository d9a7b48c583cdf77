"""A session ends after 30 minutes without anybody at work, and 12 hours after signing in."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.core.facts import SYSTEM
from hotline.people import actions, queries
from hotline.people.actions.sweeping import sweep
from hotline.people.facts import EventKind, How, Role, SignInFacts
from hotline.people.models import SignIn
from hotline.people.sessions import SIGN_IN, over
from tests.people.persons import NOW, PASSWORD, make_person, signed_in

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

LIMITS = [
    ("just signed in", timedelta(0), timedelta(0), ""),
    ("at work all morning", 5 * HOUR, MINUTE, ""),
    ("29 minutes at lunch", 5 * HOUR, 29 * MINUTE, ""),
    ("30 minutes at lunch", 5 * HOUR, 30 * MINUTE, "idle"),
    ("at work for 12 hours", 12 * HOUR, MINUTE, "absolute"),
    ("away for a day", 24 * HOUR, 24 * HOUR, "absolute"),
]


def session(*, open_for: timedelta, away_for: timedelta, ended: bool = False, user_id: int = 1) -> SignInFacts:
    return SignInFacts(
        id=1,
        user_id=user_id,
        name="Lan",
        started_at=NOW - open_for,
        seen_at=NOW - away_for,
        ended_at=NOW if ended else None,
        how=How.PASSWORD,
        browser="Firefox",
        system="Windows",
    )


@pytest.mark.parametrize(("case", "open_for", "away_for", "why"), LIMITS)
def test_limits(case: str, open_for: timedelta, away_for: timedelta, why: str) -> None:
    assert over(session(open_for=open_for, away_for=away_for), user_id=1, now=NOW) == why


def test_a_session_that_nobody_began_is_over() -> None:
    assert over(None, user_id=1, now=NOW)


def test_a_session_that_somebody_ended_is_over_and_so_is_one_of_another_person() -> None:
    assert over(session(open_for=HOUR, away_for=MINUTE, ended=True), user_id=1, now=NOW) == "closed"
    assert over(session(open_for=HOUR, away_for=MINUTE, user_id=2), user_id=1, now=NOW) == "absolute"


pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]


@pytest.fixture
def person() -> int:
    return make_person("lan", Role.ADMINISTRATOR)


@pytest.fixture
def client(person: int) -> Client:
    return signed_in(person)


def wind(client: Client, *, open_for: timedelta, away_for: timedelta) -> None:
    now = timezone.now()
    SignIn.objects.filter(pk=client.session[SIGN_IN]).update(started_at=now - open_for, seen_at=now - away_for)


def seen(client: Client) -> datetime:
    return SignIn.objects.get(pk=client.session[SIGN_IN]).seen_at


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
    before = seen(client)
    assert client.get("/staff/people/").status_code == 200
    assert seen(client) > before


def test_a_list_that_renews_itself_is_not_work(client: Client) -> None:
    wind(client, open_for=2 * HOUR, away_for=20 * MINUTE)
    before = seen(client)
    client.get("/operator/queue.part", headers={"HX-Request": "true"})
    assert seen(client) == before


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
    assert SignIn.objects.count() == 1
    sweep(now + timedelta(days=31))
    assert (AccessAttempt.objects.count(), SignIn.objects.count()) == (0, 0)


# Listed and ended ----------------------------------------------------------------------------------------------------


def test_ones_sessions_are_listed_without_a_place_and_this_one_is_marked(client: Client, person: int) -> None:
    signed_in(person)
    page = client.get("/accounts/security/").text
    assert page.count("Firefox trên Windows") >= 2
    assert page.count("Thiết bị này") == 1
    assert "127.0.0.1" not in page


def test_one_session_is_ended_from_another_and_told_so(client: Client, person: int) -> None:
    other = signed_in(person)
    assert other.get("/staff/people/").status_code == 200
    client.post(f"/accounts/security/sessions/{other.session[SIGN_IN]}/end/")
    sent = other.get("/staff/people/")
    assert "ended=closed" in sent["Location"]
    assert "kết thúc từ một thiết bị khác" in other.get(sent["Location"]).text
    assert client.get("/staff/people/").status_code == 200
    assert queries.events_of(person)[0].kind is EventKind.SESSION_CLOSED


def test_all_other_sessions_are_ended_at_once(client: Client, person: int) -> None:
    others = [signed_in(person), signed_in(person)]
    client.post("/accounts/security/sessions/end/")
    assert [other.get("/staff/people/").status_code for other in others] == [302, 302]
    assert client.get("/staff/people/").status_code == 200


def test_nobody_ends_somebody_elses_session_with_its_number(client: Client) -> None:
    victim = signed_in(make_person("minh", Role.OPERATOR))
    client.post(f"/accounts/security/sessions/{victim.session[SIGN_IN]}/end/")
    assert victim.get("/staff/").status_code == 302
    assert "login" not in victim.get("/staff/")["Location"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_who_watches_over_the_centre_ends_a_persons_sessions(role: Role) -> None:
    watcher, quy = signed_in(make_person("chi", role)), make_person("quy", Role.OPERATOR)
    victim = signed_in(quy)
    assert "Quy<" in watcher.get("/staff/people/sessions/").text
    watcher.post(f"/staff/people/{quy}/sessions/end/")
    assert "login" in victim.get("/staff/")["Location"]
    assert "Quy<" not in watcher.get("/staff/people/sessions/").text
    assert queries.events_of(quy)[0].by == "Chi"


def test_a_session_that_came_to_its_limit_is_not_listed(client: Client, person: int) -> None:
    wind(signed_in(person), open_for=2 * HOUR, away_for=31 * MINUTE)
    assert client.get("/accounts/security/").text.count("Firefox trên Windows") == 1


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client: Client, person: int) -> None:
    other = signed_in(person)
    new = "một câu mới dễ nhớ"
    changed = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert changed["Location"] == "/accounts/security/"
    assert client.get("/staff/people/").status_code == 200
    assert "login" in other.get("/staff/people/")["Location"]


def test_a_closed_account_has_no_session(client: Client, person: int) -> None:
    quy = make_person("quy", Role.OPERATOR)
    signed_in(quy)
    assert "Quy<" in client.get("/staff/people/sessions/").text
    actions.deactivate(quy, now=timezone.now(), actor=SYSTEM)
    assert "Quy<" not in client.get("/staff/people/sessions/").text
