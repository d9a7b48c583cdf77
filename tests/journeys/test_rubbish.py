"""Rubbish in the place of a reference, a number or a key: every door says that there is no such thing, and none breaks."""

import re

import pytest
from django.test import Client

from hotline.people.facts import Role
from tests.journeys.doors import DOORS, EVERYBODY, LEAD, plain, routes, signed_in_as

RUBBISH = (
    "%00",
    "%0A",
    "%ED%A0%80",
    "%F0%9F%92%A9",
    "..%2F..",
    "-1",
    "0",
    "9" * 30,
    "9" * 5000,
    "x" * 300,
    "'%22%3E",
    "%E2%80%AE",
)


@pytest.mark.long
@pytest.mark.parametrize("role", [None, Role.SUPERVISOR, Role.FOCAL_POINT], ids=str)
def test_no_door_breaks_over_rubbish(city: None, db: None, role: Role | None) -> None:
    client = signed_in_as(role, unit=LEAD)
    for number, route in enumerate(routes()):
        if "<" not in route:
            continue
        opens = DOORS[plain(route)]
        is_let_in = opens == EVERYBODY or role in opens
        for n, rubbish in enumerate(RUBBISH):
            if not is_let_in and n % 4 != number % 4:  # who is turned away is turned away before anything is read
                continue
            address = "/" + re.sub(r"<\w+>", rubbish, route)
            if route.startswith("open311/"):
                address = address.replace("/open311/", "/open311/v2/") + ".xml"
            method = ("get", "post")[(n + number) % 2]  # each address by half of the rubbish, neighbours by the other half
            status = getattr(client, method)(address).status_code
            assert status in (302, 400, 401, 403, 404, 405, 422, 429), (status, method, address[:80])


@pytest.mark.parametrize("rubbish", ["\x00", "\x00" * 9, "x" * 5000, "\ufffe", "99999999999999999999"])
def test_no_question_in_an_address_breaks_a_list(city: None, db: None, rubbish: str) -> None:
    asked = dict.fromkeys(
        ("q", "tab", "mine", "after", "before", "reference", "template", "beginning", "boxes", "next", "d"), rubbish
    )
    for role in (Role.SUPERVISOR, Role.FOCAL_POINT, Role.ADMINISTRATOR):
        client = signed_in_as(role, unit=LEAD)
        for address in (
            "/operator/",
            "/operator/next/",
            "/operator/new/",
            "/synthesis/",
            "/agency/",
            "/staff/people/",
            "/supervisor/",
        ):
            assert client.get(address, asked).status_code < 500, address
    for address in ("/", "/cases/", "/follow/", "/report/", "/report/who/", "/accounts/login/"):
        assert Client().get(address, asked).status_code < 500, address
