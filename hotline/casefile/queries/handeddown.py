"""What an agency handed down, as its list shows it: results of units that wait for its word, and where each part stands.

Asked inside the agency's door: row-level security lets out its own parts and those directly under them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hotline.core.status import Part
from hotline.rows.plans import PlannedOnce

from .queues import area_name, service_name, unit_names

_WAITING = """
SELECT part.id, request.reference, request.service_id, request.area_id, request.urgent, under.unit_id, under.result_at,
    (SELECT min(clock.due_at) FROM casefile_clock AS clock WHERE clock.part_id = part.id AND clock.state = 'running')
FROM casefile_assignment AS part
JOIN casefile_assignment AS under ON under.handed_down_from_id = part.id
JOIN casefile_servicerequest AS request ON request.id = part.request_id
WHERE part.unit_id = ANY(%(units)s::bigint[]) AND part.state = 'accepted' AND under.state = 'result_filed'
    AND (%(handler)s::bigint IS NULL OR part.handler_id = %(handler)s)
ORDER BY request.urgent DESC, under.result_at, under.id LIMIT %(limit)s
"""
_STANDING = PlannedOnce("""
SELECT DISTINCT ON (part.id) part.id, under.state FROM casefile_assignment AS part
JOIN casefile_assignment AS under ON under.handed_down_from_id = part.id
WHERE part.id = ANY(%(parts)s::bigint[]) AND part.state = 'accepted'
ORDER BY part.id, under.state = 'result_filed' DESC, under.state IN ('forwarded', 'accepted') DESC, under.id DESC
""")


@dataclass(frozen=True, slots=True)
class FiledBelow:
    """A unit's result that waits for the agency that handed the work down: `part_id` is the agency's own part.

    `due_at` is the nearest deadline of that part: it runs on until the agency itself has filed.
    """

    part_id: int
    reference: str
    service: str
    area_name: str
    urgent: bool
    unit: str
    filed_at: datetime
    due_at: datetime | None


def filed_below(unit_ids: Collection[int], *, handler: int | None, limit: int, language: str) -> tuple[FiledBelow, ...]:
    """Return results of units that wait for these agencies, the longest first; of one `handler`'s parts alone if asked."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"units": sorted(unit_ids), "handler": handler, "limit": limit})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return tuple(
        FiledBelow(
            part_id=row[0],
            reference=row[1],
            service=service_name(row[2], language=language),
            area_name=area_name(row[3], language=language),
            urgent=row[4],
            unit="".join(unit_names([row[5]], language=language)),
            filed_at=row[6],
            due_at=row[7],
        )
        for row in rows
    )


def standing_below(part_ids: Collection[int]) -> dict[int, Part]:
    """Return for parts in an agency's hands that handed something down how that stands: first what waits for the agency."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"parts": sorted(part_ids)})
        return {part_id: Part(state) for part_id, state in cursor.fetchall()}
