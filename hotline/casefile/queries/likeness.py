"""Which open cases are likely the matter of another one, for the centre's people: found by cell, ward and photo."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import h3
from django.db import connection

from hotline.casefile.placing import RESOLUTION
from hotline.core.likeness import Alike, LikenessRule, Matter, alike, naming, telling
from hotline.core.status import Phase
from hotline.core.streams import EVERY, Streams
from hotline.directory import queries as directory
from hotline.directory.facts import Directory

from .likephotos import cases_with_photo_of
from .streams import cases_among

COMPARED = 250
"""How many cases of one place, and of one ward, are looked at: two hundred report one flooded street."""
OPEN = (Phase.RECEIVED.value, Phase.IN_PROGRESS.value)

_RING_METRES = 200.0
"""A ring of cells of this resolution around a cell is nowhere narrower, in the latitudes of Việt Nam."""

_ROWS = """
SELECT request.id, request.reference, request.service_id, request.area_id, request.lat, request.lon, request.place_words,
    request.words, request.phase, request.received_at, request.master_id,
    request.urgent
FROM casefile_servicerequest AS request WHERE {}
"""
# The weeks stand in the two indexes of migration `alike_by_week`: what comes in is written where this week's reports stand.
_PERHAPS = """request.id IN (
    (
        SELECT id FROM casefile_servicerequest
        WHERE service_id = ANY(%(services)s) AND cell = ANY(%(cells)s)
            AND date_trunc('week', received_at AT TIME ZONE 'UTC') = ANY(%(weeks)s)
            AND received_at BETWEEN %(since)s AND %(until)s AND phase = ANY(%(open)s)
        ORDER BY (lat - %(lat)s) * (lat - %(lat)s) + (lon - %(lon)s) * (lon - %(lon)s) LIMIT %(most)s
    )
    UNION
    (
        SELECT id FROM casefile_servicerequest
        WHERE area_id = %(area)s AND service_id = %(service)s
            AND date_trunc('week', received_at AT TIME ZONE 'UTC') = ANY(%(weeks)s)
            AND received_at BETWEEN %(since)s AND %(until)s
            AND phase = ANY(%(open)s) AND (lat IS NULL OR %(lat)s::float8 IS NULL)
        ORDER BY received_at DESC LIMIT %(most)s
    )
    UNION
    SELECT unnest(%(more)s::bigint[])
) AND request.id <> %(id)s AND request.phase = ANY(%(open)s)"""
_SAID = "SELECT (facts ->> 'request')::bigint FROM casefile_event WHERE request_id = %s AND name = 'said_same'"

_APART = """
SELECT request_id FROM casefile_merge WHERE ended = 'undone' AND under_id = %(id)s AND request_id = ANY(%(others)s)
UNION
SELECT under_id FROM casefile_merge WHERE ended = 'undone' AND request_id = %(id)s AND under_id = ANY(%(others)s)
"""


@dataclass(frozen=True, slots=True)
class LikeCase:
    """An open case that is likely the same matter, and how. `merged`: how many reports stand under it already.

    `taken_apart`: the two were merged once, and a person took them apart.
    """

    id: int
    reference: str
    service: str
    service_name: str
    area_name: str
    place_words: str
    words: str
    phase: Phase
    received_at: datetime
    urgent: bool
    merged: int
    taken_apart: bool
    alike: Alike


class _Row(NamedTuple):
    id: int
    reference: str
    service_id: int
    area_id: int | None
    lat: float | None
    lon: float | None
    place_words: str
    words: str
    phase: str
    received_at: datetime
    master_id: int | None
    urgent: bool


def likely_same(request_id: int, *, limit: int, streams: Streams = EVERY, language: str = "vi") -> tuple[LikeCase, ...]:
    """Return the open cases that are likely the matter of this one, the likeliest first; none of a case that is over or merged.

    For reports that were merged stands the one that they stand under, unless that is this one.
    Of some of the city's hotlines alone, where `streams` says which: nobody is told of a case that they may not open.
    """
    snapshot = directory.snapshot()
    row = next(iter(_rows([request_id])), None)
    if row is None or row.phase not in OPEN or row.master_id is not None:
        return ()
    photos, said = cases_with_photo_of(request_id), _said(request_id)
    rule, matter = rule_of(snapshot), _matter(row, snapshot)
    judged: dict[int, Alike] = {}
    rows: dict[int, _Row] = {}
    for other in _perhaps(row, rule, snapshot, more=(*photos, *said)):
        found = alike(matter, _matter(other, snapshot), rule, photo=photos.get(other.id), said=other.id in said)
        top = other.master_id or other.id
        if found and top != request_id and (top not in judged or judged[top].score < found.score):
            judged[top] = found
        rows[other.id] = other
    judged = {number: judged[number] for number in cases_among(judged, streams)}
    best = sorted(judged, key=lambda number: (-judged[number].score, number))[:limit]
    rows |= {one.id: one for one in _rows([number for number in best if number not in rows])}
    merged, apart = counts_merged(best), _taken_apart(request_id, best)
    return tuple(
        _shown(rows[number], judged[number], merged.get(number, 0), snapshot, taken_apart=number in apart, language=language)
        for number in best
        if rows[number].phase in OPEN
    )


def likeness_between(request_id: int, other_id: int) -> Alike | None:
    """Return how two cases are likely one matter by what is known of them, whatever anybody said; None when they are not."""
    snapshot = directory.snapshot()
    rows = [_matter(row, snapshot) for row in _rows([request_id, other_id])]
    return alike(rows[0], rows[1], rule_of(snapshot)) if len(rows) == 2 else None


def counts_merged(request_ids: Collection[int]) -> dict[int, int]:
    """Return how many reports stand under each of these, where there are any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT master_id, count(*) FROM casefile_servicerequest WHERE master_id = ANY(%s) GROUP BY 1", [list(request_ids)]
        )
        return dict(cursor.fetchall())


