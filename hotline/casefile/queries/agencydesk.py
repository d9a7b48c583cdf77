"""An agency's desk: its parts by time left, a page at a time, how many of each sort. Row-level security stands behind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hotline.core.status import Part
from hotline.core.text import shorten
from hotline.people.queries import names_of
from hotline.rows.plans import PlannedOnce

from .queues import area_name, service_name

LATELY = timedelta(days=14)
"""How long what is done stays on the desk."""

_EXCERPT = 120
_SENT_BACK = "(part.state = 'accepted' AND part.result_at IS NOT NULL)"
_COUNTS = PlannedOnce(
    "SELECT state, sent_back, parts FROM casefile_desk_counts(%(units)s::bigint[], %(since)s, %(handler)s::bigint)"
)
_BELOW = "below"
_DESK = PlannedOnce(f"""
SELECT part.id, request.reference, request.service_id, request.area_id, left(request.agency_words, 400),
    request.urgent, part.state, part.role, part.scope, part.forwarded_at, part.handler_id, request.round,
    due.due_at, due.state, part.rating, {_SENT_BACK}, request.occurrence
FROM casefile_desk_order(
    %(units)s::bigint[], %(states)s::text[], %(since)s, %(handler)s::bigint, %(sent_back)s::boolean, %(skip)s, %(limit)s
) WITH ORDINALITY AS placed (part_id, place)
JOIN casefile_assignment AS part ON part.id = placed.part_id
JOIN casefile_servicerequest AS request ON request.id = part.request_id
LEFT JOIN LATERAL (
    SELECT clock.due_at, clock.state FROM casefile_clock AS clock
    WHERE clock.state <> 'ended'
        AND (clock.part_id = part.id OR (clock.request_id = request.id AND clock.stops = 'answered'))
    ORDER BY clock.due_at NULLS LAST LIMIT 1
) AS due ON true
ORDER BY placed.place
""")  # noqa: S608 - of constants
"""The order comes from a function that looks at every part on the desk (sql/desk_order.sql); row-level security is asked
about the page's parts alone."""


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One part on an agency's desk. `due_at` is the nearest deadline that still runs; None while it stands still.

    `sent_back`: the desk returned its result, and the agency has not filed another yet.
    """

    part_id: int
    reference: str
    service: str
    area_name: str
    excerpt: str
    urgent: bool
    state: Part
    role: str
    scope: str
    forwarded_at: datetime
    handler_id: int | None
    handler_name: str
    round: int
    due_at: datetime | None
    clock_state: str
    rating: int | None
    sent_back: bool
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Sort:
    """Which parts of a desk: in one of these states and, where it is said, sent back by the desk or not."""

    states: frozenset[Part]
    sent_back: bool | None = None

    def holds(self, state: Part, *, sent_back: bool) -> bool:
        """Return whether a part is of this sort."""
        return state in self.states and self.sent_back in (None, sent_back)


@dataclass(frozen=True, slots=True)
class DeskCount:
    """How many parts of a desk are in one state."""

    state: Part
    sent_back: bool
    count: int


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How many parts of a desk are in each state, and how many results of units `below` wait for the agency's word."""

    of_states: tuple[DeskCount, ...]
    below: int


def desk(
    unit_ids: Collection[int],
    sort: Sort,
    *,
    handler: int | None = None,
    limit: int = 50,
    skip: int = 0,
    now: datetime,
    language: str,
) -> tuple[AgencyRow, ...]:
    """Return parts of one sort by time left, those of one `handler` alone if asked; `skip` as many that come before."""
    asked = {
        **_whose(unit_ids, handler, now=now),
        "states": [state.value for state in sort.states],
        "sent_back": sort.sent_back,
        "limit": limit,
        "skip": skip,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DESK, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    people = names_of({row[10] for row in rows if row[10]})
    return tuple(
        AgencyRow(
            part_id=row[0],
            reference=row[1],
            service=service_name(row[2], language=language),
            area_name=area_name(row[3], language=language),
            excerpt=shorten(row[4], width=_EXCERPT),
            urgent=row[5],
            state=Part(row[6]),
            role=row[7],
            scope=row[8],
            forwarded_at=row[9],
            handler_id=row[10],
            handler_name=people.get(row[10], ""),
            round=row[11],
            due_at=row[12],
            clock_state=row[13] or "",
            rating=row[14],
            sent_back=row[15],
            occurrence=row[16],
        )
        for row in rows
    )


def desk_counts(unit_ids: Collection[int], *, handler: int | None = None, now: datetime) -> DeskCounts:
    """Return how many parts stand on the desk in each state, those of one `handler` alone if asked."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, _whose(unit_ids, handler, now=now))
        rows: list[tuple[str, bool, int]] = cursor.fetchall()
    return DeskCounts(
        tuple(DeskCount(Part(state), sent_back, count) for state, sent_back, count in rows if count and state != _BELOW),
        below=sum(count for state, _sent_back, count in rows if state == _BELOW),
    )


def _whose(unit_ids: Collection[int], handler: int | None, *, now: datetime) -> dict[str, Any]:
    return {"units": sorted(unit_ids), "handler": handler, "since": now - LATELY}
