"""Sealing: events are bound into a chain in batches, by a worker, so that writers never queue for it."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from hotline.casefile.auditfolder import Head, append_heads, last_head
from hotline.casefile.eventmac import event_digest, seal_mac
from hotline.casefile.eventrows import SELECT, event_columns
from hotline.casefile.keys import keys
from hotline.casefile.models import Seal

BATCH = 2000
_ONE_SEALER = 1022_0001  # advisory lock

_HORIZON = """
SELECT least(
    pg_snapshot_xmin(pg_current_snapshot()),
    coalesce(
        (SELECT ((xid::text)::bigint + 1)::text::xid8 FROM casefile_event
         WHERE xid >= %(since)s::xid8 ORDER BY xid OFFSET %(batch)s LIMIT 1),
        pg_snapshot_xmin(pg_current_snapshot())
    )
)
"""
_EVENTS = SELECT + " WHERE xid >= %(since)s::xid8 AND xid < %(until)s::xid8 ORDER BY xid, id"


def seal_batch(now: datetime) -> int:
    """Seal the events of all transactions that can no longer change, about BATCH at a time; return how many.

    Only one process seals at a time; the others return 0. The new heads are on the disk before this returns.
    """
    with transaction.atomic():
        if not _locked():
            return 0
        _append_missing_heads()
        events, horizon, last = _next_events()
        if not events:
            return 0
        seal = _sealed(events, horizon=horizon, last=last, now=now)
        seal.save(force_insert=True)
    append_heads([Head(seal.position, bytes(seal.mac).hex())])
    return len(events)


def _next_events() -> tuple[list[dict[str, Any]], int, Seal | None]:
    last = Seal.objects.order_by("-position").first()
    since = last.horizon if last else 0
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON, {"since": str(since), "batch": BATCH})
        until = int(str(cursor.fetchone()[0]))
        cursor.execute(_EVENTS, {"since": str(since), "until": str(until)})
        return [event_columns(row) for row in cursor.fetchall()], until, last


def _sealed(events: list[dict[str, Any]], *, horizon: int, last: Seal | None, now: datetime) -> Seal:
    position = last.position + 1 if last else 1
    previous = bytes(last.mac) if last else b""
    ids = [event["id"] for event in events]
    digests = b"".join(event_digest(event) for event in events)
    mac = seal_mac(position=position, horizon=horizon, event_ids=ids, digests=digests, previous=previous, sealed_at=now)
    return Seal(
        position=position,
        horizon=horizon,
        event_ids=ids,
        digests=digests,
        previous=previous,
        key_id=str(keys().current),
        mac=mac,
        sealed_at=now,
    )


def _append_missing_heads() -> None:
    """A crash between commit and append leaves a seal without its head: write it now."""
    head = last_head()
    missing = Seal.objects.filter(position__gt=head.position if head else 0).order_by("position")
    append_heads([Head(seal.position, bytes(seal.mac).hex()) for seal in missing.only("position", "mac")])


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_SEALER])
        return bool(cursor.fetchone()[0])
