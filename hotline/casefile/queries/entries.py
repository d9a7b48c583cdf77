"""What of a case goes into its public entry: what `core.disclosure` lets out, and nothing else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from hotline.casefile.models import Answer, CaseSuccession, ServiceRequest
from hotline.core.facts import Publish
from hotline.core.searching import document
from hotline.directory import queries as directory
from hotline.directory.facts import Directory

from .disclosing import PublicCase, public_facts
from .recorded import PUBLISHED, Recorded, records_of

_FOLLOWED = """
SELECT rebuilt_to IS NULL AND profile = %(profile)s AND NOT EXISTS (
    SELECT FROM casefile_event WHERE xid >= horizon AND request_id IS NOT NULL AND name <> 'deadline_moved'
)
FROM casefile_publicfollowing WHERE id = 1
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One case as it is looked for: see `models.PublicEntry`."""

    request_id: int
    reference: str
    service_id: int
    area_id: int | None
    phase: str
    received_at: datetime
    lat: float | None
    lon: float | None
    document: str


def entries_of(request_ids: Collection[int]) -> tuple[Entry, ...]:
    """Return the entries of those of the cases that are open to everyone now."""
    snapshot = directory.snapshot()
    perhaps = _perhaps_open(request_ids, snapshot).order_by("id").values_list("id", flat=True)
    rows = records_of(perhaps)
    lies = _areas_today(rows.values(), snapshot)
    return tuple(entry for number in perhaps if number in rows and (entry := _entry(rows[number], lies.get(number), snapshot)))


def _perhaps_open(request_ids: Collection[int], snapshot: Directory) -> QuerySet[ServiceRequest]:
    """Leave out what nothing can have opened yet: of new reports most, and each is read with all that belongs to it."""
    at_once = [service.id for service in snapshot.services_by_id.values() if service.publish is Publish.FROM_RECEPTION]
    answered = Answer.objects.filter(request_id__in=request_ids, state__in=PUBLISHED)
    # A merged one is found under its master: two hundred entries of one flood would hide all others.
    cases = ServiceRequest.objects.filter(pk__in=request_ids, master=None)
    return cases.filter(Q(service_id__in=at_once) | Q(pk__in=answered.values("request_id")))


def public_has_followed() -> bool:
    """Return whether the public entries tell all that has happened; while a worker writes them they are behind."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWED, {"profile": directory.snapshot().version.id})
        return bool(cursor.fetchone()[0])


def public_turn() -> int:
    """Return a number that is the same as long as nothing of what everyone may read has changed."""
    with connection.cursor() as cursor:  # asked for every page: the ORM would take three times as long to ask it
        cursor.execute("SELECT turn FROM casefile_publicfollowing WHERE id = 1")
        return int(cursor.fetchone()[0])


def _areas_today(rows: Iterable[Recorded], snapshot: Directory) -> dict[int, int | None]:
    """Return by case the ward under which it is looked for: the one that follows today, where its own is no more.

    Its own where several follow and nobody has said which.
    """
    ended = [row.id for row in rows if row.area_id in snapshot.areas_after]
    known = CaseSuccession.objects.filter(request_id__in=ended, after__isnull=False).order_by("id") if ended else ()
    decided = {one.request_id: one.after_id for one in known}
    found: dict[int, int | None] = {}
    for row in rows:
        area = decided.get(row.id) or row.area_id
        after = snapshot.areas_after.get(area or 0, ())
        found[row.id] = after[0] if len(after) == 1 else area
    return found


def _entry(row: Recorded, lies_in: int | None, snapshot: Directory) -> Entry | None:
    found = public_facts(row, language="vi")
    case = found.case
    if not case.is_open:
        return None
    lat, lon = case.point or (None, None)
    return Entry(
        request_id=row.id,
        reference=row.reference,
        service_id=row.service_id,
        area_id=lies_in if case.area else None,
        phase=case.phase.value,
        received_at=row.received_at,
        lat=lat,
        lon=lon,
        document=document(_said(found, [row.area_id, lies_in], snapshot)),
    )


def _said(found: PublicCase, areas: Iterable[int | None], snapshot: Directory) -> list[str]:
    """Return the words that stand on the public page: approved words and place, the names of service and ward.

    Of a ward that is no more both names: people look for either.
    """
    case = found.case
    service = snapshot.services.get(case.service or "")
    names = [service.name.vi, service.name.en] if service else []
    wards = [snapshot.areas_by_id[area].name_vi for area in dict.fromkeys(areas) if area and case.area]
    return [*names, *wards, case.place or "", case.words or ""]
