"""The stories that every profile's demonstration replays are told to their end, in each city by its own rules."""

import re
from datetime import UTC, datetime
from html import unescape
from http import HTTPStatus

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from hotline.casefile import queries
from hotline.casefile.queries.guarding import explanations_asked
from hotline.people.queries import viewer as viewer_of
from hotline.site.demo import seed
from hotline.site.demo.script import read_script
from tests.directory.folders import PROFILES

pytestmark = pytest.mark.xdist_group("demo")  # one data folder, one journal in it

_EMAIL, _ADDRESS = re.compile(r'name="email" value="([^"]+)"'), re.compile(r'name="next" value="([^"]+)"')
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
LEADS = """
    SELECT unit.code FROM casefile_assignment part
    JOIN casefile_servicerequest request ON request.id = part.request_id
    JOIN directory_service service ON service.id = request.service_id
    JOIN directory_unit unit ON unit.id = part.unit_id
    WHERE service.code = %s AND part.role = 'lead' ORDER BY part.id
"""

AMONG_CASES = {
    "reports merged under an incident in hand": (
        """SELECT count(*) FROM casefile_servicerequest AS member JOIN casefile_servicerequest AS master
        ON master.id = member.master_id WHERE master.phase = 'in_progress' AND member.phase = master.phase""",
        4,
    ),
    "one of them by a citizen who said me too": (
        """SELECT count(*) FROM casefile_event JOIN casefile_servicerequest AS request ON request.id = request_id
        WHERE name = 'said_same' AND master_id IS NOT NULL""",
        1,
    ),
    "a merge that was taken back, and the report went on by itself": (
        """SELECT count(*) FROM casefile_merge JOIN casefile_servicerequest AS request ON request.id = request_id
        WHERE ended = 'undone' AND master_id IS NULL AND phase = 'in_progress'""",
        1,
    ),
    "reports answered with their incident": (
        """SELECT count(*) FROM casefile_merge JOIN casefile_answer AS own ON own.request_id = casefile_merge.request_id
        WHERE answer_id IS NOT NULL AND own.state = 'sent'""",
        3,
    ),
    "one of them rated by its reporter": ("SELECT count(*) FROM casefile_rating", 1),
    "one that left because it is not done": (
        """SELECT count(*) FROM casefile_merge JOIN casefile_servicerequest AS request ON request.id = request_id
        WHERE ended = 'left' AND round = 2 AND phase = 'in_progress'""",
        1,
    ),
    "the karaoke, for the third time": (
        """SELECT max(occurrence) FROM casefile_servicerequest JOIN directory_service AS service ON service.id = service_id
        WHERE service.code = 'noise' AND phase = 'in_progress'""",
        3,
    ),
    "an office that has yet to explain": ("SELECT count(*) FROM casefile_explanation WHERE replied_at IS NULL", 1),
    "an office that has explained": ("SELECT count(*) FROM casefile_explanation WHERE replied_at IS NOT NULL", 1),
    "somebody who asks to see who complains": ("SELECT count(*) FROM casefile_revealasked WHERE decided_at IS NULL", 1),
    "an office that was given the case that complains of it": (
        """SELECT count(*) FROM casefile_assignment AS part JOIN casefile_explanation AS asked
        ON asked.request_id = part.request_id AND asked.unit_id = part.unit_id""",
        0,
    ),
    "a dossier that is being written": ("SELECT count(*) FROM casefile_dossier WHERE state = 'draft'", 1),
    "a dossier that lies before the People's Committee": (
        "SELECT count(*) FROM casefile_dossier WHERE state = 'submitted' AND summary <> ''",
        1,
    ),
    "dossiers decided": ("SELECT count(*) FROM casefile_dossier WHERE state = 'decided'", 2),
    "a directive in an agency's hands": ("SELECT count(*) FROM casefile_directive WHERE state = 'given'", 1),
    "a directive answered": ("SELECT count(*) FROM casefile_directive WHERE state = 'answered'", 1),
    "a directive accepted, its case answered again": (
        """SELECT count(*) FROM casefile_directive JOIN casefile_assignment AS part ON part.id = part_id
        JOIN casefile_servicerequest AS request ON request.id = part.request_id
        WHERE casefile_directive.state = 'accepted' AND request.phase = 'resolved' AND request.round = 2""",
        1,
    ),
    "a complaint under its own law, refused": (
        "SELECT count(*) FROM casefile_servicerequest WHERE screening = 'refused' AND refusal = 'complaint'",
        1,
    ),
    "a denunciation, refused": (
        "SELECT count(*) FROM casefile_servicerequest WHERE screening = 'refused' AND refusal = 'denunciation'",
        1,
    ),
    "one that waits with the reason proposed": (
        """SELECT count(*) FROM casefile_servicerequest AS request WHERE screening = 'received' AND EXISTS (
            SELECT FROM casefile_event WHERE request_id = request.id AND facts -> 'excluded' IS NOT NULL)""",
        1,
    ),
    "a sender who is blocked, and what was kept since": (
        "SELECT sum(held) FROM casefile_senderruling WHERE ruling = 'blocked' AND ended_at IS NULL",
        2,
    ),
    "two points of one person": ("SELECT count(*) FROM casefile_contactjoin WHERE ended_at IS NULL AND how = 'operator'", 1),
    "answers of the past that would leave now": (
        "SELECT count(*) FROM casefile_message WHERE point_id IS NOT NULL AND state = 'waiting'",
        0,
    ),
    "a case of both hotlines": ("SELECT count(*) FROM casefile_servicerequest WHERE also_stream <> ''", 1),
}
"""What every city shows of cases among cases, and how many of each."""
LED_TO = {
    "incident", "incident_public", "alike", "merged_private", "recurring", "chain", "exclusion", "explained", "asking",
    "two_streams", "joined", "blocked",
}  # fmt: skip
"""What the tour leads to of them, beside desks and lists."""


