"""What is written for every report carries no index that says what another says already."""

from itertools import permutations

import pytest
from django.db import connection

WRITTEN_OFTEN = ("assignment", "clock", "delivery", "event", "message", "reporter", "sentpart", "servicerequest")

_WHOLE = """
SELECT relation.relname, (
    SELECT array_agg(pg_get_indexdef(entry.indexrelid, place, true) ORDER BY place)
    FROM generate_series(1, entry.indnkeyatts) AS place
), entry.indisunique, definition LIKE '%%pattern_ops%%'
FROM pg_index AS entry
JOIN pg_class AS relation ON relation.oid = entry.indexrelid
CROSS JOIN LATERAL pg_get_indexdef(entry.indexrelid) AS definition
WHERE entry.indrelid = %s::regclass AND entry.indpred IS NULL
"""


@pytest.mark.django_db
@pytest.mark.parametrize("model", WRITTEN_OFTEN)
def test_no_index_is_the_beginning_of_another(model: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE, [f"casefile_{model}"])
        rows: list[tuple[str, list[str], bool, bool]] = cursor.fetchall()
    assert rows
    for (one, columns, is_unique, _), (other, longer, _unique, _) in permutations(rows, 2):
        assert is_unique or longer[: len(columns)] != columns, f"{one} says nothing that {other} does not"
    assert [name for name, _columns, _unique, by_beginning in rows if by_beginning] == [], "nobody looks for beginnings"
