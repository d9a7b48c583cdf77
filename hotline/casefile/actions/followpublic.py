"""Keeps the public entries after the record: a worker takes in each event once its transaction can no longer change.

Writers pay nothing for it. An entry may be a second behind; what is shown of a case is asked of `core.disclosure` when it is
shown, so what was taken back is never read from an entry.
"""

from collections.abc import Collection
from dataclasses import fields

from django.db import connection, transaction

from hotline.casefile.models import PublicEntry, PublicFollowing, ServiceRequest
from hotline.casefile.queries.entries import Entry, entries_of
from hotline.directory import queries as directory

BATCH = 500
_COLUMNS = tuple(field.name for field in fields(Entry))

_UNTIL = """
SELECT least(
    pg_snapshot_xmin(pg_current_snapshot()),
    coalesce(
        (SELECT ((xid::text)::bigint + 1)::text::xid8 FROM casefile_event
         WHERE xid >= %(since)s::xid8 AND name <> 'deadline_moved' ORDER BY xid OFFSET %(batch)s LIMIT 1),
        pg_snapshot_xmin(pg_current_snapshot())
    )
)
"""
_TOUCHED = """
SELECT DISTINCT request_id FROM casefile_event
WHERE xid >= %(since)s::xid8 AND xid < %(until)s::xid8 AND request_id IS NOT NULL AND name <> 'deadline_moved'
"""
_KEEP = """
INSERT INTO casefile_publicentry AS entry (
    request_id, reference, service_id, area_id, phase, received_at, lat, lon, document
) VALUES (
    %(request_id)s, %(reference)s, %(service_id)s, %(area_id)s, %(phase)s, %(received_at)s, %(lat)s, %(lon)s,
    %(document)s::tsvector
)
ON CONFLICT (request_id) DO UPDATE SET
    service_id = excluded.service_id, area_id = excluded.area_id, phase = excluded.phase, lat = excluded.lat,
    lon = excluded.lon, document = excluded.document
WHERE (entry.service_id, entry.area_id, entry.phase, entry.lat, entry.lon, entry.document)
    IS DISTINCT FROM
    (excluded.service_id, excluded.area_id, excluded.phase, excluded.lat, excluded.lon, excluded.document)
"""


def follow_public() -> int:
    """Bring the public entries up to the record, a batch at a time; return how many cases are still to be made anew.

    A new profile may publish other services: then all entries are made anew, a batch each time.
    """
    with transaction.atomic():
        state = PublicFollowing.objects.select_for_update(skip_locked=True).filter(pk=1).first()
        if state is None:  # another process is at it
            return 0
        profile = directory.snapshot().version.id
        if state.profile != profile:
            state.profile, state.rebuilt_to = profile, 0
        touched, state.horizon = _touched(state.horizon)
        made_anew = _next_to_rebuild(state)
        if _refresh({*touched, *made_anew}):
            state.turn += 1
        state.save()
    return len(made_anew)


def rebuild_public() -> int:
    """Make every public entry anew at once, of this transaction's own cases too; return how many there are."""
    with transaction.atomic():
        state = PublicFollowing.objects.select_for_update().get(pk=1)
        state.rebuilt_to = 0
        while ids := _next_to_rebuild(state):
            _refresh(ids)
        state.profile = directory.snapshot().version.id
        state.turn += 1
        state.save()
        return PublicEntry.objects.count()


def _touched(since: int) -> tuple[list[int], int]:
    """Return the cases that something happened to since the horizon, and how far that is."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTIL, {"since": str(since), "batch": BATCH})
        until = int(str(cursor.fetchone()[0]))
        cursor.execute(_TOUCHED, {"since": str(since), "until": str(until)})
        return [row[0] for row in cursor.fetchall()], until


def _next_to_rebuild(state: PublicFollowing) -> list[int]:
    if state.rebuilt_to is None:
        return []
    ahead = ServiceRequest.objects.filter(pk__gt=state.rebuilt_to).order_by("id")
    found = list(ahead.values_list("id", flat=True)[:BATCH])
    state.rebuilt_to = found[-1] if found else None
    return found


def _refresh(request_ids: Collection[int]) -> int:
    """Write what is public of these cases and take out what no longer is; return how many are or were public."""
    if not request_ids:
        return 0
    entries = entries_of(request_ids)
    closed = set(request_ids) - {entry.request_id for entry in entries}
    gone, _ = PublicEntry.objects.filter(pk__in=closed).delete()
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, [{name: getattr(entry, name) for name in _COLUMNS} for entry in entries])
    return gone + len(entries)
