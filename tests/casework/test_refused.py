"""Whoever is not of the part's agency is refused at every address of the desk, and nothing changes."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import Opened, PartFacts
from hotline.casework.steps import STEPS
from hotline.people.facts import Role
from tests import make
from tests.people.persons import make_person, signed_in

TYPED = {
    "note": "Xong rồi.",
    "reason": "not_ours",
    "question": "Ở đâu?",
    "handler": "1",
}


def test_another_agency_finds_nothing(stranger: Client, forwarded: Opened, part: PartFacts) -> None:
    key = make.photo(now=timezone.now())
    before = make.case(forwarded)
    assert stranger.get(f"/agency/{part.id}/").status_code == 404
    assert stranger.get(f"/agency/{part.id}/photo/{key}.jpg").status_code == 404
    for step in STEPS:
        answer = stranger.post(f"/agency/{part.id}/{step}/", {"version": before.request.version, **TYPED})
        assert answer.status_code == 404, step
    assert make.case(forwarded) == before


def test_another_agency_is_told_the_same_of_cases_that_are_not(stranger: Client, part: PartFacts) -> None:
    there, not_there = stranger.get(f"/agency/{part.id}/"), stranger.get("/agency/999999/")
    assert there.status_code == not_there.status_code == 404
    assert _said(there.content) == _said(not_there.content)


def _said(page: bytes) -> bytes:
    """Return the page without what differs from one request to the next: the token and the address asked for."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"|/agency/\d+/', b"", page)


def test_the_centre_has_desks_of_its_own(operator: Client, forwarded: Opened, part: PartFacts) -> None:
    before = make.case(forwarded)
    assert operator.get("/agency/").status_code == 403
    assert operator.get(f"/agency/{part.id}/").status_code == 403
    for step in STEPS:
        answer = operator.post(f"/agency/{part.id}/{step}/", {"version": before.request.version, **TYPED})
        assert answer.status_code == 403, step
    assert make.case(forwarded) == before


def test_who_is_not_signed_in_is_sent_to_sign_in(part: PartFacts) -> None:
    nobody = Client()
    for address in ("/agency/", f"/agency/{part.id}/"):
        answer = nobody.get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")
    assert nobody.post(f"/agency/{part.id}/accept/", {"version": 1}).status_code == 401


@pytest.mark.parametrize("address", ["/operator/", "/synthesis/", "/operator/{}/", "/synthesis/{}/", "/supervisor/"])
def test_an_agency_has_no_other_desk(address: str, officer: Client, forwarded: Opened) -> None:
    assert officer.get(address.format(forwarded.reference)).status_code in (403, 404)


def test_photos_of_the_centre_are_not_the_agencys(officer: Client, city: None) -> None:
    opened = make.with_results("pothole", now=timezone.now())
    key = make.case(opened).attachments[0].key
    assert officer.get(f"/staff/photo/{key}.jpg").status_code == 403
    assert officer.get(f"/staff/photo/{key}/public.jpg").status_code == 403


def test_a_photo_of_another_agencys_part_is_not_there(city: None, db: None) -> None:
    opened = make.with_results("street_light", now=timezone.now())
    lead, helper = make.case(opened).parts
    officer = signed_in(make_person("quang", Role.FOCAL_POINT, unit_id=helper.unit_id))
    [of_lead] = [one.key for one in make.case(opened).attachments if one.part_id == lead.id]
    assert officer.get(f"/agency/{helper.id}/photo/{of_lead}.jpg").status_code == 404
    assert officer.get(f"/agency/{helper.id}/photo/{'0' * 32}.jpg").status_code == 404
    assert officer.get(f"/agency/{helper.id}/photo/..%2f..%2fkeys%2fdjango.key.jpg").status_code == 404
