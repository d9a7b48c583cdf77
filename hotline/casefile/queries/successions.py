"""How far an administrative change is over the cases, and which of them wait for a person to say where they lie now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hotline.casefile.models import SuccessionPass
from hotline.core.status import Phase
from hotline.core.streams import EVERY, Streams
from hotline.core.succession import MOVING
from hotline.directory import queries as directory
from hotline.directory.facts import AreaFacts, Directory

from .streams import among

_OPEN = [Phase.RECEIVED.value, Phase.IN_PROGRESS.value]
_WAITING = """
SELECT request.id, request.reference, request.service_id, request.area_id, request.agency_place, request.lat, request.lon,
    request.received_at, request.urgent
FROM casefile_casesuccession AS waits JOIN casefile_servicerequest AS request ON request.id = waits.request_id
WHERE waits.after_id IS NULL AND waits.before_id = request.area_id AND request.phase = ANY(%(open)s) AND {among}
ORDER BY request.urgent DESC, request.area_id, request.received_at, request.id LIMIT %(limit)s OFFSET %(skip)s
"""
_WAITING_COUNT = """
SELECT count(*) FROM casefile_casesuccession AS waits JOIN casefile_servicerequest AS request ON request.id = waits.request_id
WHERE waits.after_id IS NULL AND waits.before_id = request.area_id AND request.phase = ANY(%(open)s) AND {among}
"""
_LEFT = """
SELECT {what}
FROM casefile_assignment AS part JOIN casefile_servicerequest AS request ON request.id = part.request_id
WHERE part.unit_id = ANY(%(units)s) AND part.state = ANY(%(moving)s) AND {among}
"""


@dataclass(frozen=True, slots=True)
class SuccessionProgress:
    """A pass over the cases: how many it touches, how many were looked at, and what became of them."""

    succession_id: int
    total: int
    looked: int
    cases: int
    parts: int
    joined: int
    told: int
    begun_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """An open case of a ward that was split, of which nobody has said yet where it lies now. `between`: the main one first."""

    id: int
    reference: str
    service: str
    urgent: bool
    received_at: datetime
    place: str
    point: tuple[float, float] | None
    before: AreaFacts
    between: tuple[AreaFacts, ...]


def succession_progress(succession_id: int) -> SuccessionProgress | None:
    """Return how far a change is; None before its pass began."""
    row = SuccessionPass.objects.filter(succession_id=succession_id).first()
    if row is None:
        return None
    return SuccessionProgress(
        row.succession_id, row.total, row.looked, row.cases, row.parts, row.joined, row.told, row.begun_at, row.ended_at
    )


def waiting_count(*, streams: Streams = EVERY) -> int:
    """Return how many open cases wait for somebody to say in which ward they lie now."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING_COUNT.format(among=among(streams)), {"open": _OPEN, "streams": sorted(streams)})
        return int(cursor.fetchone()[0])


def waiting_cases(*, limit: int, skip: int = 0, streams: Streams = EVERY, language: str = "vi") -> tuple[WaitingCase, ...]:
    """Return open cases that wait for a ward to be chosen: urgent ones first, then ward by ward, the oldest first.

    Of some of the city's hotlines alone, where `streams` says which.
    """
    city = directory.snapshot()
    asked: dict[str, Any] = {"open": _OPEN, "limit": limit, "skip": skip, "streams": sorted(streams)}
    with connection.cursor() as cursor:
        cursor.execute(_WAITING.format(among=among(streams)), asked)
        return tuple(_waiting(cursor.fetchall(), city, language=language))


def left_behind(*, streams: Streams = EVERY) -> int:
    """Return how many cases have an open part at an agency that is no more: a person has to say whose it is."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT.format(what="count(DISTINCT part.request_id)", among=among(streams)), _left(streams))
        return int(cursor.fetchone()[0])


def left_references(*, limit: int, streams: Streams = EVERY) -> tuple[str, ...]:
    """Return which cases these are, those that came first first."""
    asked = _LEFT.format(what="DISTINCT request.reference, request.received_at", among=among(streams))
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} ORDER BY request.received_at, 1 LIMIT %(limit)s", {**_left(streams), "limit": limit})
        return tuple(reference for reference, _received_at in cursor.fetchall())


def _left(streams: Streams) -> dict[str, Any]:
    return {"units": list(directory.snapshot().units_after), "moving": sorted(MOVING), "streams": sorted(streams)}


def _waiting(rows: Iterable[tuple[Any, ...]], city: Directory, *, language: str) -> Iterable[WaitingCase]:
    for id_, reference, service, area, place, lat, lon, received_at, urgent in rows:
        yield WaitingCase(
            id=id_,
            reference=reference,
            service=city.services_by_id[service].name.in_language(language),
            urgent=urgent,
            received_at=received_at,
            place=place,
            point=None if lat is None else (lat, lon),
            before=city.areas_by_id[area],
            between=tuple(city.areas_by_id[one] for one in city.areas_after.get(area, ())),
        )
