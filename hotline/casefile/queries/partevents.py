"""What happened to agencies' parts: what follows the record to tell their systems reads it here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hotline.casefile.models import Assignment

BATCH = 500

OF_PART = (
    "forwarded", "part_accepted", "part_returned", "part_assigned", "progress_filed", "committed", "commitment_asked",
    "commitment_approved", "commitment_declined", "result_filed", "result_accepted", "result_returned", "question_asked",
    "part_reopened", "part_not_done", "withdrawn", "rated", "handed_down", "taken_back",
    "under_accepted", "under_sent_back", "scope_set", "whose_decided", "deadline_moved", "overrun_lawfully", "part_succeeded",
    "directive_given", "directive_answered", "directive_accepted", "directive_sent_back", "directive_lifted", "explanation_given",
)  # fmt: skip
"""Events of one part that its agency's systems are told of."""

OF_QUESTION = "question_replied"
"""Told to the systems of the agency that asked."""

OF_CASE = ("photos_added", "recategorised", "relocated", "answered", "merged", "merged_along", "unmerged")
"""Events of a case that the systems of every agency with a part in hand are told of."""

OF_EXPLANATION = ("explanation_asked", "explanation_lapsed")
"""Told to the systems of the agency complained of, which has no part: the number of the asking, and nothing of the case."""

_UNTIL = """
SELECT
    (SELECT ((xid::text)::bigint + 1)::text FROM casefile_event
     WHERE xid >= %(since)s::xid8 ORDER BY xid OFFSET %(batch)s LIMIT 1),
    pg_snapshot_xmin(pg_current_snapshot())::text
"""
_HAPPENED = """
SELECT event.id, event.name, event.at, part.id, part.unit_id, NULL::bigint
FROM casefile_event AS event
JOIN casefile_assignment AS part ON part.request_id = event.request_id
WHERE event.xid >= %(since)s::xid8 AND event.xid < %(until)s::xid8
    AND part.unit_id = ANY(%(units)s::bigint[]) AND part.forwarded_at IS NOT NULL
    AND (
        (event.name = ANY(%(of_part)s) AND part.id = (event.facts ->> 'part')::bigint)
        OR (
            event.name = %(of_question)s
            AND part.id = (SELECT part_id FROM casefile_question WHERE id = (event.facts ->> 'question')::bigint)
        )
        OR (
            event.name = ANY(%(of_case)s) AND event.facts ->> 'part' IS NULL
            AND part.state IN ('forwarded', 'accepted', 'result_filed', 'done')
        )
    )
UNION ALL
SELECT event.id, event.name, event.at, NULL, asked.unit_id, asked.id
FROM casefile_event AS event JOIN casefile_explanation AS asked ON asked.id = (event.facts ->> 'explanation')::bigint
WHERE event.xid >= %(since)s::xid8 AND event.xid < %(until)s::xid8
    AND event.name = ANY(%(of_explanation)s) AND asked.unit_id = ANY(%(units)s::bigint[])
ORDER BY 1, 4
"""


@dataclass(frozen=True, slots=True)
class PartEvent:
    """One thing that happened to one agency's part, or (`part_id` None) an explanation it owes; numbers and names only."""

    event_id: int
    name: str
    at: datetime
    part_id: int | None
    unit_id: int
    explanation_id: int | None = None


@dataclass(frozen=True, slots=True)
class PartEvents:
    """What happened up to `horizon`. `is_all`: nothing else that can be read already."""

    events: tuple[PartEvent, ...]
    horizon: int
    is_all: bool


def events_of_parts(since: int, *, unit_ids: Collection[int]) -> PartEvents:
    """Return what happened to parts of these agencies in transactions from `since` on, about BATCH events at a time.

    Only what can no longer change is given, and each event once: what is still being written comes the next time. A part that
    was only proposed is none of its agency's business.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNTIL, {"since": str(since), "batch": BATCH})
        until, settled = cursor.fetchone()
        horizon = min(int(until or settled), int(settled))
        asked: dict[str, Any] = {"since": str(since), "until": str(horizon), "units": sorted(unit_ids)}
        names: dict[str, Any] = {
            "of_part": list(OF_PART),
            "of_case": list(OF_CASE),
            "of_question": OF_QUESTION,
            "of_explanation": list(OF_EXPLANATION),
        }
        cursor.execute(_HAPPENED, {**asked, **names})
        events = tuple(PartEvent(*row) for row in cursor.fetchall())
    return PartEvents(events, horizon, is_all=until is None or horizon == since)


def stands_merged(part_id: int) -> bool:
    """Return whether the case of a part was merged under another: its agency does not see the part until they are parted."""
    return Assignment.objects.filter(pk=part_id, request__master__isnull=False).exists()
