"""One message that says both: a receipt waits a moment for its report to be forwarded by itself.

A report that needs nobody's key is forwarded within a second or two: its citizen got two messages then, of which the first
promised the second. The receipt of such a report is put off by `WAITS` when it is written. Forwarding that comes in time makes it
say both; if it is late, fails or was overtaken, the receipt leaves by itself when its time has come, as any other.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection

WAITS = timedelta(seconds=5)
"""How long at most: many times what forwarding takes while the worker keeps up, and nobody looks at their telephone for it."""

# A receipt that a sender takes at this moment is left to it: nobody waits, the citizen is told twice.
_SAYS_BOTH = """
UPDATE casefile_message AS message
SET event = 'received_and_forwarded', facts = jsonb_build_object('part', held.part), try_at = %(now)s
FROM (
    SELECT waiting.id, lead.part
    FROM casefile_message AS waiting
        JOIN unnest(%(requests)s::bigint[], %(parts)s::bigint[]) AS lead (request, part) ON waiting.request_id = lead.request
    WHERE waiting.event = 'received' AND waiting.state = 'waiting' AND waiting.tries = 0 AND waiting.try_at > %(now)s
    FOR UPDATE OF waiting SKIP LOCKED
) AS held
WHERE message.id = held.id
RETURNING message.reporter_id
"""


def forwarded_with_receipt(leads: Mapping[int, int], *, now: datetime) -> frozenset[int]:
    """Let receipts that still wait say that the case was forwarded, too; return the ids of the reporters who need no more.

    `leads` gives the part that each case's citizens are told of. Runs in the caller's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SAYS_BOTH, {"requests": list(leads), "parts": list(leads.values()), "now": now})
        return frozenset(reporter_id for (reporter_id,) in cursor.fetchall())
