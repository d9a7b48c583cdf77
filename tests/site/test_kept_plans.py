"""PostgreSQL plans what is asked for its values: it keeps the plan of nothing but what asks for that."""

import pytest
from django.db import connection
from django.utils import timezone

from hotline.casefile.queries import PublicPage, public_cases
from tests import make

pytestmark = pytest.mark.usefixtures("city", "committed_db")

OFTEN = 8
"""More than the five executions after which psycopg and PostgreSQL begin to keep plans by themselves."""


def test_only_the_statement_of_intake_keeps_its_plan() -> None:
    for _ in range(OFTEN):
        make.report(now=timezone.now())
        assert isinstance(public_cases(), PublicPage)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [statement for (statement,) in cursor.fetchall()]
    assert len(kept) == 1
    assert "INSERT INTO casefile_servicerequest" in kept[0]
