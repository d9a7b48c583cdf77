"""Cases that were answered, newest first: where the synthesis desk looks to correct an answer."""

from django.db import connection

from hotline.casefile.queries.queues import DeskRow, area_name, service_name, unit_names
from hotline.casefile.queries.streams import among
from hotline.core.streams import EVERY, Streams
from hotline.core.text import shorten

_EXCERPT = 120
_ANSWERED = """
SELECT request.id, request.reference, request.service_id, request.area_id, left(version.words, 400),
    request.received_at, answer.state, coalesce(version.written_at, answer.sent_at), parts.units, request.urgent
FROM casefile_answer AS answer
JOIN casefile_servicerequest AS request ON request.id = answer.request_id AND request.round = answer.round
JOIN LATERAL (
    SELECT words, written_at FROM casefile_answerversion WHERE answer_id = answer.id ORDER BY number DESC LIMIT 1
) AS version ON true
LEFT JOIN LATERAL (
    SELECT array_agg(unit_id ORDER BY role DESC, id) AS units FROM casefile_assignment
    WHERE request_id = request.id AND state = 'done'
) AS parts ON true
WHERE answer.state IN ('sent', 'published', 'corrected') AND request.master_id IS NULL AND {among}
ORDER BY answer.id DESC LIMIT %(limit)s
"""


def answered_lately(*, limit: int = 50, streams: Streams = EVERY, language: str = "vi") -> tuple[DeskRow, ...]:
    """Return answered cases; `waits_for` is the answer's state, `excerpt` its words, `since` when they were written."""
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERED.format(among=among(streams)), {"limit": limit, "streams": sorted(streams)})
        rows = cursor.fetchall()
    return tuple(
        DeskRow(
            id=row[0],
            reference=row[1],
            service=service_name(row[2], language=language),
            area_name=area_name(row[3], language=language),
            excerpt=shorten(row[4], width=_EXCERPT),
            received_at=row[5],
            waits_for=row[6],
            since=row[7],
            due_at=None,
            units=unit_names(row[8], language=language),
            urgent=row[9],
        )
        for row in rows
    )
