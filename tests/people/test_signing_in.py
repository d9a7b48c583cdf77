"""Signing in and out as somebody at a keyboard does it."""

from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from django.utils import timezone

from hotline.core.facts import SYSTEM
from hotline.people import actions, devices, queries
from hotline.people.facts import EventKind, Role
from hotline.site.settings import PASSWORD_HASHERS
from tests.people.persons import PASSWORD, make_person, signed_in

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]
SIGN_IN = "/accounts/login/"


def enter(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    """Fill in the sign-in page."""
    return client.post(SIGN_IN, {"login": f"{name}@centre.example", "password": password, **more})


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        (Role.OPERATOR, "/operator/"),
        (Role.SUPERVISOR, "/operator/"),
        (Role.SYNTHESIS, "/synthesis/"),
        (Role.ADMINISTRATOR, "/staff/people/"),
    ],
)
def test_signing_in_leads_to_ones_desk(role: Role, desk: str) -> None:
    person = make_person("lan", role)
    client = Client()
    assert client.get(SIGN_IN).status_code == 200
    came = client.post(SIGN_IN, {"login": "Lan@Centre.Example", "password": PASSWORD})
    assert (came.status_code, came["Location"]) == (302, "/staff/")
    landed = client.get("/staff/")
    assert (landed.status_code, landed["Location"]) == (302, desk)
    assert queries.events_of(person)[0].kind is EventKind.SIGNED_IN
    assert queries.person(person, now=timezone.now()).last_sign_in_at is not None


def test_a_focal_point_lands_at_the_agencys_desk(city: None) -> None:
    from hotline.directory.queries import snapshot

    unit = next(iter(snapshot().units.values()))
    client = signed_in(make_person("minh", Role.FOCAL_POINT, unit_id=unit.id))
    assert client.get("/staff/")["Location"] == "/agency/"


def test_who_has_no_desk_reads_what_to_do() -> None:
    assert "Bạn chưa được giao vai trò nào" in signed_in(make_person("lan")).get("/staff/").text
    assert "Lãnh đạo thành phố" in signed_in(make_person("hai", Role.LEADER)).get("/staff/").text


def test_one_comes_back_to_the_page_one_wanted() -> None:
    make_person("lan", Role.ADMINISTRATOR)
    client = Client()
    sent = client.get("/staff/people/?q=x")
    assert sent["Location"] == "/accounts/login/?next=%2Fstaff%2Fpeople%2F%3Fq%3Dx"
    page = client.get(sent["Location"])
    assert 'name="next" value="/staff/people/?q=x"' in page.text
    came = enter(client, "lan", next="/staff/people/?q=x")
    assert came["Location"] == "/staff/people/?q=x"


def test_one_is_not_sent_to_another_site() -> None:
    make_person("lan", Role.OPERATOR)
    came = enter(Client(), "lan", next="https://evil.example/")
    assert came["Location"] == "/staff/"


REFUSED = [
    ("a wrong password", "lan", "sai mật khẩu rồi"),
    ("an unknown address", "nobody", PASSWORD),
    ("a closed account", "gone", PASSWORD),
]


@pytest.mark.parametrize(("case", "name", "password"), REFUSED)
def test_all_refusals_sound_the_same(case: str, name: str, password: str) -> None:
    make_person("lan", Role.OPERATOR)
    actions.deactivate(make_person("gone", Role.OPERATOR), now=timezone.now(), actor=SYSTEM)
    client = Client()
    page = client.post(SIGN_IN, {"login": f"{name}@centre.example", "password": password})
    assert "E-mail hoặc mật khẩu chưa đúng" in page.text
    assert client.get("/staff/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_session_of_before_is_not_the_session_of_after() -> None:
    make_person("lan", Role.OPERATOR)
    client = Client()
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    planted = str(session.session_key)
    enter(client, "lan")
    assert client.session.session_key != planted
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert client.get("/staff/").status_code == 302
    assert "/accounts/login/" in client.get("/staff/")["Location"]


def test_signing_out_ends_the_session_for_good() -> None:
    person = make_person("lan", Role.ADMINISTRATOR)
    client = signed_in(person)
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/staff/people/").status_code == 200
    assert client.get("/accounts/logout/").status_code == 200  # a link alone signs nobody out
    assert client.get("/staff/people/").status_code == 200
    assert client.post("/accounts/logout/")["Location"] == SIGN_IN
    client.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert client.get("/staff/people/").status_code == 302
    assert queries.events_of(person)[0].kind is EventKind.SIGNED_OUT


@pytest.mark.parametrize(
    "address", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/", "/accounts/confirm-email/"]
)
def test_nobody_signs_up_or_resets_by_mail(address: str) -> None:
    assert Client().get(address).status_code == 404


# Wrong passwords ---------------------------------------------------------------------------------------------------


def fail(client: Client, times: int, name: str = "lan") -> int:
    status = 200
    for _n in range(times):
        status = client.post(SIGN_IN, {"login": f"{name}@centre.example", "password": "sai mật khẩu rồi"}).status_code
    return status


def test_guessing_is_locked_for_a_while() -> None:
    make_person("lan", Role.OPERATOR)
    guesser = Client()
    assert fail(guesser, settings.AXES_FAILURE_LIMIT - 1) == 200
    assert fail(guesser, 1) == 429
    locked = guesser.post(SIGN_IN, {"login": "lan@centre.example", "password": PASSWORD})
    assert locked.status_code == 429
    assert "tạm khóa" in locked.text
    assert locked["Retry-After"] == "900"


def test_the_device_one_uses_every_day_stays_open() -> None:
    make_person("lan", Role.OPERATOR)
    daily = Client()
    enter(daily, "lan")
    daily.post("/accounts/logout/")
    fail(Client(), settings.AXES_FAILURE_LIMIT)
    assert enter(daily, "lan").status_code == 302


def test_a_colleague_behind_the_same_address_stays_open() -> None:
    make_person("lan", Role.OPERATOR)
    make_person("minh", Role.OPERATOR)
    fail(Client(), settings.AXES_FAILURE_LIMIT)
    assert enter(Client(), "minh").status_code == 302


def test_another_device_does_not_begin_the_guessing_anew() -> None:
    make_person("lan", Role.OPERATOR)
    for _device in range(settings.AXES_FAILURE_LIMIT - 1):
        assert fail(Client(), 1) == 200
    assert fail(Client(), 1) == 429


def test_a_forged_device_counts_as_none() -> None:
    make_person("lan", Role.OPERATOR)
    forger = Client()
    for n in range(settings.AXES_FAILURE_LIMIT):
        forger.cookies[devices.COOKIE] = f"forged{n}:x:y"
        status = fail(forger, 1)
    assert status == 429


# Passwords ---------------------------------------------------------------------------------------------------------


def test_a_password_is_kept_as_argon2(settings: LazySettings) -> None:
    from django.contrib.auth import get_user_model

    settings.PASSWORD_HASHERS = PASSWORD_HASHERS  # tests use a quick one
    make_person("lan")
    assert get_user_model().objects.get().password.startswith("argon2$argon2id$")


def test_a_link_ends_every_session() -> None:
    person = make_person("lan", Role.ADMINISTRATOR)
    other = signed_in(person)
    assert other.get("/staff/people/").status_code == 200
    actions.give_link(person, now=timezone.now(), actor=SYSTEM)
    assert other.get("/staff/people/").status_code == 302


@pytest.mark.parametrize("password", ["ngắn quá", "123456789012", "lan@centre.example"])
def test_a_weak_password_is_refused(password: str) -> None:
    client = signed_in(make_person("lan", Role.OPERATOR))
    page = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.text
