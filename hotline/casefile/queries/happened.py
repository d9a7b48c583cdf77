"""Which deadlines something happened to: what follows the record reads only those."""

from dataclasses import dataclass

from django.db import connection

BATCH = 500
_HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())"
_UNTIL = """
SELECT
    (SELECT ((xid::text)::bigint + 1)::text FROM casefile_event
     WHERE xid >= %(since)s::xid8 ORDER BY xid OFFSET %(batch)s LIMIT 1),
    pg_snapshot_xmin(pg_current_snapshot())
"""
_CLOCKS = """
WITH touched AS (
    SELECT DISTINCT request_id FROM casefile_event
    WHERE xid >= %(since)s::xid8 AND (%(until)s::text IS NULL OR xid < %(until)s::text::xid8) AND request_id IS NOT NULL
), part AS (
    SELECT part.id FROM touched JOIN casefile_assignment AS part ON part.request_id = touched.request_id
)
SELECT clock.id FROM part JOIN casefile_clock AS clock ON clock.part_id = part.id WHERE clock.state = 'running'
UNION ALL
SELECT clock.id FROM part
JOIN casefile_directive AS directive ON directive.part_id = part.id AND directive.state = 'given'
JOIN casefile_clock AS clock ON clock.directive_id = directive.id
WHERE clock.state = 'running'
UNION ALL
SELECT clock.id FROM touched
JOIN casefile_explanation AS explanation ON explanation.request_id = touched.request_id AND explanation.replied_at IS NULL
JOIN casefile_clock AS clock ON clock.explanation_id = explanation.id
WHERE clock.state = 'running'
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """Running clocks of agencies in cases that something happened to; from `horizon` on there is more to read.

    `is_all`: nothing that could be read already.
    """

    clocks: tuple[int, ...]
    horizon: int
    is_all: bool


def record_horizon() -> int:
    """Return the transaction below which the record can no longer change: where whoever follows it from now on begins."""
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        return int(str(cursor.fetchone()[0]))


def clocks_touched(since: int) -> Touched:
    """Return the clocks of cases with events of transactions from `since` on, about BATCH events at a time.

    Events that can be read are given at once. What comes from then on begins at the oldest transaction that still writes, so that
    some are given again and none is overlooked, whoever writes how long.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNTIL, {"since": str(since), "batch": BATCH})
        until, settled = cursor.fetchone()
        cursor.execute(_CLOCKS, {"since": str(since), "until": until})
        horizon = min(int(str(settled)), int(until or settled))
        return Touched(tuple(row[0] for row in cursor.fetchall()), horizon, is_all=until is None or horizon == since)
