"""What the city did lately, in numbers. Read by a worker every minute and kept: no page counts a hundred thousand cases."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_SINCE = """
SELECT
    (SELECT count(*) FROM casefile_servicerequest WHERE received_at >= %(since)s),
    (SELECT count(*) FROM casefile_answer WHERE sent_at >= %(since)s),
    clocks.kept, clocks.ended
FROM (
    SELECT count(*) FILTER (WHERE outcome = 'kept') AS kept, count(*) AS ended FROM casefile_clock
    WHERE stops = 'answered' AND state = 'ended' AND request_id IS NOT NULL AND ended_at >= %(since)s AND outcome <> 'void'
        AND purpose <> 'commitment'
) AS clocks
"""
_PHASES = "SELECT phase, count(*) FROM casefile_servicerequest GROUP BY phase"


@dataclass(frozen=True, slots=True)
class Span:
    """Since a moment: how many came in, how many were answered, and of the deadlines that ended how many were kept."""

    since: datetime
    received: int
    answered: int
    kept: int
    ended: int


def counts_since(since: datetime) -> Span:
    """Return what happened since then."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, {"since": since})
        return Span(since, *cursor.fetchone())


def counts_by_phase() -> dict[str, int]:
    """Return how many cases stand in each public phase, of all there ever were."""
    with connection.cursor() as cursor:
        cursor.execute(_PHASES)
        return dict(cursor.fetchall())
