"""Nobody but the centre's own acts on a case, and nobody is told which cases exist."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from tests import make
from tests.triage.forms import send, untouched

ACTS = sorted(
    str(pattern.pattern).removeprefix("triage/<str:reference>/").rstrip("/")
    for resolver in get_resolver().url_patterns
    for pattern in getattr(resolver, "url_patterns", [])
    if str(pattern.pattern).startswith("triage/<str:reference>/")
)
DESK_MAY = {"write", "reveal"}
TYPED = {
    "words": "Lời.", "note": "Vì sao.", "reason": "duplicate", "how": "photo", "service": "noise", "level": "complex",
    "ward": "26740", "unit": "1", "role": "lead", "part": "1", "clock": "1",
}  # fmt: skip


def test_there_are_acts() -> None:
    assert len(ACTS) >= 31


@pytest.mark.parametrize("act", ACTS)
def test_an_officer_of_the_agency_is_refused(officer: Client, act: str) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - make.minutes(3))
    before = make.case(opened)
    assert send(officer, opened, act, **TYPED).status_code == 403
    assert untouched(before, opened)


@pytest.mark.parametrize("act", sorted(set(ACTS) - DESK_MAY))
def test_the_synthesis_desk_screens_and_routes_nothing(desk: Client, act: str) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    assert send(desk, opened, act, **TYPED).status_code == 403
    assert untouched(before, opened)


@pytest.mark.parametrize("act", ACTS)
def test_somebody_unknown_is_sent_to_sign_in(city: None, db: None, act: str) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    assert send(Client(), opened, act, **TYPED).status_code == 401
    assert untouched(before, opened)


@pytest.mark.parametrize("act", ACTS)
def test_a_case_that_is_none_is_not_there(supervisor: Client, act: str) -> None:
    typed = {**TYPED, "version": "1", "seen": "1"}
    assert supervisor.post(f"/triage/1022-2611-0000-0000-0/{act}/", typed).status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_sent_never_opened(supervisor: Client, act: str) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    assert supervisor.get(f"/triage/{opened.reference}/{act}/", TYPED).status_code == 405
    assert untouched(before, opened)


@pytest.mark.parametrize("act", ACTS)
def test_a_form_without_its_version_does_nothing(supervisor: Client, act: str) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    response = supervisor.post(f"/triage/{opened.reference}/{act}/", {**TYPED, "desk": "operator"})
    assert response.status_code == 422
    assert untouched(before, opened)


@pytest.mark.parametrize("act", ACTS)
def test_a_form_of_another_site_does_nothing(city: None, db: None, act: str, strict: Callable[[], Client]) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    assert send(strict(), opened, act, **TYPED).status_code == 403
    assert untouched(before, opened)


@pytest.fixture
def strict(supervisor: Client) -> Callable[[], Client]:
    """Give the supervisor's browser with Django's check of forged forms switched on, as in service."""

    def make_client() -> Client:
        client = Client(enforce_csrf_checks=True)
        client.cookies = supervisor.cookies
        return client

    return make_client
