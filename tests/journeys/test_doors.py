"""Every door × every role × own and other agency: each is tried, and behind the doors the database refuses by itself."""

import re
from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.access import agency_door
from hotline.casefile.facts import Opened
from hotline.casefile.queries import agencies, agencydesk
from hotline.casefile.refusals import NoSuchCase
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.people.facts import AGENCY_ROLES, Role, Viewer
from tests import make
from tests.journeys.doors import DOORS, EVERYBODY, LEAD, OTHER, routes, signed_in_as


@pytest.fixture
def opened(city: None, db: None) -> Opened:
    """An answered case of Quân's agency, with a photo and a dead message."""
    return make.answered("pothole", now=timezone.now() - make.minutes(300), attachments=(make.photo(),))


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "anonymous")
def test_every_door_with_every_role(opened: Opened, role: Role | None) -> None:
    client = signed_in_as(role, unit=LEAD)
    values = _values(opened)
    wrong = [problem for route in routes() for problem in _tried(client, route, values, role)]
    assert wrong == []


@pytest.mark.parametrize("role", sorted(AGENCY_ROLES))
def test_another_agency_finds_nothing_of_it(opened: Opened, role: Role) -> None:
    client = signed_in_as(role, unit=OTHER)
    values = _values(opened)
    for route in routes():
        if "<part_id>" not in route or not route.startswith("agency/"):
            continue
        for method in ("get", "post"):
            status = getattr(client, method)(_path(route, values)).status_code
            assert status in (404, 405), (method, route, status)
    assert opened.reference not in client.get("/agency/").content.decode()


def test_with_the_applications_filters_off_the_database_alone_refuses(opened: Opened) -> None:
    """The filter is given every unit there is; what the door's role may see is still the other agency's: nothing."""
    everywhere = frozenset(unit.id for unit in snapshot().units.values())
    part = make.lead(opened)
    stranger = Viewer(1, "Dung", frozenset({Role.FOCAL_POINT}), frozenset({snapshot().units[OTHER].id}))
    now, hand = timezone.now(), make.officer(part)
    with agency_door(stranger):
        assert agencydesk.desk(everywhere, agencydesk.Sort(frozenset(Part)), now=timezone.now(), language="vi") == ()
        assert agencydesk.desk_counts(everywhere, now=timezone.now()).of_states == ()
        with pytest.raises(NoSuchCase):
            agencies.case_of_part(part.id, everywhere, language="vi")
        with pytest.raises(NoSuchCase):
            agencies.picture_of_part(part.id, "0" * 32, everywhere)
        with pytest.raises(NoSuchCase):
            actions.accept_part(part.id, now=now, actor=hand)
    owner = Viewer(2, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({part.unit_id}))
    with agency_door(owner):
        assert agencies.case_of_part(part.id, everywhere, language="vi").request.reference == opened.reference


TABLES = (
    "servicerequest", "assignment", "clock", "event", "note", "question", "answer", "reporter", "attachment",
    "commitment", "explanation", "rating",
)  # fmt: skip
CLOSED = ("contact", "contactpoint", "delivery", "message", "answerversion", "intakekey", "seal", "revealasked", "merge")


@pytest.mark.parametrize("units", ["", "other"], ids=["no unit set", "another agency"])
def test_row_by_row_the_agency_role_sees_nothing_of_others(opened: Opened, units: str) -> None:
    number = str(snapshot().units[OTHER].id) if units else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hotline.units', %s, true)", [number])
        cursor.execute("SET LOCAL ROLE hotline_agency")
        for table in TABLES:
            cursor.execute(f"SELECT count(id) FROM casefile_{table}")
            assert cursor.fetchone()[0] == 0, table
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("table", CLOSED)
def test_what_an_agency_has_no_grant_on(opened: Opened, table: str) -> None:
    _refused(f"SELECT * FROM casefile_{table}")


@pytest.mark.parametrize("column", ["words", "place_words", "link_token", "link_hash"])
def test_columns_an_agency_has_no_grant_on(opened: Opened, column: str) -> None:
    _refused(f"SELECT {column} FROM casefile_servicerequest")


@pytest.mark.parametrize(("table", "column"), [("reporter", "contact_id"), ("reporter", "point_id"), ("attachment", "gps")])
def test_columns_that_lead_to_the_reporter(opened: Opened, table: str, column: str) -> None:
    _refused(f"SELECT {column} FROM casefile_{table}")


def _refused(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hotline_agency")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(sql)
        cursor.execute("RESET ROLE")


def _tried(client: Client, route: str, values: dict[str, str], role: Role | None) -> Iterator[str]:
    allowed = DOORS.get(route)
    if allowed is None:
        yield f"{route}: not in the table of doors"
        return
    path = _path(route, values)
    for method in ("get", "post"):
        if route.startswith("accounts/logout") and method == "post":
            continue  # it would end the walk
        # An unfinished form of the case's page comes back on the desk that it names.
        status = getattr(client, method)(path, {"desk": "synthesis"} if role is Role.SYNTHESIS else {}).status_code
        if status >= 500 and route != "readyz":  # in tests there is no worker, and it says so
            yield f"{method} {route}: {status}"
        elif allowed is EVERYBODY or role in allowed:
            if status == 403:
                yield f"{method} {route}: {role} is refused"
        elif role is None and status not in (302, 401, 403, 404, 405):
            yield f"{method} {route}: anonymous gets {status}"
        elif role is not None and status not in (403, 404, 405):
            yield f"{method} {route}: {role} gets {status}"
        elif role is None and status == 302 and "login" not in client.get(path).headers.get("Location", ""):
            yield f"{method} {route}: anonymous is not sent to sign in"


def _values(opened: Opened) -> dict[str, str]:
    case = make.case(opened)
    return {
        "code": "pothole",
        "asked": "requests.csv",
        "reference": opened.reference,
        "token": opened.link,
        "key": case.attachments[0].key,
        "part_id": str(make.lead(opened).id),
        "answer_id": str(case.answers[0].id),
        "message_id": str(case.messages[0].id),
        "message": "1",
        "request_id": "1",
        "question_id": "1",
        "comment_id": "1",
        "commitment_id": "1",
        "explanation_id": "1",
        "dossier_id": str(make.submitted(opened, now=timezone.now())),
        "directive_id": "1",
        "under_id": "1",
        "decision_id": "1",
        "user_id": "1",
        "membership_id": "1",
        **dict.fromkeys("zxy", "1"),
        "pk": "1",
        "sign_in_id": "1",
        "call_id": "1",
        "token_id": "1",
        "address": "1",
        "hook_id": "1",
        "channel": "1",
        "notice_id": "1",
        "name": "1",
        "number": "1",
    }


def _path(route: str, values: dict[str, str]) -> str:
    if route.startswith("agency/<part_id>/kept"):
        values = {**values, "token": "x" * 40}
    path = "/" + re.sub(r"<(\w+)>", lambda found: values[found[1]], route)
    return path.replace("/open311/", "/open311/v2/") + ".json" if route.startswith("open311/") else path
