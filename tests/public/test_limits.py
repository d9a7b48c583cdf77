"""Guessing codes: no hit, and refused after a handful, without standing in anybody's way who has a code."""

from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from hotline.public import actions, queries
from hotline.public.guessing import count_wrong, wait_before_guess
from hotline.public.limits import ADDRESS, COOKIE, DEVICE, NEWCOMER, STRANGERS, know_device, limits_of, network_of
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")

type Knock = Callable[[Client, str], Any]

DOORS: list[tuple[str, Knock]] = [
    ("the follow page", lambda client, code: client.post("/follow/", {"reference": code})),
    ("the case page", lambda client, code: client.get(f"/cases/{code}/")),
    ("one Open311 request", lambda client, code: client.get(f"/open311/v2/requests/{code}.json")),
    ("an Open311 token", lambda client, code: client.get(f"/open311/v2/tokens/{code}.xml")),
    ("an Open311 list", lambda client, code: client.get("/open311/v2/requests.json", {"service_request_id": code})),
]


def wrong(n: int) -> str:
    return f"1022-2611-{n:04d}-0000-0"


@pytest.mark.parametrize("fresh", [False, True], ids=["one device", "a new device each time"])
@pytest.mark.parametrize(("door", "knock"), DOORS, ids=[row[0] for row in DOORS])
def test_a_guesser_is_refused_at_every_door(door: str, knock: Knock, fresh: bool) -> None:
    client = Client()
    statuses = [knock(Client() if fresh else client, wrong(n)).status_code for n in range(30)]
    answered = [status for status in statuses if status != 429]
    assert len(answered) <= 20
    assert statuses[-1] == 429


def test_one_door_counts_for_the_others() -> None:
    client = Client()
    for n in range(20):
        client.get(f"/cases/{wrong(n)}/")
    opened = make.report(now=timezone.now())
    for _door, knock in DOORS:
        assert knock(client, opened.reference).status_code == 429, "a right code is not looked up either"


def test_who_waits_is_told_how_long() -> None:
    client = Client()
    for n in range(20):
        client.post("/follow/", {"reference": wrong(n)})
    response = client.post("/follow/", {"reference": wrong(99)})
    assert 1 <= int(response.headers["Retry-After"]) <= 10
    assert "Xin chờ một chút" in response.content.decode()
    api = client.get(f"/open311/v2/requests/{wrong(1)}.json")
    assert api.json()[0]["code"] == 429
    assert int(api.headers["Retry-After"]) >= 1


@pytest.mark.long
def test_five_hundred_citizens_behind_one_address_get_through() -> None:
    opened = make.report(now=timezone.now())
    statuses = {Client().post("/follow/", {"reference": opened.reference}).status_code for _ in range(500)}
    assert statuses == {200}


def test_a_known_device_is_not_held_up_by_strangers_of_its_network() -> None:
    opened = make.report(now=timezone.now())
    neighbour = Client()
    neighbour.cookies = _known_since(timedelta(hours=1))
    for n in range(20):
        Client().get(f"/cases/{wrong(n)}/")
    assert Client().post("/follow/", {"reference": opened.reference}).status_code == 429
    assert neighbour.post("/follow/", {"reference": opened.reference}).status_code == 200


def test_a_known_device_that_guesses_is_refused_too() -> None:
    client = Client()
    client.cookies = _known_since(timedelta(hours=1))
    statuses = [client.get(f"/cases/{wrong(n)}/").status_code for n in range(30)]
    assert statuses.count(404) == DEVICE.most


def test_a_newcomer_next_door_to_a_guesser_gets_through_after_a_few_seconds() -> None:
    opened = make.report(now=timezone.now())
    for n in range(40):
        Client().post("/follow/", {"reference": wrong(n)})
    newcomer = Client()
    held_up = newcomer.post("/follow/", {"reference": opened.reference})
    assert held_up.status_code == 429
    assert int(held_up.headers["Retry-After"]) <= 10
    assert COOKIE in held_up.cookies, "waiting for so long is the proof"
    assert f'value="{opened.reference}"' in held_up.text, "what was typed stays"
    newcomer.cookies = _known_since(timedelta(seconds=10))
    assert newcomer.post("/follow/", {"reference": opened.reference}).status_code == 200


