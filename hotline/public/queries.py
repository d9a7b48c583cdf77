"""How long somebody has to wait before the next guess."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from hotline.public.limits import Limit
from hotline.public.models import Bucket


def wait_before(poured: Mapping[bytes, Limit], *, now: datetime) -> timedelta:
    """Return how long until every one of the buckets has room for another drop; zero when all have."""
    found = Bucket.objects.filter(pk__in=list(poured)).values_list("key", "empty_at")
    waits = [empty_at - now - poured[bytes(key)].room for key, empty_at in found]
    return max([*waits, timedelta(0)])