def rule_of(snapshot: Directory) -> LikenessRule:
    """Return the city's measure."""
    return LikenessRule(metres=snapshot.windows.alike_metres, days=snapshot.windows.alike_days)


def cells_around(point: tuple[float, float], metres: float) -> list[str]:
    """Return the H3 cells in which every point no farther than `metres` lies."""
    rings = math.ceil(metres / _RING_METRES)
    return [str(cell) for cell in h3.grid_disk(h3.latlng_to_cell(*point, RESOLUTION), rings)]


def weeks_between(since: datetime, until: datetime) -> list[datetime]:
    """Return the Mondays, by UTC and without zone, of the weeks from one moment to the other."""
    day = since.astimezone(UTC).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    first, last = day - timedelta(days=day.weekday()), until.astimezone(UTC).replace(tzinfo=None)
    return [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]


def services_like(service_id: int, snapshot: Directory) -> list[int]:
    """Return the services of one group: people choose the one or the other for the same matter."""
    group = snapshot.services_by_id[service_id].group
    return [one.id for one in snapshot.services_by_id.values() if one.group == group]


def _rows(request_ids: Collection[int]) -> list[_Row]:
    if not request_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format("request.id = ANY(%s)"), [list(request_ids)])
        return [_Row(*row) for row in cursor.fetchall()]


def _perhaps(row: _Row, rule: LikenessRule, snapshot: Directory, *, more: Collection[int]) -> list[_Row]:
    """Return what stands near enough in space and time to be compared, and `more` by number."""
    point = _point(row)
    values: dict[str, Any] = {
        "id": row.id,
        "service": row.service_id,
        "services": services_like(row.service_id, snapshot),
        "cells": cells_around(point, rule.metres) if point else [],
        "lat": row.lat,
        "lon": row.lon,
        "area": row.area_id,
        "weeks": weeks_between(row.received_at - rule.apart, row.received_at + rule.apart),
        "since": row.received_at - rule.apart,
        "until": row.received_at + rule.apart,
        "open": list(OPEN),
        "most": COMPARED,
        "more": list(more),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(_PERHAPS), values)
        return [_Row(*found) for found in cursor.fetchall()]


def _said(request_id: int) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [request_id])
        return frozenset(row[0] for row in cursor.fetchall())


def _taken_apart(request_id: int, others: Collection[int]) -> frozenset[int]:
    """Return those of the cases that a person took out of this one, or this one out of them."""
    with connection.cursor() as cursor:
        cursor.execute(_APART, {"id": request_id, "others": list(others)})
        return frozenset(row[0] for row in cursor.fetchall())


def _matter(row: _Row, snapshot: Directory) -> Matter:
    service = snapshot.services_by_id[row.service_id]
    return Matter(
        service=service.code,
        group=service.group,
        received_at=row.received_at,
        words=telling(row.words),
        point=_point(row),
        area=str(row.area_id or ""),
        place=naming(row.place_words),
    )


def _point(row: _Row) -> tuple[float, float] | None:
    return None if row.lat is None or row.lon is None else (row.lat, row.lon)


def _shown(row: _Row, judged: Alike, merged: int, snapshot: Directory, *, taken_apart: bool, language: str) -> LikeCase:
    service = snapshot.services_by_id[row.service_id]
    area = snapshot.areas_by_id.get(row.area_id) if row.area_id else None
    return LikeCase(
        id=row.id,
        reference=row.reference,
        service=service.code,
        service_name=service.name.in_language(language),
        area_name=area.name.in_language(language) if area else "",
        place_words=row.place_words,
        words=row.words,
        phase=Phase(row.phase),
        received_at=row.received_at,
        urgent=row.urgent,
        merged=merged,
        taken_apart=taken_apart,
        alike=judged,
    )
