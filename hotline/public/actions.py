"""What this stage writes: buckets against guessing. Everything about cases goes through the case file's own actions."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from hotline.public.limits import Limit
from hotline.public.models import Bucket

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
