"""Reports that arrive at once share a statement and a commit, and nothing else."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event

import psycopg
import pytest
from django.db import connection, transaction

from hotline.casefile import actions, models
from hotline.casefile.actions.reportrow import ReportRow
from hotline.casefile.actions.writing import Columns, _written
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.models import Contact, IntakeKey, Reporter, ServiceRequest
from hotline.core.facts import CITIZEN, Channel
from hotline.directory import queries as directory
from tests import make

AT_ONCE = 40
NO_SUCH_AREA = 999_999_999


def _at_once[Got](count: int, send: Callable[[int], Got]) -> "list[Future[Got]]":
    """Send so many from threads of their own at one moment; return what each got, all of it there."""
    start = Barrier(count)

    def one(number: int) -> Got:
        start.wait()
        try:
            return send(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=count) as pool:
        return [pool.submit(one, number) for number in range(count)]


def _commits() -> int:
    return models.Event.objects.values("xid").distinct().count()


def _send(number: int) -> Opened:
    """Send a report that is unlike every other in whatever could be mixed up."""
    contact = None if number % 4 == 3 else ContactDraft(name=f"Người {number}", phone=f"09081{number:05}")
    draft = make.draft("pothole" if number % 2 else "street_light", words=f"Việc thứ {number}", contact=contact)
    draft = replace(draft, channel=Channel.OPEN311, raw=f"raw {number}".encode())
    return actions.open_request(draft, key=f"k{number}", now=make.NOW)


def test_each_report_keeps_its_own(city: None, committed_db: str) -> None:
    got = _at_once(AT_ONCE, _send)
    assert _commits() < AT_ONCE, "nobody went together: this test shows nothing"
    for number, opened in enumerate(got):
        case = make.case(opened.result(), revealed=True)
        assert case.request.words == f"Việc thứ {number}"
        assert case.request.service == ("pothole" if number % 2 else "street_light")
        assert case.parts
        assert len(case.clocks) >= 2
        assert [event.name for event in case.events] == ["received", *["proposed"] * len(case.parts)]
        if number % 4 == 3:
            assert (case.reporters, case.messages) == ((), ())
        else:
            assert [(one.phone, one.name) for one in case.reporters] == [(f"+849081{number:05}", f"Người {number}")]
            assert [message.event for message in case.messages] == ["received"]
    assert Contact.objects.count() == Reporter.objects.count() == AT_ONCE * 3 // 4


def test_one_that_cannot_be_written_is_nobody_elses_trouble(city: None, committed_db: str) -> None:
    def send(number: int) -> Opened:
        draft = make.draft("pothole")
        if number % 10 == 0:
            draft = replace(draft, place=replace(draft.place, area_id=NO_SUCH_AREA))
        return actions.open_request(draft, key=f"k{number}", now=make.NOW)

    got = _at_once(AT_ONCE, send)
    errors = {number: error for number, opened in enumerate(got) if (error := opened.exception())}
    assert set(errors) == set(range(0, AT_ONCE, 10))
    assert all(isinstance(error, psycopg.errors.ForeignKeyViolation) for error in errors.values())
    assert ServiceRequest.objects.count() == IntakeKey.objects.count() == AT_ONCE - len(errors)


def test_the_same_keys_in_any_order_make_one_report_each(city: None, committed_db: str) -> None:
    got = _at_once(AT_ONCE, lambda number: actions.open_request(make.draft(), key=f"k{number % 5}", now=make.NOW))
    assert len({(opened.result().reference, opened.result().link) for opened in got}) == 5
    assert ServiceRequest.objects.count() == Contact.objects.count() == 5


def test_two_statements_with_the_same_keys_wait_for_each_other_and_not_for_ever(city: None, committed_db: str) -> None:
    """As two processes would, in opposite order; a third that holds the middle key stops both halfway."""
    keys = [f"key-{number:02}".encode() for number in range(21)]

    def write(number: int) -> int:
        try:
            return sum(_written([_columns(key) for key in (keys if number else reversed(keys))]))
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        with transaction.atomic():
            IntakeKey.objects.create(key=keys[10], payload=b"", request_id=0, created_at=make.NOW)
            writing = [pool.submit(write, number) for number in range(2)]
            _until_waiting(2)
            transaction.set_rollback(True)
        assert sorted(written.result() for written in writing) == [0, 21]
    assert ServiceRequest.objects.count() == 21


def _until_waiting(count: int) -> None:
    """Wait until so many connections wait for another's transaction."""
    pause = Event()
    for _ in range(3000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted")
            if cursor.fetchone()[0] >= count:
                return
        pause.wait(0.01)
    pytest.fail("nobody waits")


def _columns(key: bytes) -> Columns:
    snapshot = directory.snapshot()
    row = ReportRow(snapshot, snapshot.services["pothole"], make.draft(), [], now=make.NOW, actor=CITIZEN)
    return {**row.columns(), "key": key, "payload": b""}
