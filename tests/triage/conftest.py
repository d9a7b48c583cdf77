"""People of the centre and of an agency, each with a browser of their own."""

import pytest
from django.test import Client

from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests.people.persons import make_person, signed_in


@pytest.fixture
def operator(city: None, db: None) -> Client:
    """Give the browser of an operator, Lan."""
    return signed_in(make_person("lan", Role.OPERATOR))


@pytest.fixture
def colleague(city: None, db: None) -> Client:
    """Give the browser of another operator, Bảo."""
    return signed_in(make_person("bao", Role.OPERATOR))


@pytest.fixture
def supervisor(city: None, db: None) -> Client:
    """Give the browser of the centre's supervisor."""
    return signed_in(make_person("sau", Role.SUPERVISOR))


@pytest.fixture
def desk(city: None, db: None) -> Client:
    """Give the browser of somebody at the synthesis desk."""
    return signed_in(make_person("tam", Role.SYNTHESIS))


@pytest.fixture
def officer(city: None, db: None) -> Client:
    """Give the browser of an officer of the agency that leads the reports of these tests; refused everywhere here."""
    unit = snapshot().units["ql-ha-tang-giao-thong"]
    return signed_in(make_person("quan", Role.FOCAL_POINT, unit_id=unit.id))
