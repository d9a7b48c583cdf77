"""The floors write what our one statement writes, and are read out of the server's log rightly."""

import re
from pathlib import Path

import pytest

from bench.floors import statement
from bench.floors.logged import NotLogged, find

LOG = """\
2026-03-02 09:00:00.000 UTC [41] hotline_login@hotline LOG:  execute _pg3_0: INSERT INTO t (a, b)
\tVALUES ($1, $2)
2026-03-02 09:00:00.000 UTC [42] hotline_login@hotline LOG:  statement: SELECT 1
2026-03-02 09:00:00.000 UTC [41] hotline_login@hotline DETAIL:  Parameters: $1 = 'it''s $2 = ''x'', really', $2 = NULL
"""


def test_a_statement_and_its_parameters_are_read_from_the_log() -> None:
    logged = find(LOG, "INTO t")
    assert logged.text == "INSERT INTO t (a, b)\nVALUES ($1, $2)"
    assert logged.literals == {1: "'it''s $2 = ''x'', really'", 2: "NULL"}


def test_what_was_not_logged_is_said() -> None:
    with pytest.raises(NotLogged):
        find(LOG, "INTO u")


def test_both_floors_write_what_the_live_statement_writes() -> None:
    statement.require_current()


@pytest.mark.parametrize("floor", ["A.sql", "B.sql"])
def test_a_column_more_or_less_is_noticed(floor: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("live.sql", "A.sql", "B.sql"):
        (tmp_path / name).write_text("INSERT INTO t (a, b)\nVALUES (1, 2);\nINSERT INTO u (c) VALUES (3);\n")
    for attribute, path in {"FILE": tmp_path / "live.sql", "FLOORS": tmp_path, "REPOSITORY": tmp_path}.items():
        monkeypatch.setattr(statement, attribute, path)
    statement.require_current()
    (tmp_path / floor).write_text("INSERT INTO t (a)\nVALUES (1);\nINSERT INTO u (c) VALUES (3);\n")
    with pytest.raises(statement.FloorsAreOld, match=floor):
        statement.require_current()


def test_a_floor_repeats_nothing_that_must_be_unique() -> None:
    for name in ("A.sql", "B.sql"):
        text = (statement.FLOORS / name).read_text()
        assert text.count("gen_random_uuid()") >= 5
        assert re.search(r"\\set id :base \+ :n \* :clients \+ :client_id", text)
