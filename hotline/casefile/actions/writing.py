"""Runs the statement that writes reports. Those that arrive at once are written, and made durable, at once."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction
from msgspec import json
from psycopg.types.json import Jsonb

from hotline.casefile.models import Attachment
from hotline.casefile.together import Together

from .attaching import NoSuchAttachment

type Columns = dict[str, Any]
"""What the statement reads of one report: plain values by name, bytes as they are."""

_MOST = 16  # reports in one statement: more gain nothing, and whoever comes next waits for all of them


def write(report: Columns, *, photos: Sequence[str] = ()) -> bool:
    """Write one report and return whether its key was new; with a known key nothing is written.

    It is on the disk when this returns, unless the caller's own transaction is still to commit. Raises NoSuchAttachment
    when one of `photos` is not there to be bound, and what the database raises.
    """
    if photos:
        return _with_photos(report, photos)
    if connection.in_atomic_block:
        return _written([report])[0]
    return _TOGETHER.do(report)


def _with_photos(report: Columns, photos: Sequence[str]) -> bool:
    with transaction.atomic():
        if not _written([report])[0]:
            return False
        if Attachment.objects.filter(key__in=photos, request=None).update(request=report["id"]) != len(set(photos)):
            raise NoSuchAttachment(",".join(photos))
        return True


def _written(reports: Sequence[Columns]) -> list[bool]:
    """Run the statement for all; return of each whether its key was new.

    Prepared on the server once for each connection: planning it costs more than running it.
    """
    connection.ensure_connection()
    with psycopg.RawCursor(connection.connection) as cursor:
        cursor.execute(_statement(), [Jsonb(reports, dumps=json.encode)], prepare=True)
        fresh = {request_id for (request_id,) in cursor.fetchall()}
    return [report["id"] in fresh for report in reports]


@cache
def _statement() -> str:
    return (Path(__file__).parent.parent / "sql" / "open_request.sql").read_text()


_TOGETHER: Together[Columns, bool] = Together(_written, most=_MOST)
