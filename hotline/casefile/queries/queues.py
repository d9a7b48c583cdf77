"""What waits on the centre's desks: the operators' queue, parts that came back, and the synthesis desk's work."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hotline.core.text import shorten
from hotline.directory import queries as directory

_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A report that waits for the centre. `due_at` is its forward clock's; `units` are the agencies proposed."""

    id: int
    reference: str
    service: str
    area_name: str
    excerpt: str
    channel: str
    received_at: datetime
    screening: str
    urgent: bool
    due_at: datetime | None
    clock_state: str
    units: tuple[str, ...]
    rule: str
    version: int
    photos: int


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A case that waits for the synthesis desk, and what for: "result", "answer", "send" or "publish"."""

    id: int
    reference: str
    service: str
    area_name: str
    excerpt: str
    received_at: datetime
    waits_for: str
    since: datetime
    due_at: datetime | None
    units: tuple[str, ...]
    urgent: bool


_QUEUE = """
SELECT request.id, request.reference, request.service_id, request.area_id, left(request.words, 400), request.channel,
    request.received_at, request.screening, request.urgent, clock.due_at, coalesce(clock.state, ''),
    parts.units, coalesce(parts.rule, ''), request.version,
    (SELECT count(*) FROM casefile_attachment WHERE request_id = request.id)
FROM casefile_servicerequest AS request
LEFT JOIN LATERAL (
    SELECT due_at, state FROM casefile_clock
    WHERE request_id = request.id AND stops = 'forwarded' AND state <> 'ended' ORDER BY id DESC LIMIT 1
) AS clock ON true
LEFT JOIN LATERAL (
    SELECT array_agg(unit_id ORDER BY role DESC, id) AS units, max(rule) AS rule FROM casefile_assignment
    WHERE request_id = request.id AND state = 'proposed'
) AS parts ON true
WHERE {which}
ORDER BY request.urgent DESC, request.received_at, request.id
LIMIT %(limit)s
"""
_TO_SCREEN = "request.screening IN ('received', 'asked')"
# Accepted, nobody works on it and nobody has answered: an agency sent it back, or it was never given to one.
_UNOWNED = """request.screening = 'accepted' AND request.phase IN ('received', 'in_progress')
    AND NOT EXISTS (
        SELECT FROM casefile_assignment WHERE request_id = request.id AND role = 'lead'
        AND state IN ('forwarded', 'accepted', 'result_filed', 'done')
    )
    AND NOT EXISTS (
        SELECT FROM casefile_answer WHERE request_id = request.id AND round = request.round
        AND state IN ('sent', 'published', 'corrected')
    )"""
_STAMP = """
SELECT count(*), coalesce(max(request.id), 0), coalesce(sum(request.version), 0)
FROM casefile_servicerequest AS request WHERE {which}
"""
_DESK = """
WITH candidate AS (
    SELECT request_id FROM casefile_assignment WHERE state = 'result_filed'
    UNION
    SELECT request_id FROM casefile_answer WHERE state IN ('draft', 'accepted', 'sent')
    UNION
    SELECT part.request_id FROM casefile_assignment AS part
    JOIN casefile_servicerequest AS request ON request.id = part.request_id
    WHERE request.phase = 'in_progress' AND part.state = 'done'
), part AS (
    SELECT request_id, array_agg(unit_id ORDER BY role DESC, id) AS units,
        bool_or(state = 'result_filed') AS filed, max(result_at) AS result_at,
        bool_and(state = 'done') AS done, max(closed_at) AS closed_at
    FROM casefile_assignment
    WHERE state NOT IN ('returned', 'withdrawn', 'proposed') AND request_id IN (SELECT request_id FROM candidate)
    GROUP BY request_id
), waiting AS (
    SELECT request.*, part.units, answer.state AS answer_state,
        CASE
            WHEN answer.state IN ('draft', 'accepted') AND part.done THEN 'send'
            WHEN part.filed THEN 'result'
            WHEN answer.state = 'sent' THEN 'publish'
            WHEN answer.state IS NULL AND part.done THEN 'answer'
        END AS waits_for,
        coalesce(answer.sent_at, part.result_at, part.closed_at, request.changed_at) AS since
    FROM casefile_servicerequest AS request
    LEFT JOIN part ON part.request_id = request.id
    LEFT JOIN casefile_answer AS answer ON answer.request_id = request.id AND answer.round = request.round
    WHERE request.id IN (SELECT request_id FROM candidate) AND request.screening = 'accepted'
        AND (part.filed OR part.done OR answer.state = 'sent')
        AND coalesce(answer.state, '') NOT IN ('published', 'corrected')
)
SELECT waiting.id, waiting.reference, waiting.service_id, waiting.area_id, left(waiting.words, 400),
    waiting.received_at, waiting.waits_for, waiting.since, clock.due_at, waiting.units, waiting.urgent
