"""The stories that every profile's demonstration replays are told to their end, in each city by its own rules."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from hotline.site.demo import seed
from hotline.site.demo.script import read_script
from tests.directory.folders import PROFILES

pytestmark = pytest.mark.xdist_group("demo")  # one data folder, one journal in it

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
LEADS = """
    SELECT unit.code FROM casefile_assignment part
    JOIN casefile_servicerequest request ON request.id = part.request_id
    JOIN directory_service service ON service.id = request.service_id
    JOIN directory_unit unit ON unit.id = part.unit_id
    WHERE service.code = %s AND part.role = 'lead' ORDER BY part.id
"""


@pytest.mark.parametrize("city", PROFILES, indirect=True)
def test_the_stories_of_every_profile_are_told(city: str, committed_db: str) -> None:
    seed(0, now=NOW)
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


def _rows(sql: str, *values: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
