"""Which of many new reports may be a handled matter again: one question for all, before each that may is looked at closely."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import connection

from hotline.casefile.models import ServiceRequest
from hotline.core.status import Phase
from hotline.directory import queries as directory

from .likeness import cells_around, weeks_between
from .recurrences import LONGEST

# By the weeks of the two indexes of migration `alike_by_week`, as `recurrences` looks; whatever that finds, this has as well.
_MAY = """
WITH looked AS (SELECT * FROM unnest(%(ids)s::bigint[], %(cells)s::text[]) AS one (id, cell))
SELECT looked.id FROM looked JOIN casefile_servicerequest AS request ON request.id = looked.id
WHERE EXISTS (
    SELECT FROM casefile_servicerequest AS earlier
    WHERE earlier.service_id = request.service_id AND earlier.cell = looked.cell
        AND date_trunc('week', earlier.received_at AT TIME ZONE 'UTC') = ANY(%(weeks)s)
        AND earlier.phase = %(resolved)s AND earlier.master_id IS NULL AND earlier.id <> request.id
)
UNION
SELECT request.id FROM casefile_servicerequest AS request
WHERE request.id = ANY(%(ids)s) AND EXISTS (
    SELECT FROM casefile_servicerequest AS earlier
    WHERE earlier.area_id = request.area_id AND earlier.service_id = request.service_id
        AND date_trunc('week', earlier.received_at AT TIME ZONE 'UTC') = ANY(%(weeks)s)
        AND earlier.phase = %(resolved)s AND earlier.master_id IS NULL AND earlier.id <> request.id
        AND (earlier.lat IS NULL OR request.lat IS NULL)
)
UNION
SELECT request_id FROM casefile_recurrence WHERE request_id = ANY(%(ids)s)
"""


def may_recur(request_ids: Collection[int]) -> frozenset[int]:
    """Return those of the reports beside which something handled lies, or that are linked already; the others are new."""
    columns = ("id", "lat", "lon", "received_at")
    rows = list(ServiceRequest.objects.filter(pk__in=request_ids).values_list(*columns))
    if not rows:
        return frozenset()
    windows = directory.snapshot().windows
    since = min(received_at for *_, received_at in rows) - timedelta(days=windows.recurs_days) - LONGEST
    pairs = [
        (request_id, cell)
        for request_id, lat, lon, _ in rows
        for cell in (cells_around((lat, lon), windows.recurs_metres) if lat is not None and lon is not None else [""])
    ]
    asked: dict[str, Any] = {
        "ids": [request_id for request_id, _cell in pairs],
        "cells": [cell for _id, cell in pairs],
        "weeks": weeks_between(since, max(received_at for *_, received_at in rows)),
        "resolved": Phase.RESOLVED.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MAY, asked)
        return frozenset(request_id for (request_id,) in cursor.fetchall())