FROM waiting
LEFT JOIN LATERAL (
    SELECT due_at FROM casefile_clock
    WHERE request_id = waiting.id AND stops = 'answered' AND state <> 'ended' ORDER BY id DESC LIMIT 1
) AS clock ON true
WHERE waits_for IS NOT NULL AND NOT (waits_for = 'publish' AND waiting.service_id = ANY(%(never)s))
ORDER BY waiting.urgent DESC, waits_for = 'publish', clock.due_at NULLS LAST, waiting.id
LIMIT %(limit)s
"""


def operator_queue(*, limit: int = 50, language: str = "vi") -> tuple[QueueRow, ...]:
    """Return reports that wait to be screened, urgent first, then in order of arrival."""
    return _queue(_TO_SCREEN, limit=limit, language=language)


def returned_parts(*, limit: int = 50, language: str = "vi") -> tuple[QueueRow, ...]:
    """Return accepted cases that no agency has in hand: sent back, or never given to one."""
    return _queue(_UNOWNED, limit=limit, language=language)


def queue_stamp() -> str:
    """Return a short text that changes whenever either queue of the operators does."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP.format(which=_TO_SCREEN))
        first = cursor.fetchone()
        cursor.execute(_STAMP.format(which=_UNOWNED))
        second = cursor.fetchone()
    return "-".join(str(number) for number in (*first, *second))


def synthesis_queue(*, limit: int = 50, language: str = "vi") -> tuple[DeskRow, ...]:
    """Return cases that wait for the desk: results to check, answers to write and send, replies to publish.

    A case of a service that is never published waits for nothing once its answer is sent.
    """
    snapshot = directory.snapshot()
    never = [service.id for service in snapshot.services_by_id.values() if service.publish.value == "never"]
    with connection.cursor() as cursor:
        cursor.execute(_DESK, {"limit": limit, "never": never})
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
            due_at=row[8],
            units=unit_names(row[9], language=language),
            urgent=row[10],
        )
        for row in rows
    )


def service_name(service_id: int, *, language: str) -> str:
    """Return what a service is called."""
    return directory.snapshot().services_by_id[service_id].name.in_language(language)


def area_name(area_id: int | None, *, language: str) -> str:
    """Return what an area is called, or an empty text."""
    area = directory.snapshot().areas_by_id.get(area_id) if area_id else None
    return area.name.in_language(language) if area else ""


def unit_names(unit_ids: list[int] | None, *, language: str) -> tuple[str, ...]:
    """Return what units are called."""
    units = directory.snapshot().units_by_id
    return tuple(units[unit_id].name.in_language(language) for unit_id in unit_ids or ())


def _queue(which: str, *, limit: int, language: str) -> tuple[QueueRow, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE.format(which=which), {"limit": limit})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return tuple(
        QueueRow(
            id=row[0],
            reference=row[1],
            service=service_name(row[2], language=language),
            area_name=area_name(row[3], language=language),
            excerpt=shorten(row[4], width=_EXCERPT),
            channel=row[5],
            received_at=row[6],
            screening=row[7],
            urgent=row[8],
            due_at=row[9],
            clock_state=row[10],
            units=unit_names(row[11], language=language),
            rule=row[12],
            version=row[13],
            photos=row[14],
        )
        for row in rows
    )
