"""Roles of the centre held for one hotline: given, taken, told on the person's page; and refused where they mean nothing."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from hotline.core.facts import SYSTEM
from hotline.core.streams import EVERY
from hotline.directory.actions import load_profile
from hotline.people import actions, queries
from hotline.people.facts import Role
from hotline.people.models import Membership
from tests.directory.folders import change, copy_of

from .persons import NOW, make_person, signed_in

pytestmark = pytest.mark.usefixtures("city", "db")
PARTY = "thanh-uy"


@pytest.fixture
def administrator(city: None, db: None) -> Client:
    """Give the browser of an administrator."""
    return signed_in(make_person("quan-tri", Role.ADMINISTRATOR))


def _streams(person: int) -> frozenset[str]:
    viewer = queries.viewer(person, now=timezone.now())
    assert viewer is not None
    return viewer.streams


def test_a_role_for_one_stream_narrows_and_one_for_all_opens() -> None:
    person = make_person("ha")
    actions.grant_role(person, role=Role.OPERATOR, unit_id=None, stream=PARTY, now=NOW, actor=SYSTEM)
    assert _streams(person) == {PARTY}
    actions.grant_role(person, role=Role.SYNTHESIS, unit_id=None, stream="hdnd", now=NOW, actor=SYSTEM)
    assert _streams(person) == {PARTY, "hdnd"}
    whole = actions.grant_role(person, role=Role.OPERATOR, unit_id=None, now=NOW, actor=SYSTEM)
    assert _streams(person) == EVERY
    actions.revoke_role(whole, now=NOW, actor=SYSTEM)
    assert _streams(person) == {PARTY, "hdnd"}


def test_taking_the_last_role_of_a_stream_opens_nothing() -> None:
    person = make_person("ha")
    held = actions.grant_role(person, role=Role.OPERATOR, unit_id=None, stream=PARTY, now=NOW, actor=SYSTEM)
    actions.revoke_role(held, now=NOW, actor=SYSTEM)
    viewer = queries.viewer(person, now=timezone.now())
    assert viewer is not None
    assert viewer.roles == frozenset()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LEADER, Role.FOCAL_POINT])
def test_other_roles_are_held_for_no_stream(role: Role) -> None:
    person = make_person("ha")
    with pytest.raises(actions.StreamMismatch):
        actions.grant_role(person, role=role, unit_id=None, stream=PARTY, now=NOW, actor=SYSTEM)
    with pytest.raises(IntegrityError, match="membership_stream_of_centre_roles"), transaction.atomic():
        Membership.objects.create(user_id=person, role=Role.LEADER, stream=PARTY, from_at=NOW)
    assert not Membership.objects.exists()


def test_each_role_is_held_once_for_a_stream() -> None:
    person = make_person("ha")
    actions.grant_role(person, role=Role.OPERATOR, unit_id=None, stream=PARTY, now=NOW, actor=SYSTEM)
    with pytest.raises(actions.RoleHeld):
        actions.grant_role(person, role=Role.OPERATOR, unit_id=None, stream=PARTY, now=NOW, actor=SYSTEM)


def test_an_administrator_gives_a_role_for_one_stream(administrator: Client) -> None:
    person = make_person("ha")
    form = administrator.get(f"/staff/people/{person}/").content.decode()
    assert "Mọi luồng" in form
    answer = administrator.post(f"/staff/people/{person}/roles/", {"role": "operator", "unit": "", "stream": PARTY})
    assert answer.status_code == 302
    assert _streams(person) == {PARTY}
    page = administrator.get(f"/staff/people/{person}/").content.decode()
    assert page.count("Tổng đài viên · Đường dây nóng Thành ủy") >= 2  # held, and in the history


@pytest.mark.parametrize(
    ("said", "sent", "why"),
    [
        ("a role that has none", {"role": "leader", "stream": PARTY}, "Vai trò này không theo luồng."),
        ("a stream that there is not", {"role": "operator", "stream": "mat-tran"}, "Lựa chọn này không còn."),
    ],
)
def test_what_cannot_be_given_says_why(administrator: Client, said: str, sent: dict[str, str], why: str) -> None:
    person = make_person("ha")
    answer = administrator.post(f"/staff/people/{person}/roles/", {"unit": "", **sent})
    assert answer.status_code == 422, said
    assert why in answer.content.decode(), said
    assert not Membership.objects.filter(user_id=person).exists()


def test_where_there_is_one_hotline_nobody_is_asked(administrator: Client, tmp_path: Path) -> None:
    profile = copy_of("hue", tmp_path)
    centre = (profile / "centre.yaml").read_text("utf-8")
    second = centre[centre.index("  # No paper names a second hotline") : centre.index("\nchannels:")]
    change(profile, "centre.yaml", second, "")
    load_profile(profile, now=NOW)
    person = make_person("ha")
    assert "Mọi luồng" not in administrator.get(f"/staff/people/{person}/").content.decode()
    assert administrator.post(f"/staff/people/{person}/roles/", {"role": "operator", "unit": ""}).status_code == 302
    assert _streams(person) == EVERY
