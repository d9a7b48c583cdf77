"""What waits on the centre's desks: the operators' queue, parts that came back, and the synthesis desk's work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db import connection

from hotline.core.facts import Publish
from hotline.core.streams import EVERY, Streams
from hotline.core.text import shorten
from hotline.directory import queries as directory

from .streams import among

_EXCERPT = 120


class Waiting(StrEnum):
    """The lists of the operators' queue: to be screened, to be given to another agency, asked and waiting for the citizen.

    An emergency stands in the first of them until an agency has it, whatever it waits for: it waits behind nobody.
    """

    TO_SCREEN = "waiting"
    UNOWNED = "returned"
    ASKED = "asked"


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
    occurrence: int = 1


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
    occurrence: int = 1


_QUEUE = """
WITH oldest AS (
    SELECT id, urgent, occurrence, received_at FROM casefile_servicerequest AS request
    WHERE {which}
    ORDER BY request.urgent DESC, request.occurrence DESC, request.received_at, request.id
    LIMIT %(looked_at)s OFFSET %(passed_over)s
), first AS (
    SELECT oldest.*, clock.due_at, clock.state FROM oldest
    LEFT JOIN LATERAL (
        SELECT due_at, state FROM casefile_clock
        WHERE request_id = oldest.id AND stops = 'forwarded' AND state <> 'ended' ORDER BY id DESC LIMIT 1
    ) AS clock ON true
    ORDER BY oldest.urgent DESC, (NOT oldest.urgent)::int * oldest.occurrence DESC,
        clock.due_at NULLS LAST, oldest.received_at, oldest.id
    LIMIT %(limit)s OFFSET %(skip)s
)
SELECT request.id, request.reference, request.service_id, request.area_id, left(request.words, 400), request.channel,
    request.received_at, request.screening, request.urgent, first.due_at, coalesce(first.state, ''),
    parts.units, coalesce(parts.rule, ''), request.version,
    (SELECT count(*) FROM casefile_attachment WHERE request_id = request.id), request.occurrence
FROM first
JOIN casefile_servicerequest AS request ON request.id = first.id
LEFT JOIN LATERAL (
    SELECT array_agg(unit_id ORDER BY role DESC, id) AS units, max(rule) AS rule FROM casefile_assignment
    WHERE request_id = request.id AND state = 'proposed'
) AS parts ON true
ORDER BY first.urgent DESC, (NOT first.urgent)::int * first.occurrence DESC, first.due_at NULLS LAST, first.received_at, first.id
"""
_LOOKED_AT = 200
"""Among so many that came first, those due first come first: deadlines differ by matter. Beyond, who waits longest counts."""
_WHICH: Mapping[Waiting, str] = {
    # As the index says it that holds these, so that PostgreSQL finds it.
    Waiting.TO_SCREEN: (
        "(request.screening = 'received' OR (request.screening = 'asked' AND request.urgent)"
        " OR (request.unowned AND request.urgent))"
    ),
    Waiting.UNOWNED: "request.unowned AND NOT request.urgent",
    Waiting.ASKED: "request.screening = 'asked' AND NOT request.urgent",
}


def _which(waiting: Waiting, streams: Streams) -> str:
    return f"{_WHICH[waiting]} AND {among(streams)}" if streams else _WHICH[waiting]


_OF_EACH = """
(SELECT coalesce(string_agg(id || '.' || version, ' '), '') FROM (
    SELECT id, version FROM casefile_servicerequest AS request WHERE {which}
    ORDER BY request.urgent DESC, request.occurrence DESC, request.received_at, request.id LIMIT %(limit)s
) AS shown)
"""
_COUNT_OF_EACH = "(SELECT count(*) FROM (SELECT FROM casefile_servicerequest AS request WHERE {which} LIMIT %(most)s) AS counted)"
MOST_COUNTED = 999
"""Whoever has so many before them is told no more exactly."""

_DESK = """
SELECT request.id, request.reference, request.service_id, request.area_id, left(request.words, 400),
    request.received_at, request.at_desk, coalesce(answer.sent_at, part.result_at, part.closed_at, request.changed_at),
    clock.due_at, part.units, request.urgent, request.occurrence
