"""The lists of the overdue watch: what is late already and what will be today, page by page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hotline.core.dunning import end_of_day
from hotline.directory.queries import snapshot
from hotline.oversight import queries
from hotline.oversight.facts import WatchRow
from hotline.oversight.queries import Whose

SHOWN = 100
_PLACE = re.compile(r"(-?[0-9]{1,17})\.([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Watch:
    """`today` is due before midnight and not late yet, `late` has passed; `following` continues the late ones, "" at the end."""

    today: tuple[WatchRow, ...]
    late: tuple[WatchRow, ...]
    following: str
    is_first: bool


def watch(*, whose: Whose, after: str, now: datetime, language: str) -> Watch:
    """Return what to watch now. `after` is the place in the late ones that the page before ended at."""
    until = end_of_day(now, zone=snapshot().city.zone)
    place = _read(after)
    late = queries.watched(since=None, until=now, whose=whose, after=place, limit=SHOWN + 1, language=language)
    today = () if place else queries.watched(since=now, until=until, whose=whose, limit=SHOWN, language=language)
    return Watch(today, late[:SHOWN], _following(late), is_first=place is None)


def _following(late: Sequence[WatchRow]) -> str:
    if len(late) <= SHOWN:
        return ""
    last = late[SHOWN - 1]
    return f"{(last.due_at - _EPOCH) // timedelta(microseconds=1)}.{last.clock_id}"


def _read(after: str) -> tuple[datetime, int] | None:
    found = _PLACE.fullmatch(after)
    if found is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    except OverflowError:
        return None