@pytest.mark.parametrize(
    "city", [pytest.param(one, marks=() if one == "hcmc" else pytest.mark.long) for one in PROFILES], indirect=True
)
def test_the_stories_of_every_profile_are_told(city: str, committed_db: str, settings: LazySettings) -> None:
    seed(0, now=NOW)
    settings.IS_DEMONSTRATION = True
    found = {what: _rows(sql)[0][0] for what, (sql, _count) in AMONG_CASES.items()}
    assert found == {what: count for what, (_sql, count) in AMONG_CASES.items()}
    _the_second_hotline_has_its_person_and_its_cases()
    _what_is_read_of_a_complaint_is_its_request_to_explain()
    assert set(queries.examples(now=NOW)) >= LED_TO
    _every_stop_of_the_tour_leads_where_it_says(Client())
    assert _rows("SELECT count(*) FROM casefile_servicerequest") == [(len(read_script().stories),)]
    assert _rows("SELECT DISTINCT phase FROM casefile_servicerequest ORDER BY 1") >= [("in_progress",)]
    rated = "SELECT count(*) FROM casefile_assignment WHERE rating IS NOT NULL"
    assert _rows(rated) != [(0,)]
    assert _rows("SELECT count(*) FROM casefile_servicerequest WHERE round > 1") != [(0,)]
    if city == "hue":
        assert _rows("SELECT not_done, state FROM public_comment ORDER BY id") == [
            (True, "published"),
            (False, "published"),
            (False, "waiting"),
        ]
    if city == "binhduong":
        assert _rows(LEADS, "land_dossier") == [("so-tn-mt",)]
        assert _rows(LEADS, "officials_conduct") == [("ubnd-tinh",)]
        assert _rows(LEADS, "industrial_waste") == [("cc-bvmt",), ("ubnd-tinh",)]


def _the_second_hotline_has_its_person_and_its_cases() -> None:
    (person,) = (person for person in read_script().people if person.stream)
    (user_id,) = get_user_model().objects.filter(email=person.email).values_list("id", flat=True)
    viewer = viewer_of(user_id, now=NOW)
    assert viewer is not None
    assert viewer.streams == {person.stream}
    assert _rows("SELECT phase FROM casefile_servicerequest WHERE stream = %s ORDER BY id", person.stream) == [
        ("received",), ("in_progress",), ("resolved",)
    ]  # fmt: skip
    assert len(queries.operator_queue(streams=viewer.streams)) == 1


def _what_is_read_of_a_complaint_is_its_request_to_explain() -> None:
    ((sealed, office),) = _rows(
        """SELECT request.attributes::text, asked.unit_id FROM casefile_explanation AS asked
        JOIN casefile_servicerequest AS request ON request.id = asked.request_id WHERE replied_at IS NULL"""
    )
    assert "0431" not in str(sealed)
    (asked,) = explanations_asked([int(str(office))], limit=9, language="vi")
    assert not asked.dossier
    assert "giấy chứng nhận" in asked.words


def _every_stop_of_the_tour_leads_where_it_says(client: Client) -> None:
    """Walk the whole tour as everybody who is on it, and read what the stops of cases among cases promise."""
    forms = client.get("/tour/").content.decode().split('action="/tour/enter/"')[1:]
    walked = [
        (_EMAIL.findall(form)[0], unescape(address)) for form in forms for address in _ADDRESS.findall(form.split("</form>")[0])
    ]
    assert {email for email, _address in walked} == {person.email for person in read_script().people}
    read = {}
    for email, address in walked:
        page = client.post("/tour/enter/", {"email": email, "next": address}, follow=True)
        assert (page.status_code, page.request["PATH_INFO"]) == (200, address), email
        read[email, address] = page.content.decode()
    assert "Đề nghị báo cáo" in read["dkdd@demo.example", "/agency/explanations/"]
    assert "Làm lại nền" in read[_of_directive(), "/agency/directives/"]
    assert "Tái diễn, vụ thứ 3" in read["ward@demo.example", "/agency/"]
    assert "Nhắn tin xúc phạm nhiều lần" in read["supervisor@demo.example", "/supervisor/blocks/"]
    of_operator = {address: page for (email, address), page in read.items() if email == "operator@demo.example"}
    assert sum("Có ai đọc không vậy?" in page and "người gửi bị chặn" in page for page in of_operator.values()) == 1
    assert sum("Người gửi tự nói là người gọi hôm trước" in page for page in of_operator.values()) == 1
    (way_in,) = re.findall(r'href="(/report/\?stream=[^"]+)"', client.get("/tour/").content.decode())
    assert client.get(way_in, follow=True).status_code == HTTPStatus.OK


def _of_directive() -> str:
    """Return who signs in for the agency that has a directive in its hands."""
    ((code,),) = _rows(
        """SELECT unit.code FROM casefile_directive JOIN casefile_assignment AS part ON part.id = part_id
        JOIN directory_unit AS unit ON unit.id = part.unit_id WHERE casefile_directive.state = 'given'"""
    )
    return next(person.email for person in read_script().people if person.unit == code and "directive" in person.tries)


def _rows(sql: str, *values: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
