"""What a supervisor watches: deadlines that passed and reports that were refused."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hotline.core.streams import EVERY, Streams
from hotline.directory import queries as directory
from hotline.directory.facts import ReasonUse

from .queues import area_name, service_name, unit_names
from .rowfacts import clock_name
from .streams import among

_OVERDUE = """
SELECT request.reference, request.service_id, request.area_id, clock.rule, clock.due_at,
    coalesce(part.unit_id, explanation.unit_id), clock.purpose
FROM casefile_clock AS clock
LEFT JOIN casefile_directive AS directive ON directive.id = clock.directive_id
LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
LEFT JOIN casefile_assignment AS part ON part.id = coalesce(clock.part_id, directive.part_id)
JOIN casefile_servicerequest AS request ON request.id = coalesce(clock.request_id, part.request_id, explanation.request_id)
WHERE clock.state = 'running' AND clock.due_at < %(now)s AND {among}
ORDER BY clock.due_at, clock.id LIMIT %(limit)s
"""
_REFUSED = """
SELECT request.reference, request.service_id, request.area_id, request.refusal, request.changed_at
FROM casefile_servicerequest AS request WHERE request.screening = 'refused' AND {among}
ORDER BY request.changed_at DESC, request.id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """A deadline that passed and still runs; `unit` is the agency's it binds, empty for the centre's own."""

    reference: str
    service: str
    area_name: str
    clock: str
    due_at: datetime
    unit: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refused report and its reason in words."""

    reference: str
    service: str
    area_name: str
    reason: str
    changed_at: datetime


def overdue_clocks(*, now: datetime, limit: int = 100, streams: Streams = EVERY, language: str = "vi") -> tuple[OverdueRow, ...]:
    """Return deadlines that passed before `now` and that nothing has ended, the longest overdue first."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERDUE.format(among=among(streams)), {"now": now, "limit": limit, "streams": sorted(streams)})
        rows = cursor.fetchall()
    return tuple(
        OverdueRow(
            reference=row[0],
            service=service_name(row[1], language=language),
            area_name=area_name(row[2], language=language),
            clock=clock_name(row[3], row[6], language=language),
            due_at=row[4],
            unit="".join(unit_names([row[5]] if row[5] else [], language=language)),
        )
        for row in rows
    )


def refused_cases(*, limit: int = 100, streams: Streams = EVERY, language: str = "vi") -> tuple[RefusedRow, ...]:
    """Return refused reports, the one refused last first."""
    reasons = {one.code: one.name.in_language(language) for one in directory.snapshot().reasons.get(ReasonUse.REFUSE, ())}
    with connection.cursor() as cursor:
        cursor.execute(_REFUSED.format(among=among(streams)), {"limit": limit, "streams": sorted(streams)})
        rows = cursor.fetchall()
    return tuple(
        RefusedRow(
            reference=row[0],
            service=service_name(row[1], language=language),
            area_name=area_name(row[2], language=language),
            reason=reasons.get(row[3], row[3]),
            changed_at=row[4],
        )
        for row in rows
    )
