"""The snapshot: costs nothing, notices another profile, and works inside an agency's door without opening it."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from hotline.directory import keeping
from hotline.directory.actions import load_profile
from hotline.directory.facts import Directory
from hotline.directory.queries import NoProfile, forget, profile_is_loaded, snapshot
from tests.directory.folders import change, copy_of_hcmc

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_without_a_profile_there_is_none(db: None) -> None:
    assert not profile_is_loaded()
    with pytest.raises(NoProfile):
        snapshot()


def test_a_second_look_asks_nothing(city: None, db: None) -> None:
    first = snapshot()
    with CaptureQueriesContext(connection) as asked:
        assert snapshot() is first
    assert len(asked) == 0


def test_a_late_look_asks_once_and_keeps_what_it_has(city: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = snapshot()
    monkeypatch.setattr(keeping, "CHECK_EVERY_S", 0.0)
    with CaptureQueriesContext(connection) as asked:
        assert snapshot() is first
    assert len(asked) == 1


def test_another_profile_is_seen_at_once_here_and_soon_elsewhere(city: None, committed_db: str, tmp_path: Path) -> None:
    before = snapshot()
    profile = copy_of_hcmc(tmp_path)
    change(profile, "profile.yaml", 'number: "1022"', 'number: "1023"')
    load_profile(profile, now=NOW)
    assert snapshot().city.number == "1023"
    assert before.city.number == "1022"
    assert snapshot().version.id > before.version.id


def test_many_threads_build_it_once(city: None, committed_db: str) -> None:
    seen: list[Directory] = []

    def look() -> None:
        seen.append(snapshot())
        connection.close()

    forget()
    threads = [Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len({id(directory) for directory in seen}) == 1


def test_it_can_be_built_inside_an_agencys_door(city: None, db: None) -> None:
    forget()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hotline_agency")
        assert snapshot().focal_points
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("hotline_agency",)
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "words",
    [
        "SELECT phone FROM directory_focalpoint",
        "SELECT email FROM directory_focalpoint",
        "SELECT * FROM directory_focalpoint",
        "UPDATE directory_unit SET name_vi = ''",
        "INSERT INTO directory_unitsuccession (before_id, after_id) VALUES (1, 2)",
    ],
)
def test_an_agency_reads_no_numbers_and_writes_nothing(city: None, db: None, words: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hotline_agency")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(words)
        transaction.set_rollback(True)


def test_nobody_deletes_what_was_signed(city: None, db: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_profileversion")
