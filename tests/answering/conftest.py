"""The synthesis desk, an operator and an officer, each with a browser of their own; and cases that wait for the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from tests import make
from tests.people.persons import make_person, signed_in

type Answer = Any
"""What the test's browser gets; its own type is private to Django."""
type Send = Callable[..., Answer]


@pytest.fixture
def desk(city: None, db: None) -> Client:
    """Give the browser of Tâm, at the synthesis desk."""
    return signed_in(make_person("tam", Role.SYNTHESIS))


@pytest.fixture
def supervisor(city: None, db: None) -> Client:
    """Give the browser of the centre's supervisor."""
    return signed_in(make_person("sau", Role.SUPERVISOR))


@pytest.fixture
def operator(city: None, db: None) -> Client:
    """Give the browser of an operator."""
    return signed_in(make_person("lan", Role.OPERATOR))


@pytest.fixture
def officer(city: None, db: None) -> Client:
    """Give the browser of an officer of the agency that leads potholes."""
    unit = snapshot().units["ql-ha-tang-giao-thong"]
    return signed_in(make_person("quan", Role.FOCAL_POINT, unit_id=unit.id))


@pytest.fixture
def filed(city: None, db: None) -> Opened:
    """Give a pothole whose agency has filed its result."""
    return make.with_results("pothole", now=timezone.now() - make.minutes(300))


@pytest.fixture
def done(filed: Opened) -> Opened:
    """Give the pothole after the desk took the result: ready to be answered."""
    actions.accept_result(make.lead(filed).id, now=timezone.now() - make.minutes(100), actor=make.DESK)
    return filed


@pytest.fixture
def sent(city: None, db: None) -> Opened:
    """Give a pothole that was answered; the reply still waits in the outbox."""
    return make.answered("pothole", now=timezone.now() - make.minutes(300))


@pytest.fixture
def published(sent: Opened) -> Opened:
    """Give the pothole after the reply left and the answer was published."""
    deliver(sent)
    words = "Đã vá xong ổ gà."
    actions.publish_answer(sent.request_id, public_words=words, now=timezone.now(), actor=make.DESK)
    return sent


@pytest.fixture
def send() -> Send:
    """Give a function that sends a form of the desk with the version in force, unless one is given."""

    def sent(browser: Client, opened: Opened, address: str, **typed: Any) -> Answer:
        fields = {"version": make.case(opened).request.version, "desk": "synthesis", **typed}
        return browser.post(f"/answering/{opened.reference}/{address}/", fields)

    return sent


def deliver(opened: Opened, *, kept: str = "Đã vá xong.") -> None:
    """Have every waiting message of the case leave."""
    for message in make.case(opened).messages:
        if message.state == "waiting":
            actions.mark_sent(message.id, provider_id=f"p{message.id}", kept=kept, now=timezone.now())


def page_of(browser: Client, opened: Opened) -> str:
    """Return the desk's page of the case."""
    shown = browser.get(f"/synthesis/{opened.reference}/")
    assert shown.status_code == 200
    return str(shown.content.decode())
