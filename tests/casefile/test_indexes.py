"""What is written for every report carries no index that says what another says already."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.utils import timezone

from hotline.casefile.models import Event
from hotline.casefile.queries.publicupdates import STEP_OF

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


@pytest.mark.django_db
def test_updates_are_read_by_their_index_whatever_is_an_update() -> None:
    """Anybody may ask for a day of them: an event that the index leaves out would have all that ever happened read."""
    now = timezone.now()
    asked = Event.objects.filter(at__gte=now - timedelta(days=1), at__lte=now, name__in=list(STEP_OF)).order_by("at", "id")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    assert "using event_update on" in asked[:1000].explain()
