"""An agency with two of its people, another agency that is refused everywhere, and the centre."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import Opened, PartFacts
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests import make
from tests.people.persons import make_person, signed_in

type Answer = Any
"""What the test's browser gets; its own type is private to Django."""
type Send = Callable[..., Answer]

LEAD, OTHER = "ql-ha-tang-giao-thong", "so-y-te"
"""The agency that leads the reports of these tests, and one that has nothing to do with them."""


@pytest.fixture
def officer_id(city: None, db: None) -> int:
    """Give the number of Quân, a focal point of the agency that leads the reports of these tests."""
    return make_person("quan", Role.FOCAL_POINT, unit_id=snapshot().units[LEAD].id)


@pytest.fixture
def officer(officer_id: int) -> Client:
    """Give Quân's browser."""
    return signed_in(officer_id)


@pytest.fixture
def head_id(city: None, db: None) -> int:
    """Give the number of Hạnh, head of the same agency."""
    return make_person("hanh", Role.AGENCY_HEAD, unit_id=snapshot().units[LEAD].id)


@pytest.fixture
def stranger_id(city: None, db: None) -> int:
    """Give the number of Dung, a focal point of another agency."""
    return make_person("dung", Role.FOCAL_POINT, unit_id=snapshot().units[OTHER].id)


@pytest.fixture
def stranger(stranger_id: int) -> Client:
    """Give Dung's browser."""
    return signed_in(stranger_id)


@pytest.fixture
def operator(city: None, db: None) -> Client:
    """Give the browser of an operator."""
    return signed_in(make_person("lan", Role.OPERATOR))


@pytest.fixture
def forwarded(city: None, db: None) -> Opened:
    """Give a pothole that was forwarded to Quân's agency some minutes ago."""
    return make.forwarded("pothole", now=timezone.now() - make.minutes(10))


@pytest.fixture
def part(forwarded: Opened) -> PartFacts:
    """Give the part of Quân's agency."""
    return make.lead(forwarded)


@pytest.fixture
def accepted(officer: Client, forwarded: Opened, part: PartFacts, send: Send) -> PartFacts:
    """Give the part after Quân took it on."""
    assert send(officer, part, "accept").status_code == 302
    return make.lead(forwarded)


@pytest.fixture
def send(forwarded: Opened) -> Send:
    """Give a function that sends the form of a step as the page would: with the version in force unless one is given."""

    def sent(browser: Client, part: PartFacts, name: str, **typed: Any) -> Answer:
        fields = {"version": make.case(forwarded).request.version, **typed}
        return browser.post(f"/agency/{part.id}/{name}/", fields)

    return sent
