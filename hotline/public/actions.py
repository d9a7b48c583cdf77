"""What this stage writes: buckets against guessing, and counts. Everything about cases goes through the case file's actions."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hotline.casefile import queries as casefile
from hotline.directory import queries as directory
from hotline.public.limits import Limit
from hotline.public.models import Bucket, CityCount

_POUR = """
INSERT INTO public_bucket AS bucket (key, empty_at) VALUES (%(key)s, %(now)s + %(poured)s::interval)
ON CONFLICT (key) DO UPDATE SET empty_at = greatest(bucket.empty_at, %(now)s) + %(poured)s::interval
"""


def pour(limits: Mapping[bytes, Limit], *, drops: int, now: datetime) -> None:
    """Add wrong guesses to each bucket. Keys are taken in order, so that two requests never wait for each other."""
    with connection.cursor() as cursor:
        for key in sorted(limits):
            poured = f"{(limits[key].every * drops).total_seconds()} seconds"
            cursor.execute(_POUR, {"key": key, "now": now, "poured": poured})


def sweep_buckets(*, now: datetime) -> int:
    """Delete buckets that have run empty; return how many."""
    return Bucket.objects.filter(empty_at__lt=now).delete()[0]


def count_city(*, now: datetime) -> None:
    """Count what the city did this month and in seven days, and keep it for the first page."""
    local = now.astimezone(directory.snapshot().city.zone)
    month = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    facts = {"month": _span(month), "week": _span(now - timedelta(days=7)), "phases": casefile.counts_by_phase()}
    CityCount.objects.update_or_create(id=1, defaults={"counted_at": now, "facts": facts})


def _span(since: datetime) -> dict[str, Any]:
    return {**asdict(casefile.counts_since(since)), "since": since.isoformat()}
