"""What this stage reads of its own: how long somebody has to wait before the next guess, and the city in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.casefile.queries import Span
from hotline.core.status import Phase
from hotline.public.limits import Limit
from hotline.public.models import Bucket, CityCount


@dataclass(frozen=True, slots=True)
class Figures:
    """The city's work as it was counted at `counted_at`: this month, the last seven days, and where all cases stand."""

    counted_at: datetime
    month: Span
    week: Span
    phases: Mapping[Phase, int]


def wait_before(poured: Mapping[bytes, Limit], *, now: datetime) -> timedelta:
    """Return how long until every one of the buckets has room for another drop; zero when all have."""
    found = Bucket.objects.filter(pk__in=list(poured)).values_list("key", "empty_at")
    waits = [empty_at - now - poured[bytes(key)].room for key, empty_at in found]
    return max([*waits, timedelta(0)])


def figures() -> Figures | None:
    """Return what was counted last; None before the worker has counted for the first time."""
    row = CityCount.objects.first()
    if row is None:
        return None
    month, week = (
        Span(**{**row.facts[name], "since": datetime.fromisoformat(row.facts[name]["since"])}) for name in ("month", "week")
    )
    return Figures(row.counted_at, month, week, {phase: row.facts["phases"].get(phase.value, 0) for phase in Phase})
