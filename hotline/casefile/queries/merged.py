"""Reports that stand under a master: which of them have not got yet what it has, and how many there are."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hotline.casefile.models import Merge, ServiceRequest

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
    merged_at: datetime
    received_at: datetime
    area_id: int | None
    words: str
    version: int
    phase: str


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


def master_of(request_id: int) -> str | None:
    """Return the reference of the master under which a report stands, None while it stands alone."""
    return ServiceRequest.objects.filter(pk=request_id).values_list("master__reference", flat=True).first()
