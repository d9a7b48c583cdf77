"""Who somebody is at a moment: roles and agencies held then, and nothing of a closed account."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from hotline.core.facts import SYSTEM, Actor, ActorKind
from hotline.directory.models import Unit
from hotline.people import actions, queries
from hotline.people.facts import EventKind, How, Role
from tests.people.persons import NOW, make_person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def lighting() -> int:
    """Give the number of a unit that looks after street lights."""
    unit = Unit.objects.create(
        code="lighting", kind="infrastructure", name_vi="Chiếu sáng", name_en="Lighting", valid_from=NOW.date(), made_up=True
    )
    return unit.pk


def test_an_operator_holds_a_role_and_no_unit() -> None:
    viewer = queries.viewer(make_person("lan", Role.OPERATOR, Role.SYNTHESIS), now=LATER)
    assert viewer is not None
    assert viewer.name == "Lan"
    assert viewer.roles == {Role.OPERATOR, Role.SYNTHESIS}
    assert viewer.unit_ids == frozenset()
    assert viewer.has(Role.LEADER, Role.OPERATOR)
    assert not viewer.has(Role.LEADER)


def test_a_focal_point_holds_its_unit(lighting: int) -> None:
    viewer = queries.viewer(make_person("minh", Role.FOCAL_POINT, unit_id=lighting), now=LATER)
    assert viewer is not None
    assert viewer.roles == {Role.FOCAL_POINT}
    assert viewer.unit_ids == {lighting}


def test_a_role_holds_from_its_first_moment_until_it_is_taken() -> None:
    person = make_person("lan", Role.OPERATOR)
    held = queries.person(person, now=NOW).memberships[0]
    actions.revoke_role(held.id, now=LATER, actor=SYSTEM)
    roles = [
        found.roles if (found := queries.viewer(person, now=when)) else None
        for when in (NOW - timedelta(seconds=1), NOW, LATER - timedelta(seconds=1), LATER)
    ]
    assert roles == [frozenset(), {Role.OPERATOR}, {Role.OPERATOR}, frozenset()]


def test_nobody_is_seen_behind_a_closed_account() -> None:
    admin = make_person("an", Role.ADMINISTRATOR)
    person = make_person("lan", Role.OPERATOR)
    actions.deactivate(person, now=LATER, actor=Actor(ActorKind.STAFF, user_id=admin))
    assert queries.viewer(person, now=LATER) is None
    actions.reactivate(person, now=LATER, actor=SYSTEM)
    assert queries.viewer(person, now=LATER) is not None


def test_lists_of_people_by_role_and_by_unit(lighting: int) -> None:
    make_person("lan", Role.OPERATOR)
    make_person("minh", Role.FOCAL_POINT, unit_id=lighting)
    assert [one.name for one in queries.people_with(Role.OPERATOR, Role.SUPERVISOR, now=LATER)] == ["Lan"]
    assert [one.name for one in queries.members_of([lighting], now=LATER)] == ["Minh"]
    assert [one.name for one in queries.people(words="MINH@", now=LATER)] == ["Minh"]


REFUSED = [
    ("a focal point of no agency", Role.FOCAL_POINT, False),
    ("a head of no agency", Role.AGENCY_HEAD, False),
    ("an operator of an agency", Role.OPERATOR, True),
    ("an administrator of an agency", Role.ADMINISTRATOR, True),
]


@pytest.mark.parametrize(("case", "role", "with_unit"), REFUSED)
def test_a_unit_exactly_where_the_role_is_of_an_agency(case: str, role: Role, with_unit: bool, lighting: int) -> None:
    person = make_person("lan")
    with pytest.raises(actions.UnitMismatch):
        actions.grant_role(person, role=role, unit_id=lighting if with_unit else None, now=NOW, actor=SYSTEM)
    assert queries.person(person, now=LATER).memberships == ()


def test_a_role_is_held_once() -> None:
    person = make_person("lan", Role.OPERATOR)
    with pytest.raises(actions.RoleHeld):
        actions.grant_role(person, role=Role.OPERATOR, unit_id=None, now=LATER, actor=SYSTEM)
    assert len(queries.person(person, now=LATER).memberships) == 1


def test_one_mailbox_has_one_account() -> None:
    make_person("lan")
    with pytest.raises(actions.AddressTaken):
        actions.create_user("LAN@Centre.example ", name="x", password="x" * 12, now=NOW, actor=SYSTEM)


def test_somebody_remains_who_can_open_accounts() -> None:
    admin = make_person("an", Role.ADMINISTRATOR)
    held = queries.person(admin, now=NOW).memberships[0].id
    with pytest.raises(actions.LastAdministrator):
        actions.revoke_role(held, now=LATER, actor=SYSTEM)
    with pytest.raises(actions.LastAdministrator):
        actions.deactivate(admin, now=LATER, actor=SYSTEM)
    with pytest.raises(actions.OwnAccount):
        actions.deactivate(admin, now=LATER, actor=Actor(ActorKind.STAFF, user_id=admin))
    assert queries.person(admin, now=LATER).is_active
    make_person("bình", Role.ADMINISTRATOR)
    actions.revoke_role(held, now=LATER, actor=SYSTEM)
    with pytest.raises(actions.RoleNotHeld):
        actions.revoke_role(held, now=LATER, actor=SYSTEM)


def test_everything_is_in_the_persons_history(lighting: int) -> None:
    admin = make_person("an", Role.ADMINISTRATOR)
    person = make_person("minh", Role.FOCAL_POINT, unit_id=lighting)
    by = Actor(ActorKind.STAFF, user_id=admin)
    actions.rename(person, name="Minh Khai", now=LATER, actor=by)
    actions.give_link(person, now=LATER, actor=by)
    here = actions.begin_session(person, how=How.PASSWORD, browser="", system="", now=LATER)
    actions.sign_out(person, sign_in_id=here, now=LATER)
    actions.revoke_role(queries.person(person, now=LATER).memberships[0].id, now=LATER, actor=by)
    actions.deactivate(person, now=LATER, actor=by)
    told = [(event.kind, event.by) for event in reversed(queries.events_of(person))]
    assert told == [
        (EventKind.CREATED, ""),
        (EventKind.ROLE_GRANTED, ""),
        (EventKind.RENAMED, "An"),
        (EventKind.LINK_GIVEN, "An"),
        (EventKind.SIGNED_IN, "Minh Khai"),
        (EventKind.SIGNED_OUT, "Minh Khai"),
        (EventKind.ROLE_REVOKED, "An"),
        (EventKind.DEACTIVATED, "An"),
    ]


@pytest.mark.parametrize(
    "statement", ["UPDATE people_personevent SET at = now()", "DELETE FROM people_personevent", "TRUNCATE people_personevent"]
)
def test_history_only_grows(statement: str) -> None:
    make_person("lan")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_agency_reads_names_of_people_and_nothing_else() -> None:
    make_person("lan")
    for columns, allowed in (("id, name", True), ("email", False), ("password", False), ("*", False)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE hotline_agency")
            if allowed:
                cursor.execute(f"SELECT {columns} FROM people_user")
                assert len(cursor.fetchall()) == 1
            else:
                with pytest.raises(DatabaseError), transaction.atomic():
                    cursor.execute(f"SELECT {columns} FROM people_user")
            cursor.execute("RESET ROLE")
