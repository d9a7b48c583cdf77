"""What the supervisor counts of screening: what words proposed and what people decided, and which matters came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hotline.core.streams import EVERY, Streams
from hotline.directory import queries as directory
from hotline.directory.facts import ReasonUse

from .queues import area_name, service_name
from .streams import among

_PROPOSED = """
SELECT proposed.reason, count(*),
    count(*) FILTER (WHERE request.screening = 'refused' AND request.refusal = proposed.reason),
    count(*) FILTER (WHERE request.screening = 'refused' AND request.refusal <> proposed.reason),
    count(*) FILTER (WHERE request.screening = 'accepted'),
    count(*) FILTER (WHERE request.screening IN ('received', 'asked'))
FROM casefile_event AS event
JOIN casefile_servicerequest AS request ON request.id = event.request_id
CROSS JOIN LATERAL jsonb_array_elements_text(event.facts -> 'excluded') AS proposed (reason)
WHERE event.name = 'received' AND event.facts -> 'hints' <> '[]'::jsonb AND event.at >= %(since)s AND {among}
GROUP BY proposed.reason
"""
_REFUSED = """
SELECT request.refusal, count(*) FROM casefile_servicerequest AS request
WHERE request.screening = 'refused' AND request.changed_at >= %(since)s AND request.master_id IS NULL AND {among}
GROUP BY request.refusal
"""
_EMERGENCIES = """
WITH hinted AS (
    SELECT event.request_id FROM casefile_event AS event
    JOIN casefile_servicerequest AS request ON request.id = event.request_id
    WHERE event.name = 'received' AND event.facts -> 'hints' <> '[]'::jsonb AND event.at >= %(since)s
        AND event.facts -> 'hints' ? 'emergency' AND {among}
), said AS (
    SELECT DISTINCT ON (event.request_id) event.request_id, (event.facts ->> 'urgent')::boolean AS urgent
    FROM casefile_event AS event JOIN casefile_servicerequest AS request ON request.id = event.request_id
    WHERE event.name = 'emergency_said' AND event.at >= %(since)s AND {among}
    ORDER BY event.request_id, event.id DESC
)
SELECT count(hinted.request_id), count(*) FILTER (WHERE hinted.request_id IS NOT NULL AND said.urgent),
    count(*) FILTER (WHERE hinted.request_id IS NOT NULL AND NOT said.urgent),
    count(*) FILTER (WHERE hinted.request_id IS NULL AND said.urgent)
FROM hinted FULL JOIN said ON said.request_id = hinted.request_id
"""
_RECURRENCES = """
SELECT request.service_id, count(*) FILTER (WHERE link.ended_at IS NULL), count(*) FILTER (WHERE link.ended = 'denied'),
    max(request.occurrence) FILTER (WHERE link.ended_at IS NULL)
FROM casefile_recurrence AS link JOIN casefile_servicerequest AS request ON request.id = link.request_id
WHERE link.found_at >= %(since)s AND link.ended <> 'moved' AND request.master_id IS NULL AND {among}
GROUP BY request.service_id ORDER BY 2 DESC, 1
"""
_OFTENEST = """
SELECT request.reference, request.service_id, request.area_id, request.place_words, request.occurrence, request.received_at,
    request.phase
FROM casefile_recurrence AS link JOIN casefile_servicerequest AS request ON request.id = link.request_id
WHERE link.found_at >= %(since)s AND link.ended_at IS NULL AND request.master_id IS NULL AND {among}
    AND NOT EXISTS (
        SELECT FROM casefile_recurrence AS later JOIN casefile_servicerequest AS next ON next.id = later.request_id
        WHERE later.earlier_id = request.id AND later.ended_at IS NULL AND next.master_id IS NULL
    )
ORDER BY request.occurrence DESC, request.received_at DESC, request.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class ScreenedReason:
    """One reason to refuse. `proposed` reports had its words; of these, what became of them; `refused`: all that were for it."""

    code: str
    name: str
    proposed: int
    as_proposed: int
    otherwise: int
    taken_on: int
    waiting: int
    refused: int


@dataclass(frozen=True, slots=True)
class Emergencies:
    """Reports in which a word of danger stood, what a person said of them, and what a person alone called an emergency."""

    proposed: int
    confirmed: int
    denied: int
    without_words: int

    @property
    def undecided(self) -> int:
        """Return how many nobody said anything of: they went first all the same."""
        return self.proposed - self.confirmed - self.denied


@dataclass(frozen=True, slots=True)
class ServiceRecurrences:
    """How many reports of a service were a handled matter again, how many a person denied, the most times at one place."""

    service: str
    came_back: int
    denied: int
    most_times: int


@dataclass(frozen=True, slots=True)
class OftenBack:
    """The last report of a matter that came back."""

    reference: str
    service: str
    area_name: str
    place_words: str
    occurrence: int
    received_at: datetime
    phase: str


def screened_by_reason(*, since: datetime, streams: Streams = EVERY, language: str = "vi") -> tuple[ScreenedReason, ...]:
    """Return the reasons to refuse that words proposed or people chose since then, in the order of the profile."""
    proposed: Mapping[str, tuple[int, int, int, int, int]] = {
        code: (a, b, c, d, e) for code, a, b, c, d, e in _rows(_PROPOSED, since=since, streams=streams)
    }
    refused: Mapping[str, int] = dict(_rows(_REFUSED, since=since, streams=streams))
    return tuple(
        ScreenedReason(
            reason.code,
            reason.name.in_language(language),
            *proposed.get(reason.code, (0, 0, 0, 0, 0)),
            refused.get(reason.code, 0),
        )
        for reason in directory.snapshot().reasons[ReasonUse.REFUSE]
        if reason.code in proposed or reason.code in refused
    )


def emergencies_since(*, since: datetime, streams: Streams = EVERY) -> Emergencies:
    """Return how many reports were proposed as emergencies since then, and what people said."""
    return Emergencies(*_rows(_EMERGENCIES, since=since, streams=streams)[0])


def recurrences_by_service(*, since: datetime, streams: Streams = EVERY, language: str = "vi") -> tuple[ServiceRecurrences, ...]:
    """Return how many matters of each service came back since then, the most first. Merged reports count once, with theirs."""
    return tuple(
        ServiceRecurrences(service_name(service, language=language), came_back, denied, most or 0)
        for service, came_back, denied, most in _rows(_RECURRENCES, since=since, streams=streams)
    )


def oftenest_back(*, since: datetime, limit: int, streams: Streams = EVERY, language: str = "vi") -> tuple[OftenBack, ...]:
    """Return the matters that came back since then, the oftenest first, each by its last report."""
    return tuple(
        OftenBack(
            reference=row[0],
            service=service_name(row[1], language=language),
            area_name=area_name(row[2], language=language),
            place_words=row[3],
            occurrence=row[4],
            received_at=row[5],
            phase=row[6],
        )
        for row in _rows(_OFTENEST, since=since, streams=streams, limit=limit)
    )


def _rows(question: str, *, since: datetime, streams: Streams, **more: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question.format(among=among(streams)), {"since": since, "streams": sorted(streams), **more})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
