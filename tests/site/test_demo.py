"""The demonstration of every profile that has one can be told from beginning to end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection

from hotline.casefile import queries
from hotline.casefile.audit import verify
from hotline.casefile.auditfolder import heads_file
from hotline.core.screening import prepare_words
from hotline.directory.complaints import asked_as, units_barred
from hotline.directory.queries import snapshot
from hotline.site.demo import seed, sign_ins, tell_everyday
from hotline.site.demo.ends import SHARES, End, first_ends
from hotline.site.demo.filling import everyday_at
from hotline.site.demo.people import known_people
from hotline.site.demo.photos import Album
from hotline.site.demo.replay import Replay
from hotline.site.demo.script import read_script, script_of
from hotline.site.demo.seeding import FIRST
from hotline.site.demo.texts import phrasebook
from hotline.site.demojournal import journal_of
from hotline.site.installation import REPOSITORY, Installation

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PROFILES = sorted(path.parent for path in REPOSITORY.glob("profiles/*/services.yaml"))
SLOTS = {"street": "đường Lê Lợi", "house": "12", "days": 3, "n": 2, "hour": "21 giờ", "week": "hai tuần", "service": "Việc"}

pytestmark = pytest.mark.xdist_group("demo")  # one data folder, one journal in it


@pytest.fixture(autouse=True)
def _own_journal() -> Iterator[None]:
    journal_of(Installation(settings.DATA)).forget()
    heads_file().unlink(missing_ok=True)  # those of another test's seals, which this database does not have
    yield
    journal_of(Installation(settings.DATA)).forget()


STATES = {
    "not screened yet": "SELECT count(*) FROM casefile_servicerequest WHERE screening = 'received' AND phase = 'received'",
    "asked for more": "SELECT count(*) FROM casefile_question WHERE part_id IS NULL AND replied_at IS NULL",
    "told us more": "SELECT count(*) FROM casefile_question WHERE replied_at IS NOT NULL",
    "refused": "SELECT count(*) FROM casefile_servicerequest WHERE screening = 'refused'",
    "forwarded": "SELECT count(*) FROM casefile_assignment WHERE state = 'forwarded'",
    "sent back by an agency": "SELECT count(*) FROM casefile_servicerequest WHERE unowned",
    "accepted": "SELECT count(*) FROM casefile_assignment WHERE state = 'accepted'",
    "asked by an agency": "SELECT count(*) FROM casefile_question WHERE part_id IS NOT NULL AND replied_at IS NULL",
    "progress": "SELECT count(*) FROM casefile_event WHERE name = 'progress_filed'",
    "result to check": "SELECT count(*) FROM casefile_servicerequest WHERE at_desk = 'result'",
    "result sent back by the desk": "SELECT count(*) FROM casefile_event WHERE name = 'result_returned'",
    "answer to write": "SELECT count(*) FROM casefile_servicerequest WHERE at_desk = 'answer'",
    "answer to send": "SELECT count(*) FROM casefile_servicerequest WHERE at_desk = 'send'",
    "reply to publish": "SELECT count(*) FROM casefile_servicerequest WHERE at_desk = 'publish'",
    "published": "SELECT count(*) FROM casefile_answer WHERE state = 'published'",
    "corrected": "SELECT count(*) FROM casefile_answer WHERE state = 'corrected'",
    "answered at once": "SELECT count(*) FROM casefile_answer WHERE kind = 'at_once'",
    "rated": "SELECT count(*) FROM casefile_assignment WHERE rating IS NOT NULL",
    "not done, opened again": "SELECT count(*) FROM casefile_servicerequest WHERE round = 2 AND phase = 'in_progress'",
    "done at the second try": "SELECT count(*) FROM casefile_servicerequest WHERE round = 2 AND phase = 'resolved'",
    "answered late": "SELECT count(*) FROM casefile_clock WHERE outcome = 'missed' AND stops = 'answered'",
    "overdue": f"SELECT count(*) FROM casefile_clock WHERE state = 'running' AND due_at < '{NOW}' AND stops = 'answered'",
    "emergency": "SELECT count(*) FROM casefile_servicerequest WHERE kind = 'emergency' AND phase = 'received'",
    "a photo that everyone sees": "SELECT count(*) FROM casefile_attachment WHERE public_at IS NOT NULL",
    "two agencies": "SELECT count(*) FROM casefile_assignment WHERE role = 'co_handler'",
}
WRONG = {
    "a message that would be sent now": "SELECT count(*) FROM casefile_message WHERE state = 'waiting'",
    "a message sent before it was made": "SELECT count(*) FROM casefile_message WHERE sent_at < created_at",
    "something that happens later": f"SELECT count(*) FROM casefile_event WHERE at > '{NOW}'",
    "a case without a clock": """
        SELECT count(*) FROM casefile_servicerequest AS request WHERE NOT EXISTS (
            SELECT FROM casefile_clock WHERE request_id = request.id)""",
    "a case that nobody owns": """
        SELECT count(*) FROM casefile_servicerequest AS request
        WHERE screening = 'accepted' AND phase <> 'resolved' AND NOT unowned AND master_id IS NULL AND NOT EXISTS (
            SELECT FROM casefile_assignment WHERE request_id = request.id AND state NOT IN ('returned', 'withdrawn'))""",
}


@pytest.mark.long
def test_sixty_cases_cover_every_state(city: None, committed_db: str) -> None:
    seed(60, now=NOW)
    assert tell_everyday(60, now=NOW)
    assert _count("SELECT count(*) FROM casefile_servicerequest") == len(read_script().stories) + 60
    assert {state for state, sql in STATES.items() if not _count(sql)} == set()
    assert {fault: found for fault, sql in WRONG.items() if (found := _count(sql))} == {}
    assert len(queries.operator_queue()) >= 5
    assert {row.waits_for for row in queries.synthesis_queue()} == {"result", "answer", "send", "publish"}
    assert verify(datetime.now(UTC)).ok
    assert tell_everyday(60, now=NOW), "told before"
    assert _count("SELECT count(*) FROM casefile_servicerequest") == len(read_script().stories) + 60


@pytest.mark.long
def test_what_was_interrupted_goes_on_where_it_ended(city: None, committed_db: str) -> None:
    seed(0, now=NOW)
    stories, asked = _count("SELECT count(*) FROM casefile_servicerequest"), count()
    assert not tell_everyday(24, now=NOW, stopping=lambda: next(asked) > 3)
    told = _count("SELECT count(*) FROM casefile_servicerequest") - stories
    assert 0 < told < 24
    assert len(journal_of(Installation(settings.DATA)).told()) == told
    assert tell_everyday(24, now=NOW)
    assert _count("SELECT count(*) FROM casefile_servicerequest") == stories + 24


@pytest.mark.long
@pytest.mark.parametrize("named", ["the agency of the first who signs in", "the city's committee, whom all obey"])
def test_a_case_that_complains_of_an_agency_goes_to_another(named: str, city: None, committed_db: str) -> None:
    seed(0, now=NOW)
    script, units = read_script(), snapshot().units
    first = units[next(person.unit for person in script.people if person.unit)]
    code = first.code if "first" in named else next(unit.code for unit in units.values() if unit.id == first.parent_id)
    cases = (everyday_at(NOW).case(number) for number in count())
    told = next(case for case in cases if case.service == "officials_conduct" and case.end == End.PUBLISHED)
    story = replace(told, code="named", attributes={**told.attributes, asked_as(snapshot()): code})
    Replay(script=script, people=known_people(), album=Album(), now=NOW).tell(story)
    given = "SELECT unit_id FROM casefile_assignment WHERE request_id = (SELECT max(id) FROM casefile_servicerequest)"
    with connection.cursor() as cursor:
        cursor.execute(given)
        units_given = {unit for (unit,) in cursor.fetchall()}
    assert units_given
    assert units_given.isdisjoint(units_barred(snapshot(), story.attributes))


def test_the_same_number_tells_the_same_case(city: None, db: None) -> None:
    once, again = everyday_at(NOW), everyday_at(NOW)
    cases = [once.case(number) for number in range(200)]
    assert cases == [again.case(number) for number in reversed(range(200))][::-1]
    assert {End(case.end) for case in cases[:FIRST]} == set(End) == set(SHARES)
    assert min(first_ends(), key=list(SHARES).index) is End.NEW
    assert len({case.words for case in cases}) > 120
    months = {(case.received_at.year, case.received_at.month) for case in cases if case.received_at}
    assert len(months) >= 6
    assert len({places for case in cases if (places := (case.lat, case.lon)) != (None, None)}) > 120


def test_numbers_that_reach_nobody(city: None, db: None) -> None:
    cases = [*read_script().stories, *(everyday_at(NOW).case(number) for number in range(200))]
    assert all(case.phone.startswith("0990") for case in cases if case.phone)
    assert all(case.email.endswith("@demo.example") for case in cases if case.email)
    assert all(case.phone or case.email or case.account for case in cases)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.name)
def test_every_service_of_every_profile_has_texts(profile: Path) -> None:
    groups = yaml.safe_load((profile / "services.yaml").read_text())["groups"]
    codes = [service["code"] for group in groups for service in group["services"]]
    book = phrasebook(profile / "demonstration.yaml")
    assert [code for code in codes if code not in book.services] == [], "add them to texts.yaml, or to the profile"
    screening = yaml.safe_load((profile / "screening.yaml").read_text())["screening"]
    excluded = [word for proposal in screening["exclusion"] for word in proposal["words"]]
    hints = prepare_words(exclusion=excluded, emergency=screening["emergency"])
    for code in codes:
        texts = book.of(code)
        lines = [*texts.reports, *texts.english, *texts.done, *texts.progress]
        assert all(line.format_map(SLOTS) for line in lines), code
        if not code.startswith("emergency"):
            assert [line for line in lines if hints.find(line)] == [], code


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.name)
def test_a_demonstration_speaks_of_what_its_profile_has(profile: Path) -> None:
    script = script_of(profile / "demonstration.yaml")
    groups = yaml.safe_load((profile / "services.yaml").read_text())["groups"]
    codes = {service["code"] for group in groups for service in group["services"]}
    assert {matter.service for matter in script.shown} | {story.service for story in script.stories} <= codes
    assert {"operator", "synthesis", "supervisor", "focal_point"} <= {role for person in script.people for role in person.roles}
    assert len(script.spots) >= 10


def test_everyone_who_is_promised_can_be_told_apart(city: None, db: None) -> None:
    told = sign_ins()
    assert len({email for _, email, _ in told}) == len(told) == len(read_script().people)
    assert len({password for _, _, password in told}) == len(told)
    assert {person.unit for person in read_script().people if person.unit} <= set(snapshot().units)


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
