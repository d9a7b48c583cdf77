"""What the worker does again and again for this stage."""

from datetime import datetime

from hotline.core.loops import Loop
from hotline.public import actions


def sweep(now: datetime) -> int:
    """Delete buckets that have run empty, and erase old comments as they were written; neither is worth a second look."""
    actions.sweep_buckets(now=now)
    actions.erase_comments(now=now)
    return 0


def count(now: datetime) -> int:
    """Count the city's work once a minute; the first page reads the result."""
    actions.count_city(now=now)
    return 0


LOOPS = (Loop("public-buckets", 300.0, sweep), Loop("city-counts", 60.0, count))
