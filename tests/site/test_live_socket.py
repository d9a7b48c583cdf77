"""A pooled connection that died is noticed before anybody's request is given it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection as django_connection

from hotline.site.livesocket import check_connection

type Line = psycopg.Connection[Any]


@pytest.fixture
def line(db: None) -> Iterator[Line]:
    """A connection of its own to the test's server."""
    given = django_connection.get_connection_params()
    kept = {name: given[name] for name in ("dbname", "user", "host", "port") if name in given}
    with psycopg.connect(**kept, autocommit=True) as made:
        yield made


def test_a_living_one_passes_and_stays_usable(line: Line) -> None:
    for _ in range(3):
        check_connection(line)
    assert line.execute("SELECT 1").fetchone() == (1,)


def test_one_that_the_server_ended_is_refused(line: Line, superuser: Line) -> None:
    superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [line.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        check_connection(line)


def test_one_that_we_closed_is_refused(line: Line) -> None:
    line.close()
    with pytest.raises(psycopg.OperationalError):
        check_connection(line)


def test_one_with_a_word_from_the_server_is_asked_and_stays(line: Line, superuser: Line) -> None:
    line.execute("LISTEN told")
    superuser.execute("NOTIFY told")
    check_connection(line)
    assert line.execute("SELECT 1").fetchone() == (1,)
