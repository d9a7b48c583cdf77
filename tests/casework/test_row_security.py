"""Row-level security holds alone: as the role of an agency, with every filter of the application switched off."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.access import agency_door
from hotline.casefile.facts import Opened
from hotline.casefile.queries import agencies, agencydesk
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make
from tests.casework.conftest import LEAD, OTHER

NONE_TO_READ = {
    "contact", "contactpoint", "delivery", "intakekey", "message", "seal", "answerversion", "publicentry", "publicfollowing",
    "recount", "moveddeadline", "revealasked", "position", "merge", "casesuccession", "partsuccession", "successionpass",
    "recurrence", "recurrencefollowing", "conversation", "incoming", "optout", "refuseddeliveries", "channelsetup",
    "inboundpart", "sentpart", "senderruling", "contactjoin", "phonecode",
}  # fmt: skip
"""Tables of which an agency may read no column at all."""

PERSONAL = [
    ("servicerequest", "words"),
    ("servicerequest", "link_token"),
    ("servicerequest", "link_hash"),
    ("reporter", "contact_id"),
    ("reporter", "point_id"),
    ("reporter", "hidden"),
    ("contact", "name"),
    ("contactpoint", "value"),
    ("contactpoint", "blind"),
    ("attachment", "gps"),
    ("message", "kept"),
    ("delivery", "body"),
]


@contextmanager
def as_agency(units: str | None) -> Iterator[None]:
    """Be the database role of an agency, with the setting as given; None: not set at all. A refusal ends it too."""
    with transaction.atomic(), connection.cursor() as cursor:
        if units is not None:
            cursor.execute("SELECT set_config('hotline.units', %s, true)", [units])
        cursor.execute("SET LOCAL ROLE hotline_agency")
        yield
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT set_config('hotline.units', '', true)")


def _lead() -> str:
    return str(snapshot().units[LEAD].id)


def tables() -> dict[str, list[str]]:
    """Return every table of the case file with the columns that an agency's role may read."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, array_agg(a.attname ORDER BY a.attnum)
                FILTER (WHERE has_column_privilege('hotline_agency', c.oid, a.attnum, 'SELECT'))
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind = 'r' AND c.relname LIKE 'casefile\\_%%' GROUP BY c.relname
            """,
        )
        return {name.removeprefix("casefile_"): columns or [] for name, columns in cursor.fetchall()}


def rows(table: str, columns: list[str]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        named = ", ".join(column if column == "*" else f'"{column}"' for column in columns)
        cursor.execute(f"SELECT {named} FROM casefile_{table}")
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found


@pytest.fixture
def two_cases(city: None, db: None) -> tuple[Opened, Opened]:
    """Give a finished case of each of two agencies, with questions, notes, photos, clocks and an answer."""
    made = []
    for service in ("pothole", "street_light"):
        opened = _incident(service, now=timezone.now())
        actions.say_not_done(opened.request_id, words="Chưa xong.", now=timezone.now() + make.minutes(200))
        part = make.lead(opened)
        actions.ask_reporter(part.id, words="Ở đâu?", now=timezone.now(), actor=make.officer(part))
        actions.accept_part(part.id, now=timezone.now(), actor=make.officer(part))
        actions.file_progress(part.id, note="Đang làm.", now=timezone.now(), actor=make.officer(part))
        day = timezone.localdate() + timedelta(days=60)
        photo, now = make.photo(now=timezone.now()), timezone.now()
        actions.file_commitment(part.id, note="Chờ vật tư.", evidence=[photo], due_on=day, now=now, actor=make.officer(part))
        make.directed(opened, now=timezone.now())
        made.append(opened)
    complaint = make.report("officials_conduct", now=timezone.now(), attributes={"office": "dkdd-q2"})
    day = timezone.localdate() + timedelta(days=7)
    actions.ask_explanation(complaint.request_id, words="Vì sao?", due_on=day, now=timezone.now(), actor=make.DESK)
    return made[0], made[1]


def _incident(service: str, *, now: datetime) -> Opened:
    """Answer a case that another report was merged with, whose reporter rates."""
    opened, also = make.with_results(service, now=now), make.report(service, now=now)
    actions.merge_requests(opened.request_id, [also.request_id], now=now + make.minutes(121), actor=make.OPERATOR)
    make.answer(opened, now=now)
    actions.follow_master(also.request_id, now=now + make.minutes(181))
    actions.rate_incident(also.request_id, part_id=make.lead(opened).id, stars=4, now=now + make.minutes(182))
    return opened


def test_an_agency_without_cases_reads_no_row_of_any_table(two_cases: tuple[Opened, Opened]) -> None:
    readable = {name: columns for name, columns in tables().items() if columns}
    filled = {name for name, columns in readable.items() if rows(name, columns)}
    assert filled == set(readable), "the test proves something only where there are rows"
    for units in (str(snapshot().units[OTHER].id), "0", ""):
        with as_agency(units):
            assert {name: rows(name, columns) for name, columns in readable.items() if rows(name, columns)} == {}


def test_without_the_setting_there_is_no_row(two_cases: tuple[Opened, Opened]) -> None:
    readable = {name: columns for name, columns in tables().items() if columns}
    with as_agency(None):
        assert {name: rows(name, columns) for name, columns in readable.items() if rows(name, columns)} == {}


def test_an_agency_reads_its_own_rows_only(two_cases: tuple[Opened, Opened]) -> None:
    mine, _other = two_cases
    with as_agency(_lead()):
        assert {row[0] for row in rows("servicerequest", ["reference"])} == {mine.reference}
        for table in ("assignment", "event", "answer", "reporter", "attachment"):
            assert {row[0] for row in rows(table, ["request_id"])} == {mine.request_id}, table
        for table in ("note", "question", "commitment", "directive"):
            assert {row[0] for row in rows(table, ["part_id"])} == {row[0] for row in rows("assignment", ["id"])}, table


def test_tables_of_which_an_agency_reads_nothing(db: None) -> None:
    assert {name for name, columns in tables().items() if not columns} == NONE_TO_READ


@pytest.mark.parametrize("table", sorted(NONE_TO_READ))
def test_reading_them_is_refused(table: str, city: str, db: None) -> None:
    """A missing right is refused before any row is looked at: none has to be there."""
    with pytest.raises(ProgrammingError, match="permission denied"), as_agency(_lead()):
        rows(table, ["*"])


@pytest.mark.parametrize(("table", "column"), PERSONAL)
def test_no_column_that_tells_who_reports(table: str, column: str, city: str, db: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), as_agency(_lead()):
        rows(table, [column])


def test_another_agencys_rows_cannot_be_changed(two_cases: tuple[Opened, Opened]) -> None:
    _mine, other = two_cases
    given = {"part": make.lead(other).id, "request": other.request_id}
    for statement in (
        "UPDATE casefile_assignment SET state = 'done' WHERE id = %(part)s",
        "UPDATE casefile_servicerequest SET phase = 'resolved' WHERE id = %(request)s",
        "UPDATE casefile_clock SET state = 'running' WHERE part_id = %(part)s",
        "UPDATE casefile_attachment SET part_id = NULL WHERE request_id = %(request)s",
    ):
        with as_agency(_lead()), connection.cursor() as cursor:
            cursor.execute(statement, given)
            assert cursor.rowcount == 0, statement


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE casefile_servicerequest SET agency_words = ''",
        "UPDATE casefile_servicerequest SET screening = 'refused'",
        "UPDATE casefile_assignment SET unit_id = unit_id",
        "DELETE FROM casefile_assignment",
        "DELETE FROM casefile_event",
        "UPDATE casefile_event SET name = 'x'",
    ],
)
def test_what_an_agency_may_not_write_at_all(statement: str, city: str, db: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), as_agency(_lead()):
        connection.cursor().execute(statement)


def test_nothing_is_written_into_a_case_of_another_agency(two_cases: tuple[Opened, Opened]) -> None:
    _mine, other = two_cases
    given = {"part": make.lead(other).id, "request": other.request_id}
    note = "INSERT INTO casefile_note (request_id, part_id, words, written_at) VALUES (%(request)s, %(part)s, 'x', now())"
    with pytest.raises(DatabaseError, match=r"permission denied|row-level security"), as_agency(_lead()):
        connection.cursor().execute(note, given)


def _viewer(unit: str) -> Viewer:
    return Viewer(1, "Dung", frozenset({Role.FOCAL_POINT}), frozenset({snapshot().units[unit].id}))


def test_the_door_holds_when_the_filters_name_the_wrong_agency(two_cases: tuple[Opened, Opened]) -> None:
    mine, _other = two_cases
    part, wrong = make.lead(mine), {snapshot().units[LEAD].id}
    before, everything = make.case(mine), agencydesk.Sort(frozenset(Part))
    with agency_door(_viewer(LEAD)):
        assert agencydesk.desk(wrong, everything, now=timezone.now(), language="vi")
        assert agencydesk.desk_counts(wrong, now=timezone.now()).of_states
    with agency_door(_viewer(OTHER)):
        assert agencydesk.desk(wrong, everything, now=timezone.now(), language="vi") == ()
        assert agencydesk.desk_counts(wrong, now=timezone.now()).of_states == ()
        with pytest.raises(actions.NoSuchCase):
            agencies.case_of_part(part.id, wrong, language="vi")
        with pytest.raises(actions.NoSuchCase):
            actions.file_progress(part.id, note="Không phải việc của tôi.", now=timezone.now(), actor=make.officer(part))
    assert make.case(mine) == before


def test_the_order_of_a_desk_names_the_parts_of_the_open_door_alone(two_cases: tuple[Opened, Opened]) -> None:
    """It is made past the policies, so it must hold by itself, whichever units it is asked for."""
    mine, everybody = make.lead(two_cases[0]).id, [one.id for one in snapshot().units.values()]
    states = [part.value for part in Part]
    for unit, seen in ((LEAD, [mine]), (OTHER, []), (None, [])):
        with as_agency(str(snapshot().units[unit].id) if unit else None), connection.cursor() as cursor:
            cursor.execute(
                "SELECT part_id FROM casefile_desk_order(%s::bigint[], %s, %s, NULL, NULL, 0, 50)",
                [everybody, states, timezone.now()],
            )
            assert [row[0] for row in cursor.fetchall()] == seen, unit


def test_the_door_closes_behind_whoever_came_through(two_cases: tuple[Opened, Opened]) -> None:
    with agency_door(_viewer(LEAD)):
        assert _who() == "hotline_agency"
    assert _who() != "hotline_agency"
    with pytest.raises(actions.NoSuchCase), agency_door(_viewer(LEAD)):
        raise actions.NoSuchCase
    assert _who() != "hotline_agency"


def test_an_error_inside_comes_out_as_itself_and_the_door_is_closed(two_cases: tuple[Opened, Opened]) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), agency_door(_viewer(LEAD)):
        rows("contact", ["name"])
    assert _who() != "hotline_agency"


def test_nobody_without_an_agency_comes_through(city: None, db: None) -> None:
    for roles in (frozenset({Role.OPERATOR}), frozenset({Role.FOCAL_POINT})):
        with pytest.raises(actions.NoSuchCase), agency_door(Viewer(1, "Lan", roles, frozenset())):
            pytest.fail("the door opened")


def _who() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])
