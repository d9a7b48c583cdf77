"""Reports that stand under a master: which of them have not got yet what it has, and how many there are."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from hotline.casefile.facts import ClockFacts, PartFacts
from hotline.casefile.models import Assignment, Clock, Merge, Rating, ServiceRequest
from hotline.core.facts import PartRole
from hotline.core.status import CLOSED_PARTS, Part

from . import rowfacts

_UNSEEN = (Part.PROPOSED, *CLOSED_PARTS)
_HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())"
_BEHIND = """
SELECT member.id FROM casefile_servicerequest AS member
JOIN casefile_servicerequest AS master ON master.id = member.master_id
JOIN casefile_merge AS merge ON merge.request_id = member.id AND merge.ended_at IS NULL
WHERE member.master_id IS NOT NULL {touched} AND (
    (merge.answer_id IS NULL AND member.phase <> master.phase)
    OR EXISTS (
        SELECT FROM casefile_answerversion AS version WHERE version.answer_id = merge.answer_id AND version.number > merge.version
    )
)
ORDER BY member.id LIMIT %(limit)s
"""
_TOUCHED = "AND member.master_id IN (SELECT request_id FROM casefile_event WHERE xid >= %(since)s::text::xid8)"


@dataclass(frozen=True, slots=True)
class Behind:
    """Reports that have not got yet what their masters have; what happens from `horizon` on is still to be looked at."""

    requests: tuple[int, ...]
    horizon: int


@dataclass(frozen=True, slots=True)
class MergedReport:
    """One report that stands under a master, and under which report it was put."""

    id: int
    reference: str
    under: str
    under_id: int
    merged_at: datetime
    received_at: datetime
    area_id: int | None
    words: str
    version: int
    phase: str


@dataclass(frozen=True, slots=True)
class Incident:
    """What the reporter of a merged report follows: its master, and the agencies that work there.

    `merged`: how many reports stand under the master. The rating of a part is the reporter's own.
    """

    reference: str
    merged: int
    parts: tuple[PartFacts, ...]
    clocks: tuple[ClockFacts, ...]


def incident_of(request_id: int, *, language: str) -> Incident | None:
    """Return the incident that a report was merged into; None while it stands alone."""
    master = ServiceRequest.objects.filter(members=request_id).only("id", "reference", "round").first()
    if master is None:
        return None
    parts = Assignment.objects.filter(request_id=master.pk).exclude(role=PartRole.UNDER).exclude(state__in=_UNSEEN).order_by("id")
    given = Rating.objects.filter(request_id=request_id, round=master.round).values_list("part_id", "stars")
    stars = dict(given)
    facts = [rowfacts.part_facts(part, reference=master.reference, language=language, people={}) for part in parts]
    clocks = Clock.objects.filter(request_id=master.pk).order_by("id")
    return Incident(
        reference=master.reference,
        merged=count_merged(master.pk),
        parts=tuple(replace(part, rating=stars.get(part.id)) for part in facts),
        clocks=tuple(rowfacts.clock_facts(clock, language=language, directed={}) for clock in clocks),
    )


def ratings_of(part_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return what reporters of merged reports said, 1 to 5, of agencies' parts."""
    found: dict[int, list[int]] = {}
    for part_id, stars in Rating.objects.filter(part_id__in=part_ids).order_by("id").values_list("part_id", "stars"):
        found.setdefault(part_id, []).append(stars)
    return {part_id: tuple(stars) for part_id, stars in found.items()}


def behind_masters(since: int | None, *, limit: int) -> Behind:
    """Return reports whose masters something happened to since a horizon and that have not got it yet; of all without one."""
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        horizon = int(str(cursor.fetchone()[0]))
        touched = "" if since is None else _TOUCHED
        cursor.execute(_BEHIND.format(touched=touched), {"since": str(since), "limit": limit})
        found = tuple(row[0] for row in cursor.fetchall())
    return Behind(found, horizon)


def merged_under(request_id: int, *, limit: int, skip: int = 0) -> tuple[MergedReport, ...]:
    """Return the reports that stand under a master, the newest first."""
    rows = Merge.objects.filter(request__master_id=request_id, ended_at=None).order_by("-id").select_related("request", "under")
    return tuple(
        MergedReport(
            id=row.request_id,
            reference=row.request.reference,
            under=row.under.reference,
            under_id=row.under_id,
            merged_at=row.merged_at,
            received_at=row.request.received_at,
            area_id=row.request.area_id,
            words=row.request.words,
            version=row.request.version,
            phase=row.request.phase,
        )
        for row in rows[skip : skip + limit]
    )


def count_merged(request_id: int) -> int:
    """Return how many reports stand under a master; also for an agency that has a part in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT casefile_merged_count(%s)", [request_id])
        return int(cursor.fetchone()[0])
