"""The numbers beside the desks' pages that cost more to count than the page to draw: counted every ten seconds, for all who look.

They say whether something waits, not what: whoever opens the page behind reads it as it is.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache

from hotline.casefile.access import agency_door
from hotline.casefile.queries import count_directed
from hotline.oversight.queries import due_today, open_calls
from hotline.people.facts import Viewer

COUNTED_EVERY = 10
"""Seconds."""


def due_at_centre(viewer: Viewer, *, now: datetime) -> int:
    """Return how many deadlines of the viewer's hotlines are late or will be today."""
    return _counted(f"due/{_streams(viewer)}", lambda: due_today(now=now, streams=viewer.streams))


def due_at_agency(viewer: Viewer, *, now: datetime) -> int:
    """Return how many deadlines of the viewer's agencies are late or will be today."""
    return _counted(f"due-of/{_units(viewer)}", lambda: _seen(viewer, lambda: due_today(now=now, unit_ids=viewer.unit_ids)))


def directed_to(viewer: Viewer) -> int:
    """Return how many directives the viewer's agencies have not answered."""
    return _counted(f"directed/{_units(viewer)}", lambda: _seen(viewer, lambda: count_directed(viewer.unit_ids)))


def calls_to_make(viewer: Viewer, *, now: datetime) -> int:
    """Return how many calls to agencies wait for somebody."""
    return _counted(f"calls/{_streams(viewer)}", lambda: open_calls(now=now, streams=viewer.streams))


def _seen(viewer: Viewer, count: Callable[[], int]) -> int:
    """Count what somebody of several agencies may see: behind their door a case that complains of one of them is not there."""
    if len(viewer.unit_ids) < 2:
        return count()
    with agency_door(viewer):
        return count()


def _counted(name: str, count: Callable[[], int]) -> int:
    return int(cache.get_or_set(f"desk-count/{name}", count, COUNTED_EVERY) or 0)


def _units(viewer: Viewer) -> str:
    return ",".join(map(str, sorted(viewer.unit_ids)))


def _streams(viewer: Viewer) -> str:
    return ",".join(sorted(viewer.streams))
