"""PostgreSQL plans what is asked for its values; it keeps the plan of what asks for that, and of nothing else."""

import pytest
from django.db import connection
from django.utils import timezone

from hotline.casefile.queries import PublicPage, public_cases
from hotline.rows.plans import PlannedOnce
from tests import make

pytestmark = pytest.mark.usefixtures("city", "committed_db")

OFTEN = 8
"""More than the five executions after which psycopg and PostgreSQL begin to keep plans by themselves."""


def test_only_what_asks_for_it_keeps_its_plan() -> None:
    for _ in range(OFTEN):
        make.report(now=timezone.now())
        assert isinstance(public_cases(), PublicPage)
        _asked(PlannedOnce("SELECT %s::int + 1"), 1)
        _asked("SELECT %s::int + 2", 1)
    intake, ours = sorted(_kept())
    assert "INSERT INTO casefile_servicerequest" in intake
    assert ours == "SELECT $1::int + 1"


def test_a_kept_plan_answers_other_values_too() -> None:
    statement = PlannedOnce("SELECT %s::int + 1")
    assert [_asked(statement, value) for value in range(OFTEN)] == list(range(1, OFTEN + 1))


def _asked(statement: str, value: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        return int(cursor.fetchone()[0])


def _kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [" ".join(statement.split()) for (statement,) in cursor.fetchall()]