def test_who_reads_the_page_first_notices_nothing_of_a_guesser() -> None:
    opened = make.report(now=timezone.now())
    visitor = Client()
    assert COOKIE in visitor.get("/follow/").cookies
    visitor.cookies = _known_since(timedelta(seconds=15))
    for n in range(40):
        Client().get(f"/cases/{wrong(n)}/")
    assert visitor.post("/follow/", {"reference": opened.reference}).status_code == 200


def test_a_guesser_that_waits_those_seconds_gains_three_guesses() -> None:
    client = Client()
    client.cookies = _known_since(timedelta(seconds=11))
    statuses = [client.post("/follow/", {"reference": wrong(n)}).status_code for n in range(20)]
    assert statuses.count(404) == NEWCOMER.most
    assert statuses[-1] == 429


def test_five_devices_that_guess_together_are_stopped_after_a_handful_each() -> None:
    devices = [Client() for _n in range(5)]
    for n, device in enumerate(devices):
        device.cookies = _known_since(timedelta(seconds=11 + n))
    statuses = [devices[n % 5].post("/follow/", {"reference": wrong(n)}).status_code for n in range(60)]
    assert statuses.count(404) == 5 * NEWCOMER.most <= 20
    assert set(statuses[-5:]) == {429}


def test_patient_devices_meet_the_limit_of_their_address() -> None:
    now = timezone.now()
    for n in range(ADDRESS.most // DEVICE.most):
        request = RequestFactory().get("/")
        request.COOKIES[COOKIE] = _known_since(timedelta(hours=1), name=str(n))[COOKIE].value
        count_wrong(request, codes=DEVICE.most, now=now)
    late = RequestFactory().get("/")
    late.COOKIES[COOKIE] = _known_since(timedelta(hours=1), name="late")[COOKIE].value
    assert timedelta(0) < wait_before_guess(late, now=now) <= ADDRESS.every
    late.META["REMOTE_ADDR"] = "127.0.0.2"
    assert wait_before_guess(late, now=now) == timedelta(0), "another address of the same network goes on"


def test_buckets_run_empty_and_are_swept() -> None:
    request, now = RequestFactory().get("/"), timezone.now()
    count_wrong(request, codes=STRANGERS.most, now=now)
    assert wait_before_guess(request, now=now) == STRANGERS.every
    assert wait_before_guess(request, now=now + STRANGERS.every) == timedelta(0)
    assert actions.sweep_buckets(now=now) == 0
    assert actions.sweep_buckets(now=now + timedelta(hours=2)) == 2
    assert queries.wait_before(limits_of(request, now=now), now=now) == timedelta(0)


NETWORKS = [
    ("203.113.5.77", "203.113.5.0/24"),
    ("203.113.5.1", "203.113.5.0/24"),
    ("2001:ee0:4f0a:1234::9", "2001:ee0:4f0a:1200::/56"),
    ("::ffff:203.113.5.9", "203.113.5.0/24"),
    ("", "unknown"),
    ("not an address", "unknown"),
]


@pytest.mark.parametrize(("address", "network"), NETWORKS)
def test_a_network_is_what_one_line_of_a_provider_is(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_without_a_proxy_nobody_says_where_they_come_from() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "203.113.5.77"})
    assert network_of(request) == "127.0.0.0/24"


def test_a_proxy_that_ends_tls_says_whom_it_speaks_for(settings: object) -> None:
    settings.PUBLIC_URL = "https://1022.example"  # type: ignore[attr-defined]
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": "6.6.6.6, 203.113.5.77"})
    assert network_of(request) == "203.113.5.0/24"
    direct = RequestFactory().get("/", REMOTE_ADDR="203.113.9.9", headers={"x-forwarded-for": "6.6.6.6"})
    assert network_of(direct) == "203.113.9.0/24"


@pytest.mark.parametrize("cookie", ["", "x", "a:b", "W10:abc", "[]"])
def test_a_cookie_of_their_own_making_is_none(cookie: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie
    assert STRANGERS in limits_of(request, now=timezone.now()).values()


def test_the_cookie_says_nothing_about_anybody() -> None:
    cookie = Client().get("/follow/").cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def _known_since(ago: timedelta, *, name: str = "") -> SimpleCookie:
    response = HttpResponse()
    request = RequestFactory().get("/")
    know_device(request, response, now=timezone.now() - ago)
    assert COOKIE in response.cookies, name
    return response.cookies
