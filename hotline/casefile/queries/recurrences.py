"""Matters that came back: which earlier, handled case a report is again, and the chain that it stands in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from hotline.casefile.models import Recurrence, ServiceRequest
from hotline.casefile.models.recurrences import RecurrenceEnd
from hotline.core.facts import AnswerKind
from hotline.core.likeness import Matter, Reason, naming, telling
from hotline.core.recurrence import Again, RecurrenceRule, comes_back
from hotline.core.status import REPLIED, Phase
from hotline.core.streams import EVERY, Streams
from hotline.directory import queries as directory
from hotline.directory.facts import Directory

from .disclosing import PublicCase, public_facts
from .guarding import is_guarded
from .likeness import cells_around, weeks_between
from .links import request_id_of
from .queues import unit_names
from .recorded import records_of
from .streams import cases_among, references_among

COMPARED = 250
"""How many handled cases of one place, and of one ward, are looked at."""
LONGEST = timedelta(days=180)
"""No case that was reported longer before the city's days began is looked at."""

_COLUMNS = """
request.id, request.received_at, request.lat, request.lon, request.area_id, request.place_words, request.words,
answer.sent_at, request.occurrence
"""
# By the weeks of the two indexes of migration `alike_by_week`, as `likeness` looks.
_HANDLED = """
SELECT {columns} FROM casefile_servicerequest AS request
JOIN casefile_answer AS answer ON answer.request_id = request.id AND answer.round = request.round
WHERE request.id IN (
    (
        SELECT id FROM casefile_servicerequest
        WHERE service_id = %(service)s AND cell = ANY(%(cells)s)
            AND date_trunc('week', received_at AT TIME ZONE 'UTC') = ANY(%(weeks)s)
            AND received_at BETWEEN %(since)s AND %(until)s
            AND phase = %(resolved)s AND master_id IS NULL
        ORDER BY received_at DESC LIMIT %(most)s
    )
    UNION
    (
        SELECT id FROM casefile_servicerequest
        WHERE area_id = %(area)s AND service_id = %(service)s
            AND date_trunc('week', received_at AT TIME ZONE 'UTC') = ANY(%(weeks)s)
            AND received_at BETWEEN %(since)s AND %(until)s
            AND phase = %(resolved)s AND master_id IS NULL AND (lat IS NULL OR %(lat)s::float8 IS NULL)
        ORDER BY received_at DESC LIMIT %(most)s
    )
) AND request.id <> %(id)s AND request.stream = %(stream)s
    AND answer.kind = %(kind)s AND answer.state = ANY(%(replied)s) AND answer.sent_at BETWEEN %(handled)s AND %(until)s
ORDER BY answer.sent_at DESC, request.id DESC
"""
_CHAIN = "SELECT * FROM casefile_chain(%s)"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The handled case that a report is again, how, and the how-manieth time that one was."""

    id: int
    again: Again
    occurrence: int


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One report of a chain. `occurrence`: the how-manieth time; `reference` is empty for whoever may not open it.

    That is an agency that had no part in it, or one of the centre's people of another hotline. `answered_at` is None while it is
    not answered.
    """

    id: int
    reference: str
    received_at: datetime
    occurrence: int
    phase: Phase
    answered_at: datetime | None
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecurrenceFacts:
    """The link of a report to the one before it, or the last that a person denied: `is_denied`.

    `earlier` is empty where that is one of another hotline. A link that a person made (`is_by_person`) has no reasons.
    """

    earlier: str
    reasons: tuple[Reason, ...]
    metres: int | None
    after: timedelta
    is_denied: bool
    is_by_person: bool


class _Row(NamedTuple):
    id: int
    received_at: datetime
    lat: float | None
    lon: float | None
    area_id: int | None
    place_words: str
    words: str
    sent_at: datetime
    occurrence: int


