"""Whatever a superuser does to the record is found: each way of tampering is really done here."""

import hashlib
import hmac
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from hotline.casefile import actions
from hotline.casefile.audit import verify
from hotline.casefile.auditfolder import Head, heads_file, read_heads
from hotline.casefile.keys import keys
from tests import make
from tests.databases import wait_for_others

type Superuser = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def sealed(city: None, committed_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A few cases, sealed in three batches, with a folder for the heads that no other test shares."""
    keys()
    monkeypatch.setenv("HOTLINE_DATA", str(tmp_path))
    now = datetime.now(UTC)
    for _ in range(3):
        make.forwarded("pothole", now=now)
        wait_for_others()
        assert actions.seal_batch(now)
    assert verify(now).ok
    return now


def test_the_whole_record_is_whole(sealed: datetime) -> None:
    verdict = verify(sealed)
    assert verdict.ok
    assert verdict.unsealed == 0
    assert verdict.seals == 3
    assert verdict.sealed > 9


def _change(sql: str) -> Callable[[Superuser], None]:
    return lambda superuser: _force(superuser, sql)


def _recompute_without_the_key(superuser: Superuser) -> None:
    """Change an event and make its seal fit, as somebody would who has everything but the key."""
    _force(superuser, "UPDATE casefile_event SET reason = 'x' WHERE id = (SELECT min(id) FROM casefile_event)")
    rows = superuser.execute("SELECT position, previous FROM casefile_seal ORDER BY position").fetchall()
    previous = b""
    for position, _ in rows:
        mac = hmac.digest(b"not the key", hashlib.sha256(str(position).encode()).digest(), "sha256")
        _force(superuser, "UPDATE casefile_seal SET previous = %s, mac = %s WHERE position = %s", previous, mac, position)
        previous = mac


FIRST = "(SELECT min(id) FROM casefile_event)"
COLUMNS = "request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac"
TAMPERING = [
    ("changed: another reason", _change(f"UPDATE casefile_event SET reason = 'x' WHERE id = {FIRST}")),
    ("changed: another moment", _change(f"UPDATE casefile_event SET at = at - interval '1 hour' WHERE id = {FIRST}")),
    ("changed: another case", _change(f"UPDATE casefile_event SET request_id = request_id + 1 WHERE id = {FIRST}")),
    ("changed: another hand", _change(f"UPDATE casefile_event SET actor_user = 7 WHERE id = {FIRST}")),
    ("deleted from the middle", _change(f"DELETE FROM casefile_event WHERE id = {FIRST} + 4")),
    (
        "inserted, made up",
        _change(
            "INSERT INTO casefile_event (request_id, name, at, actor_kind, reason, facts, mac)"
            " SELECT request_id, 'answered', at, actor_kind, '', '{}', sha256('a mac nobody made')"
            f" FROM casefile_event WHERE id = {FIRST}"
        ),
    ),
    (
        "inserted, a copy of a real one",
        _change(f"INSERT INTO casefile_event ({COLUMNS}) SELECT {COLUMNS} FROM casefile_event WHERE id = {FIRST}"),
    ),
    (
        "reordered: two events swap their places",
        _change(
            f"UPDATE casefile_event SET id = {FIRST} - 7 WHERE id = {FIRST};"
            f"UPDATE casefile_event SET id = {FIRST} + 7 WHERE id = {FIRST} + 8;"
            f"UPDATE casefile_event SET id = {FIRST} + 8 WHERE id = {FIRST}"
        ),
    ),
    (
        "cut tail: the last seal and its events",
        _change(
            "DELETE FROM casefile_event WHERE id IN (SELECT unnest(event_ids) FROM casefile_seal WHERE position = 3);"
            "DELETE FROM casefile_seal WHERE position = 3"
        ),
    ),
    ("cut tail: everything", _change("DELETE FROM casefile_event; DELETE FROM casefile_seal")),
    ("a seal taken out of the middle", _change("DELETE FROM casefile_seal WHERE position = 2")),
    ("a seal changed", _change("UPDATE casefile_seal SET sealed_at = sealed_at - interval '1 day' WHERE position = 1")),
    (
        "two seals swap their places",
        _change(
            "UPDATE casefile_seal SET position = -1 WHERE position = 1; UPDATE casefile_seal SET position = 1 WHERE position = 2;"
            "UPDATE casefile_seal SET position = 2 WHERE position = -1"
        ),
    ),
    ("the chain recomputed", _recompute_without_the_key),
]


@pytest.mark.parametrize(("how", "tamper"), TAMPERING, ids=[row[0] for row in TAMPERING])
def test_tampering_is_found(sealed: datetime, superuser: Superuser, how: str, tamper: Callable[[Superuser], None]) -> None:
    tamper(superuser)
    assert verify(sealed).faults, how


def test_an_event_made_up_and_then_sealed_by_the_worker_stays_found(sealed: datetime, superuser: Superuser) -> None:
    """The worker seals whatever was committed: only the event's own mac tells that the application never wrote it."""
    _force(
        superuser,
        "INSERT INTO casefile_event (request_id, name, at, actor_kind, reason, facts, mac)"
        " SELECT request_id, 'answered', at, actor_kind, '', '{}', sha256('a mac nobody made')"
        f" FROM casefile_event WHERE id = {FIRST}",
    )
    _seal_all(sealed)
    verdict = verify(sealed)
    assert verdict.unsealed == 0
    assert any("without the key" in fault for fault in verdict.faults)


def test_the_chain_recomputed_with_the_key_does_not_fit_the_heads(sealed: datetime, superuser: Superuser) -> None:
    _force(superuser, "DELETE FROM casefile_seal")
    heads = heads_file().read_text()
    heads_file().write_text("")
    assert _seal_all(sealed + timedelta(hours=1))  # the attacker has the key and seals anew
    heads_file().write_text(heads)
    assert any("head" in fault or "cut" in fault for fault in verify(sealed).faults)


def test_a_cut_tail_that_is_sealed_over_is_found(sealed: datetime, superuser: Superuser) -> None:
    """One event disappears with the last seal; the worker seals the others anew half a second later."""
    _force(superuser, "DELETE FROM casefile_event WHERE id = (SELECT max(id) FROM casefile_event)")
    _force(superuser, "DELETE FROM casefile_seal WHERE position = 3")
    assert _seal_all(sealed)
    assert any("seal 3" in fault for fault in verify(sealed).faults)
    for _ in range(3):  # nor does it heal when the chain grows beyond where it was cut
        make.report("pothole", now=sealed)
        assert _seal_all(sealed)
    assert any("seal 3" in fault for fault in verify(sealed).faults)


def test_seals_made_while_the_record_is_read_are_no_fault(sealed: datetime) -> None:
    """The worker goes on sealing between the folder and the snapshot."""

    def while_the_worker_seals() -> list[Head]:
        heads = read_heads()
        for _ in range(0 if connection.in_atomic_block else 3):
            make.report("pothole", now=sealed)
            assert _seal_all_without_looking(sealed)
        return heads

    assert verify(sealed, heads=while_the_worker_seals).ok


@pytest.mark.parametrize("line", ["rubbish", "x y", "1 2 3", ""])
def test_heads_that_cannot_be_read_are_a_finding(sealed: datetime, line: str) -> None:
    heads_file().write_text(heads_file().read_text() + line + "\n")
    assert verify(sealed).faults


def test_an_event_that_waits_too_long_for_its_seal_is_found(sealed: datetime) -> None:
    make.report("pothole", now=sealed)
    assert verify(sealed + timedelta(seconds=59)).ok
    late = verify(sealed + timedelta(seconds=61))
    assert late.unsealed > 0
    assert not late.ok


def test_a_crash_between_seal_and_head_is_mended(sealed: datetime) -> None:
    whole = heads_file().read_text()
    heads_file().write_text("".join(whole.splitlines(keepends=True)[:-1]) + "3 abc")  # cut short while being written
    assert verify(sealed).ok
    make.report("pothole", now=sealed)
    assert _seal_all(sealed)
    assert heads_file().read_text().startswith(whole)
    assert verify(sealed).ok


def test_lost_heads_are_noticed(sealed: datetime) -> None:
    heads_file().unlink()
    assert not verify(sealed).ok


@pytest.mark.parametrize(
    "sql", ["UPDATE casefile_event SET reason = 'x'", "DELETE FROM casefile_event", "DELETE FROM casefile_seal"]
)
def test_the_application_may_not_change_the_record(sealed: datetime, sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify(sealed).ok


def test_not_even_a_superuser_changes_it_by_mistake(sealed: datetime, superuser: Superuser) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        superuser.execute("DELETE FROM casefile_event")


def test_events_of_an_open_transaction_wait(sealed: datetime, superuser: Superuser) -> None:
    """A writer that commits late must not be sealed around: nothing older may appear after its seal."""
    with psycopg.connect(superuser.info.dsn, autocommit=False) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        make.report("pothole", now=sealed)
        assert not actions.seal_batch(sealed)
    assert _seal_all(sealed)


def _seal_all(now: datetime) -> int:
    """Seal until nothing is unsealed; other tests' open transactions on the same server are waited for."""
    done = 0
    until = time.monotonic() + 60
    while verify(now).unsealed and time.monotonic() < until:
        done += actions.seal_batch(now)
        time.sleep(0.02)
    return done


def _seal_all_without_looking(now: datetime) -> int:
    done, until = 0, time.monotonic() + 60
    while not done and time.monotonic() < until:
        done = actions.seal_batch(now)
        time.sleep(0.02)
    return done


def _force(superuser: Superuser, sql: str, *values: object) -> None:
    """Run SQL with the triggers and foreign keys off, as only a superuser can."""
    superuser.execute("SET session_replication_role = replica")
    for statement in sql.split(";"):
        superuser.execute(statement.encode(), values or None)
