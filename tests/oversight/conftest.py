"""The centre, an agency with its head, and another agency that is refused everywhere."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import ClockFacts, Opened
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests import make
from tests.people.persons import make_person, signed_in

LEAD, OTHER = "ql-ha-tang-giao-thong", "so-y-te"
"""The agency that leads the reports of these tests, and one that has nothing to do with them."""


def handling(opened: Opened) -> ClockFacts:
    """Return the clock of the lead's part."""
    part = make.lead(opened)
    return next(clock for clock in make.case(opened).clocks if clock.part_id == part.id and not clock.outcome)


def due_of(opened: Opened) -> datetime:
    """Return when the lead's part is due."""
    due_at = handling(opened).due_at
    assert due_at is not None
    return due_at


def told(opened: Opened, *events: str) -> list[tuple[str, str]]:
    """Return the messages of these events as event and channel, in the order in which they were queued."""
    return [(one.event, one.channel) for one in make.case(opened).messages if one.event in events]


def happened(opened: Opened, name: str) -> list[dict[str, object]]:
    """Return what the case's events of a name say."""
    return [dict(event.facts) for event in make.case(opened).events if event.name == name]


@pytest.fixture
def officer(city: None, db: None) -> Client:
    """Give the browser of Quân, a focal point of the agency that leads."""
    return signed_in(make_person("quan", Role.FOCAL_POINT, unit_id=snapshot().units[LEAD].id))


@pytest.fixture
def stranger(city: None, db: None) -> Client:
    """Give the browser of Dung, a focal point of another agency."""
    return signed_in(make_person("dung", Role.FOCAL_POINT, unit_id=snapshot().units[OTHER].id))


@pytest.fixture
def operator(city: None, db: None) -> Client:
    """Give the browser of Lan, an operator."""
    return signed_in(make_person("lan", Role.OPERATOR))


@pytest.fixture
def supervisor(city: None, db: None) -> Client:
    """Give the browser of the centre's supervisor."""
    return signed_in(make_person("sau", Role.SUPERVISOR))


@pytest.fixture
def desk(city: None, db: None) -> Client:
    """Give the browser of somebody at the synthesis desk."""
    return signed_in(make_person("tam", Role.SYNTHESIS))


@pytest.fixture
def late(city: None, db: None) -> Opened:
    """Give a matter of sixty minutes that its agency has let pass by half an hour."""
    return make.forwarded("covid_gathering", now=timezone.now() - make.minutes(92))


@pytest.fixture
def case(city: None, db: None) -> Opened:
    """Give a case with results and photos, a day old."""
    return make.with_results("pothole", now=timezone.now() - timedelta(days=1))
