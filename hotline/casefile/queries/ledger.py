"""Who said "not mine": the ledger of parts that agencies sent back, when, why, to whom they pointed, what it cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hotline.casefile.facts import PartFacts
from hotline.core.returning import ANEW, minutes_held
from hotline.core.streams import EVERY, Streams
from hotline.directory import queries as directory
from hotline.directory.facts import ReasonUse

from .queues import area_name, service_name, unit_names
from .streams import among

_RETURNED = """
SELECT request.reference, request.service_id, request.area_id, part.unit_id, part.role, part.forwarded_at, part.closed_at,
    part.return_reason, part.returned_to_id, part.id
FROM casefile_assignment AS part JOIN casefile_servicerequest AS request ON request.id = part.request_id
WHERE part.state = 'returned' AND {among}
ORDER BY part.closed_at DESC, part.id DESC LIMIT %(limit)s
"""
_BY_UNIT = """
SELECT part.unit_id, count(*), count(DISTINCT part.request_id),
    sum(greatest(0, floor(extract(epoch FROM part.closed_at - part.forwarded_at) / 60)))::bigint
FROM casefile_assignment AS part
WHERE part.state = 'returned' AND part.closed_at >= %(since)s
GROUP BY part.unit_id ORDER BY 2 DESC, part.unit_id LIMIT %(limit)s
"""
_TO_RULE = """
SELECT request.reference, request.service_id, request.area_id, request.received_at, back.times, back.units
FROM casefile_servicerequest AS request
JOIN LATERAL (
    SELECT count(*) AS times, array_agg(part.unit_id ORDER BY part.closed_at, part.id) AS units
    FROM casefile_event AS event JOIN casefile_assignment AS part ON part.id = (event.facts ->> 'part')::bigint
    WHERE event.request_id = request.id AND event.name = 'part_returned' AND part.state = 'returned' AND part.role <> 'under'
        AND event.id > coalesce((
            SELECT max(anew.id) FROM casefile_event AS anew WHERE anew.request_id = request.id AND anew.name = ANY(%(anew)s)
        ), 0)
) AS back ON back.times >= %(after)s
WHERE request.unowned AND {among}
ORDER BY request.urgent DESC, request.received_at, request.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One part that came back: whose it was, how long it lay there in minutes, why, and to whom it pointed, if anybody."""

    part_id: int
    reference: str
    service: str
    area_name: str
    unit: str
    role: str
    forwarded_at: datetime
    returned_at: datetime
    minutes: int
    reason: str
    to_unit: str


@dataclass(frozen=True, slots=True)
class UnitReturns:
    """How often one agency sent parts back, of how many cases, and how many minutes these lay with it."""

    unit: str
    times: int
    cases: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ToRule:
    """A case that waits for the supervisor: so many agencies sent it back, in this order."""

    reference: str
    service: str
    area_name: str
    received_at: datetime
    times: int
    units: tuple[str, ...]


def returns_lately(*, limit: int = 100, streams: Streams = EVERY, language: str = "vi") -> tuple[ReturnRow, ...]:
    """Return the parts that came back last, the newest first; those that came back to an agency above among them."""
    with connection.cursor() as cursor:
        cursor.execute(_RETURNED.format(among=among(streams)), {"limit": limit, "streams": sorted(streams)})
        rows = cursor.fetchall()
    return tuple(
        ReturnRow(
            part_id=row[9],
            reference=row[0],
            service=service_name(row[1], language=language),
            area_name=area_name(row[2], language=language),
            unit=_unit(row[3], language),
            role=row[4],
            forwarded_at=row[5],
            returned_at=row[6],
            minutes=minutes_held(row[5], row[6]),
            reason=return_reason(row[7], language=language),
            to_unit=_unit(row[8], language),
        )
        for row in rows
    )


def returns_by_unit(*, since: datetime, limit: int = 100, language: str = "vi") -> tuple[UnitReturns, ...]:
    """Return how often each agency sent parts back since a moment, the most often first."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_UNIT, {"since": since, "limit": limit})
        rows = cursor.fetchall()
    return tuple(UnitReturns(_unit(row[0], language), row[1], row[2], row[3]) for row in rows)


def cases_to_rule(*, limit: int = 100, streams: Streams = EVERY, language: str = "vi") -> tuple[ToRule, ...]:
    """Return the cases that agencies sent back so often that the supervisor decides whose they are; urgent, then oldest."""
    after = directory.snapshot().windows.returns_until_ruling
    if after is None:
        return ()
    asked: dict[str, Any] = {"after": after, "limit": limit, "anew": list(ANEW), "streams": sorted(streams)}
    with connection.cursor() as cursor:
        cursor.execute(_TO_RULE.format(among=among(streams)), asked)
        rows = cursor.fetchall()
    return tuple(
        ToRule(
            reference=row[0],
            service=service_name(row[1], language=language),
            area_name=area_name(row[2], language=language),
            received_at=row[3],
            times=row[4],
            units=unit_names(row[5], language=language),
        )
        for row in rows
    )


def returns_of_case(parts: Iterable[PartFacts], *, service: str, area: str, language: str = "vi") -> tuple[ReturnRow, ...]:
    """Return the ledger of one case from its parts, the oldest return first."""
    back = [part for part in parts if part.state == "returned" and part.forwarded_at and part.closed_at]
    rows = [
        ReturnRow(
            part_id=part.id,
            reference=part.reference,
            service=service,
            area_name=area,
            unit=part.unit_name,
            role=part.role,
            forwarded_at=part.forwarded_at,
            returned_at=part.closed_at,
            minutes=minutes_held(part.forwarded_at, part.closed_at),
            reason=return_reason(part.return_reason, language=language),
            to_unit=_unit(part.returned_to, language),
        )
        for part in back
        if part.forwarded_at and part.closed_at
    ]
    return tuple(sorted(rows, key=lambda row: (row.returned_at, row.part_id)))


def return_reason(code: str, *, language: str) -> str:
    """Return why a part came back in the profile's words, or the code when the profile has it no longer."""
    reasons = directory.snapshot().reasons.get(ReasonUse.AGENCY_RETURN, ())
    return next((one.name.in_language(language) for one in reasons if one.code == code), code)


def _unit(unit_id: int | None, language: str) -> str:
    return "".join(unit_names([unit_id] if unit_id else None, language=language))