FROM casefile_servicerequest AS request
LEFT JOIN casefile_answer AS answer ON answer.request_id = request.id AND answer.round = request.round
LEFT JOIN LATERAL (
    SELECT array_agg(unit_id ORDER BY role DESC, id) AS units, max(result_at) AS result_at, max(closed_at) AS closed_at
    FROM casefile_assignment
    WHERE request_id = request.id AND state NOT IN ('returned', 'withdrawn', 'proposed')
) AS part ON true
LEFT JOIN LATERAL (
    SELECT due_at FROM casefile_clock
    WHERE request_id = request.id AND stops = 'answered' AND state <> 'ended' ORDER BY id DESC LIMIT 1
) AS clock ON true
WHERE (
    request.at_desk IN ('result', 'answer', 'send')
    OR (
        request.at_desk = 'publish' AND request.service_id = ANY(%(publishable)s) AND request.kind <> 'emergency'
        AND request.stream <> ALL(%(silent)s) AND request.also_stream <> ALL(%(silent)s)
    )
) AND {among}
ORDER BY request.urgent DESC, request.at_desk = 'publish', (NOT request.urgent)::int * request.occurrence DESC,
    clock.due_at NULLS LAST, request.id
LIMIT %(limit)s
"""


def operator_queue(*, limit: int = 50, streams: Streams = EVERY, language: str = "vi") -> tuple[QueueRow, ...]:
    """Return reports that wait to be screened, emergencies first, then those due first; after them those that were asked.

    Up to `limit` of each: however many citizens leave a question unanswered, they hide no new report.
    """
    asked = queue_page(Waiting.ASKED, limit=limit, streams=streams, language=language)
    return queue_page(Waiting.TO_SCREEN, limit=limit, streams=streams, language=language) + asked


def returned_parts(*, limit: int = 50, streams: Streams = EVERY, language: str = "vi") -> tuple[QueueRow, ...]:
    """Return accepted cases that no agency has in hand, sent back or never given to one; emergencies are in the first list."""
    return queue_page(Waiting.UNOWNED, limit=limit, streams=streams, language=language)


def queue_page(
    waiting: Waiting, *, limit: int, skip: int = 0, streams: Streams = EVERY, language: str = "vi"
) -> tuple[QueueRow, ...]:
    """Return up to `limit` rows of one list after the first `skip`: urgent first, then those due first, of 200 after 200.

    Of some of the city's hotlines alone, where `streams` says which.
    """
    passed_over = skip - skip % _LOOKED_AT
    asked: dict[str, Any] = {
        "limit": limit,
        "skip": skip - passed_over,
        "looked_at": max(limit, _LOOKED_AT),
        "passed_over": passed_over,
        "streams": sorted(streams),
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE.format(which=_which(waiting, streams)), asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return tuple(_queue_row(row, language=language) for row in rows)


def queue_counts(*, streams: Streams = EVERY) -> dict[Waiting, int]:
    """Return how many wait in each list; one more than MOST_COUNTED stands for more."""
    with connection.cursor() as cursor:
        cursor.execute(_of_each(_COUNT_OF_EACH, streams), {"most": MOST_COUNTED + 1, "streams": sorted(streams)})
        return dict(zip(_WHICH, cursor.fetchone(), strict=True))


def queue_stamp(*, limit: int = _LOOKED_AT, streams: Streams = EVERY) -> str:
    """Return a text that changes whenever the first `limit` rows of a queue of the operators do. Costs what is shown."""
    with connection.cursor() as cursor:
        cursor.execute(_of_each(_OF_EACH, streams), {"limit": limit, "streams": sorted(streams)})
        return sha256("|".join(cursor.fetchone()).encode()).hexdigest()


def _of_each(question: str, streams: Streams) -> str:
    return "SELECT " + ", ".join(question.format(which=_which(waiting, streams)) for waiting in Waiting)


def synthesis_queue(*, limit: int = 50, streams: Streams = EVERY, language: str = "vi") -> tuple[DeskRow, ...]:
    """Return cases that wait for the desk: results to check, answers to write and send, replies to publish.

    A case of a service or a hotline that is never published waits for nothing once its answer is sent. Of some of the city's
    hotlines alone, where `streams` says which.
    """
    services = directory.snapshot().services_by_id.values()
    publishable = [service.id for service in services if service.publish is not Publish.NEVER]
    silent = [one.code for one in directory.snapshot().centre.streams if one.publish is Publish.NEVER]
    asked: dict[str, Any] = {"limit": limit, "publishable": publishable, "silent": silent, "streams": sorted(streams)}
    with connection.cursor() as cursor:
        cursor.execute(_DESK.format(among=among(streams)), asked)
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
            occurrence=row[11],
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


def _queue_row(row: tuple[Any, ...], *, language: str) -> QueueRow:
    return QueueRow(
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
        occurrence=row[15],
    )
