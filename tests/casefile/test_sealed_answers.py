"""Whom a report complains of, the dossier and the official: kept sealed, opened to the centre and to those who examine it."""

import pytest
from django.db import connection

from hotline.casefile import actions, queries
from hotline.casefile.access import agency_door
from hotline.casefile.facts import Opened
from hotline.core.facts import PartRole
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make
from tests.make import DESK, NOW, minutes, officer

pytestmark = pytest.mark.usefixtures("city", "db")

SAID = {"office": "dkdd-q2", "dossier": "HS-2026-000777", "official": "Ông Trần Văn Sáu, tổ một cửa"}


def complaint(service: str = "land_dossier") -> Opened:
    return make.report(service, words="Hồ sơ trễ ba tháng.", attributes=SAID)


def kept(opened: Opened) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(row)::text FROM casefile_servicerequest AS row WHERE id = %s", [opened.request_id])
        (row,) = cursor.fetchone()
    return str(row)


def read_by(unit_code: str, opened: Opened) -> dict[str, object]:
    """What an officer of this agency reads of its part of the case."""
    unit = snapshot().units[unit_code].id
    (part,) = [part for part in make.case(opened).parts if part.unit_id == unit]
    with agency_door(Viewer(7, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({unit}))) as door:
        return dict(door.case(part.id).request.attributes)


def test_nothing_of_it_lies_open_in_the_database() -> None:
    row = kept(complaint())
    assert "sealed:" in row
    assert not [word for word in ("dkdd-q2", "000777", "Trần Văn Sáu") if word in row]


def test_the_centre_reads_it_and_so_does_who_examines_it() -> None:
    opened = complaint()
    assert queries.case_file(opened.reference).request.attributes == SAID
    actions.forward(opened.request_id, now=NOW + minutes(2), actor=DESK)
    assert read_by("so-nn-mt", opened) == SAID
    assert read_by("vp-ubnd-tp", opened) == SAID


def test_a_unit_that_was_handed_its_part_down_reads_none_of_it() -> None:
    opened = complaint()
    actions.forward(opened.request_id, now=NOW + minutes(2), actor=DESK)
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(5), actor=officer(part))
    down = snapshot().units["vp-dkdd"].id
    actions.hand_down(part.id, unit_id=down, now=NOW + minutes(6), actor=officer(part))
    assert read_by("vp-dkdd", opened) == {}


def test_other_answers_stay_open() -> None:
    opened = make.report("street_light", attributes={"pole": "A-17"})
    assert '"pole": "A-17"' in kept(opened)


def test_an_erasure_leaves_only_whom_it_is_about() -> None:
    opened = complaint()
    contact = make.case(opened).reporters[0].contact_id
    actions.erase_contact(contact, now=NOW + minutes(9), actor=DESK)
    assert queries.case_file(opened.reference).request.attributes == {"office": "dkdd-q2"}
    named = snapshot().units["dkdd-q2"].id
    with pytest.raises(actions.AgencyNamed):
        actions.propose(opened.request_id, unit_id=named, role=PartRole.CO_HANDLER, now=NOW + minutes(10), actor=DESK)