def earlier_of(request: ServiceRequest) -> Earlier | None:
    """Return the case of which the report is the matter again, the one handled last; None for what is new.

    What complains of an agency is never linked: who complains is guarded. Only cases of the same hotline are looked at.
    """
    if is_guarded(request):
        return None
    snapshot = directory.snapshot()
    rule = RecurrenceRule(metres=snapshot.windows.recurs_metres, days=snapshot.windows.recurs_days)
    matter = _matter(request, request.words, request.service_id, snapshot)
    for row in _handled(request, matter, rule):
        other = _matter(row, row.words, request.service_id, snapshot)
        if again := comes_back(matter, other, handled_at=row.sent_at, rule=rule):
            return Earlier(row.id, again, row.occurrence)
    return None


def chain_of(request_id: int, *, streams: Streams = EVERY, language: str = "vi") -> tuple[ChainLink, ...]:
    """Return the reports of a case's chain, the first one first; nothing for what came up once. Also behind an agency's door.

    Of one of another hotline than `streams` says it is told that it is there: neither which nor whose.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [request_id])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if len(rows) < 2:
        return ()
    seen = cases_among([row[0] for row in rows], streams)
    return tuple(
        ChainLink(
            id=row[0],
            reference=row[1] if row[0] in seen else "",
            received_at=row[2],
            occurrence=row[3],
            phase=Phase(row[4]),
            answered_at=row[5],
            units=unit_names(row[6], language=language) if row[0] in seen else (),
        )
        for row in rows
    )


def public_chain(reference: str, *, language: str = "vi") -> tuple[PublicCase, ...]:
    """Return the reports of a public case's chain that everyone may read, the first one first; nothing for a single one.

    Only cases of which a person has approved something for everyone: of the others nobody shall learn by a chain where exactly
    they are. Raises NoSuchCase.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [request_id_of(reference)])
        numbers = [row[0] for row in cursor.fetchall()]
    if len(numbers) < 2:
        return ()
    rows = records_of(numbers)
    shown = [public_facts(rows[number], language=language) for number in numbers if number in rows]
    told = tuple(one for one in shown if one.case.is_open and (one.case.words or one.case.point or one.case.place))
    return told if len(told) > 1 and reference in {one.case.reference for one in told} else ()


def recurrence_of(request_id: int, *, streams: Streams = EVERY) -> RecurrenceFacts | None:
    """Return the link in force of a report, else the last one that a person denied."""
    links = Recurrence.objects.filter(request_id=request_id).exclude(ended=RecurrenceEnd.MOVED)
    link = links.order_by("-ended_at", "-id").first()  # what has not ended comes first
    if link is None:
        return None
    return RecurrenceFacts(
        earlier=references_among([link.earlier_id], streams).get(link.earlier_id, ""),
        reasons=tuple(Reason(reason) for reason in link.reasons),
        metres=link.metres,
        after=link.after,
        is_denied=link.ended_at is not None,
        is_by_person=link.by_person,
    )


def _handled(request: ServiceRequest, matter: Matter, rule: RecurrenceRule) -> list[_Row]:
    handled = request.received_at - timedelta(days=rule.days)
    values: dict[str, Any] = {
        "id": request.pk,
        "service": request.service_id,
        "cells": cells_around(matter.point, rule.metres) if matter.point else [],
        "area": request.area_id,
        "lat": request.lat,
        "stream": request.stream,
        "since": handled - LONGEST,
        "weeks": weeks_between(handled - LONGEST, request.received_at),
        "handled": handled,
        "until": request.received_at,
        "resolved": Phase.RESOLVED.value,
        "kind": AnswerKind.RESULT.value,
        "replied": [state.value for state in REPLIED],
        "most": COMPARED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HANDLED.format(columns=_COLUMNS), values)
        return [_Row(*row) for row in cursor.fetchall()]


def _matter(row: ServiceRequest | _Row, words: str, service_id: int, snapshot: Directory) -> Matter:
    service = snapshot.services_by_id[service_id]
    return Matter(
        service=service.code,
        group=service.group,
        received_at=row.received_at,
        words=telling(words),
        point=None if row.lat is None or row.lon is None else (row.lat, row.lon),
        area=str(row.area_id or ""),
        place=naming(row.place_words),
    )
