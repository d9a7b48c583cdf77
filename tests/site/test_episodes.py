"""Scenes that every city plays: promised days, parts passed down, "not mine", a draft that waits, levels; the tour to them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone

from hotline.casefile import queries
from hotline.casefile.queries import PartStanding
from hotline.casework.loops import end_overruns
from hotline.core.facts import PartRole
from hotline.core.status import Part
from hotline.people.facts import Role
from hotline.site.demo.episodes import episodes_in
from hotline.site.demo.people import make_people
from hotline.site.demo.photos import Album
from hotline.site.demo.replay import Replay
from hotline.site.demo.script import read_script
from hotline.site.tour.stops import TRIPS, address_of
from tests.directory.folders import PROFILES

pytestmark = pytest.mark.xdist_group("demo")  # one data folder, its photos in it

EPISODES = (
    "hen-dang-chay", "hen-giu-duoc", "hen-khong-giu", "hen-lan-hai", "giao-xuong-cho-nhan", "giao-xuong-xong", "khong-cua-ai",
    "giam-sat-da-giao", "du-thao-cho", "muc-khan", "muc-phuc-tap",
)  # fmt: skip
AFTER_TET = datetime(2027, 2, 16, 3, 0, tzinfo=UTC)
"""Just after a long holiday, which no deadline counts."""
MORNING = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(("city", "now"), [*((city, MORNING) for city in PROFILES), ("binhduong", AFTER_TET)], indirect=["city"])
def test_every_city_plays_them_by_its_own_deadlines(city: str, db: None, now: datetime) -> None:
    told = _tell(now)
    assert set(told) == set(EPISODES)
    _promises_run_are_kept_broken_and_asked_for_again(told, now)
    assert [part.state for part in _under(told["giao-xuong-cho-nhan"])] == [Part.RESULT_FILED]
    assert [part.state for part in _under(told["giao-xuong-xong"])] == [Part.DONE]
    assert _one("SELECT phase FROM casefile_servicerequest WHERE id = %s", told["giao-xuong-xong"]) == "resolved"
    assert [(row.times, queries.request_id_of(row.reference)) for row in queries.cases_to_rule()] == [(2, told["khong-cua-ai"])]
    decided = [part.state for part in queries.standing_parts(told["giam-sat-da-giao"])]
    assert decided == [Part.RETURNED, Part.RETURNED, Part.ACCEPTED]
    waits = {part.role: part.state for part in queries.standing_parts(told["du-thao-cho"])}
    assert waits == {PartRole.LEAD: Part.RESULT_FILED, PartRole.CO_HANDLER: Part.ACCEPTED}
    assert queries.request_id_of(queries.examples(now=now)["drafted"].reference) == told["du-thao-cho"]
    levels = [
        _one("SELECT level FROM casefile_servicerequest WHERE id = %s", told[code]) for code in ("muc-khan", "muc-phuc-tap")
    ]
    assert levels == ["urgent", "complex"]


def test_an_episode_that_a_profile_does_not_name_is_left_out() -> None:
    assert list(episodes_in(())) == []
    (only,) = episodes_in([{"code": "hen-khong-giu", "lat": 1.0, "lon": 2.0, "service": "noise"}])
    assert (only["service"], only["lat"], only["age"]) == ("noise", 1.0, "200%")


def test_every_stop_of_the_tour_answers(city: str, db: None, client: Client, settings: LazySettings) -> None:
    settings.IS_DEMONSTRATION = True
    _tell(timezone.now())
    addresses = {stop.address for trip in TRIPS.values() for stop in trip.stops}
    assert addresses >= {
        "/supervisor/commitments/", "/supervisor/returns/", "/watch/", "/watch/calls/", "/staff/rules/", "/staff/calendars/",
    }  # fmt: skip
    people, examples = read_script().people, queries.examples(now=timezone.now())
    for role, trip in TRIPS.items():
        email = next(person.email for person in people if Role(person.roles[0]) is role)
        for address in filter(None, (address_of(stop, examples) for stop in trip.stops)):
            page = client.post("/tour/enter/", {"email": email, "next": address}, follow=True)
            assert (page.status_code, page.request["PATH_INFO"]) == (200, address)


def _promises_run_are_kept_broken_and_asked_for_again(told: Mapping[str, int], now: datetime) -> None:
    rows = queries.keeping(since=now - timedelta(days=90), until=now + timedelta(days=90), now=now)
    counted = {what: sum(getattr(row, what) for row in rows) for what in ("kept", "broken", "extended", "running")}
    assert counted == {"kept": 1, "broken": 1, "extended": 0, "running": 2}
    assert [(row.number, queries.request_id_of(row.reference)) for row in queries.waiting_commitments()] == [
        (2, told["hen-lan-hai"])
    ]
    assert _clocks(told["hen-dang-chay"]) == ({"commitment"}, {"handle"})


def _tell(now: datetime) -> dict[str, int]:
    script = read_script()
    people = make_people(script, now=now - timedelta(days=200))
    replay = Replay(script=script, people=people, album=Album(), now=now)
    told = {story.code: replay.tell(story).request_id for story in script.stories if story.code in EPISODES}
    end_overruns(now)
    return told


def _under(request_id: int) -> list[PartStanding]:
    return [part for part in queries.standing_parts(request_id) if part.role is PartRole.UNDER]


def _clocks(request_id: int) -> tuple[set[str], set[str]]:
    """Return the purposes of the parts' clocks that run, and of those that were overrun lawfully."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT clock.purpose, clock.outcome FROM casefile_clock AS clock
            JOIN casefile_assignment AS part ON part.id = clock.part_id WHERE part.request_id = %s""",
            [request_id],
        )
        rows = cursor.fetchall()
    return {row[0] for row in rows if not row[1]}, {row[0] for row in rows if row[1] == "overrun_lawfully"}


def _one(sql: str, request_id: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, [request_id])
        return cursor.fetchone()[0]
