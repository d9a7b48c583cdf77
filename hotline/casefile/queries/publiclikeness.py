"""Which public cases a citizen may recognise as what they are about to report: found, judged and shown by public facts alone.

Looking at where an unapproved report really is would tell, by asking from many points, where somebody lives; so nothing but what
everyone may read of a case decides whether it is shown. A case of which nobody has approved a word, a place or a photo is not
offered: nobody could tell whether it is the same.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from hotline.core.facts import Place
from hotline.core.likeness import Alike, Matter, alike, naming, telling
from hotline.directory import queries as directory
from hotline.directory.facts import Directory

from .disclosing import PublicCase, public_facts
from .likeness import COMPARED, OPEN, rule_of, services_like
from .likephotos import public_cases_with_photo
from .recorded import records_of

_DEGREE_METRES = 111_195.0
_ROUNDED_METRES = 80
"""By so much a public point may stand beside the real one: see the precision in `disclosing`."""

_NEAR = """
SELECT request.id, entry.service_id, entry.area_id, entry.lat, entry.lon, request.public_place, request.public_words,
    entry.received_at
FROM casefile_publicentry AS entry JOIN casefile_servicerequest AS request ON request.id = entry.request_id
WHERE entry.request_id IN (
    (
        SELECT request_id FROM casefile_publicentry
        WHERE service_id = ANY(%(services)s) AND received_at >= %(since)s AND phase = ANY(%(open)s)
            AND lat BETWEEN %(south)s AND %(north)s AND lon BETWEEN %(west)s AND %(east)s
        ORDER BY (lat - %(lat)s) * (lat - %(lat)s) + (lon - %(lon)s) * (lon - %(lon)s) LIMIT %(most)s
    )
    UNION
    (
        SELECT request_id FROM casefile_publicentry
        WHERE area_id = %(area)s AND service_id = %(service)s AND received_at >= %(since)s AND phase = ANY(%(open)s)
            AND (lat IS NULL OR %(lat)s::float8 IS NULL)
        ORDER BY received_at DESC LIMIT %(most)s
    )
    UNION
    SELECT unnest(%(more)s::bigint[])
) AND entry.phase = ANY(%(open)s) AND request.approved_at IS NOT NULL AND request.master_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A public case that may be the same, and how."""

    case: PublicCase
    alike: Alike


class _Row(NamedTuple):
    id: int
    service_id: int
    area_id: int | None
    lat: float | None
    lon: float | None
    place_words: str
    words: str
    received_at: datetime


def known_already(
    service: str,
    place: Place,
    words: str,
    *,
    photos: Sequence[str] = (),
    now: datetime,
    limit: int = 3,
    language: str = "vi",
) -> tuple[Known, ...]:
    """Return open public cases that are likely what somebody is about to report, the likeliest first.

    `photos`: keys of loose photos, held against those that everyone may see.
    """
    snapshot = directory.snapshot()
    found, rule = snapshot.services[service], rule_of(snapshot)
    matter = Matter(
        service, found.group, now, telling(words), _point(place.lat, place.lon), str(place.area_id or ""), naming(place.words)
    )
    seen = public_cases_with_photo(photos)
    judged = [
        (how, row)
        for row in _near(found.id, place, snapshot, now=now, more=seen)
        if (how := alike(matter, _matter(row, snapshot), rule, photo=seen.get(row.id)))
    ]
    judged.sort(key=lambda pair: (-pair[0].score, pair[1].id))
    return tuple(_known([(row.id, how) for how, row in judged[: 2 * limit]], language=language))[:limit]


def is_recognisable(case: PublicCase) -> bool:
    """Return whether everyone may read enough of a case to tell whether it is the same as what they see."""
    return case.case.is_open and bool(case.case.words or case.case.place or case.case.photos)


def _known(judged: Sequence[tuple[int, Alike]], *, language: str) -> Iterator[Known]:
    records = records_of([number for number, _how in judged])
    for number, how in judged:
        if number in records and is_recognisable(case := public_facts(records[number], language=language)):
            yield Known(case, how)


def _near(service_id: int, place: Place, snapshot: Directory, *, now: datetime, more: Iterable[int]) -> list[_Row]:
    """Return the open public cases that are near enough in space and time to be compared, and `more` by number."""
    rule = rule_of(snapshot)
    north = (rule.metres + _ROUNDED_METRES) / _DEGREE_METRES
    east = north / math.cos(math.radians(place.lat or 0))
    lat, lon = place.lat, place.lon
    values: dict[str, Any] = {
        "service": service_id,
        "services": services_like(service_id, snapshot),
        "lat": lat,
        "lon": lon,
        "south": None if lat is None else lat - north,
        "north": None if lat is None else lat + north,
        "west": None if lon is None else lon - east,
        "east": None if lon is None else lon + east,
        "area": place.area_id,
        "since": now - rule.apart,
        "open": list(OPEN),
        "most": COMPARED,
        "more": list(more),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, values)
        return [_Row(*row) for row in cursor.fetchall()]


def _matter(row: _Row, snapshot: Directory) -> Matter:
    service = snapshot.services_by_id[row.service_id]
    return Matter(
        service=service.code,
        group=service.group,
        received_at=row.received_at,
        words=telling(row.words),
        point=_point(row.lat, row.lon),
        area=str(row.area_id or ""),
        place=naming(row.place_words),
    )


def _point(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    return None if lat is None or lon is None else (lat, lon)
