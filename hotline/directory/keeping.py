"""Keeps one frozen snapshot of the directory in the process, and renews it when what it shows was changed.

An edge: it reads the clock, so that no reader of the directory has to.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F, Subquery
from django.utils import timezone

from hotline.directory.building import build
from hotline.directory.facts import Directory
from hotline.directory.models import BoundaryImport, CalendarDecision, ProfileVersion, RuleChange

CHECK_EVERY_S = 2.0
"""How long a snapshot is believed before the database is asked whether another profile, boundaries, calendars or rules hold."""

_AGENCY_ROLE = "hotline_agency"


class NoProfile(Exception):
    """No profile was ever loaded into this database: `load_profile` does that."""


@dataclass(slots=True)
class _Kept:
    """The snapshot of this process: of which database, for which day, and when it was last looked after (monotonic)."""

    directory: Directory
    database: str
    day: date
    checked_at: float


_kept: _Kept | None = None
_lock = threading.Lock()


def snapshot() -> Directory:
    """Return the directory as it stands now. Raises NoProfile before the first profile is loaded.

    Costs nothing within two seconds of the last look; then one query by primary key; then, only after another profile
    was loaded or a day began, the building of a new one (some 40 ms). Safe from several threads.
    """
    kept = _kept
    if kept is not None and time.monotonic() - kept.checked_at < CHECK_EVERY_S and kept.database == _database():
        return kept.directory
    with _lock:
        return _renewed()


def forget() -> None:
    """Let the next `snapshot` look at the database at once: after a profile was loaded, and between tests."""
    global _kept
    with _lock:
        _kept = None


def is_newest(directory: Directory) -> bool:
    """Return whether the database knows nothing newer than this snapshot: another process may be up to two seconds ahead."""
    return _stamp(directory) == _current()


def _renewed() -> Directory:
    global _kept
    kept, now, database = _kept, time.monotonic(), _database()
    if kept is not None and now - kept.checked_at < CHECK_EVERY_S and kept.database == database:
        return kept.directory  # another thread was faster
    current, today = _current(), timezone.localdate()
    if kept is not None and kept.database == database and _stamp(kept.directory) == current and kept.day == today:
        kept.checked_at = now
        return kept.directory
    version_id, outlines_id, calendars_number, rules_number = current
    with _as_application():
        directory = build(
            version_id, outlines_id=outlines_id, calendars_number=calendars_number, rules_number=rules_number, today=today
        )
    _kept = _Kept(directory, database, today, now)
    return directory


def _current() -> tuple[int, int, int, int]:
    """Return the numbers of the current profile, the newest boundaries, the newest decision about a calendar and rule.

    0 where there are none; one small query.
    """
    newest = Subquery(BoundaryImport.objects.order_by("-pk").values("pk")[:1])
    decided = Subquery(CalendarDecision.objects.order_by(F("number").desc(nulls_last=True)).values("number")[:1])
    changed = Subquery(RuleChange.objects.order_by("-pk").values("pk")[:1])
    found = ProfileVersion.objects.filter(current=True).values_list("pk", newest, decided, changed).first()
    if found is None:
        raise NoProfile("no city profile is loaded")
    return found[0], found[1] or 0, found[2] or 0, found[3] or 0


def _stamp(directory: Directory) -> tuple[int, int, int, int]:
    return directory.version.id, directory.outlines_id, directory.calendars_number, directory.rules_number


def _database() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def _as_application() -> Iterator[None]:
    """Step out of an agency's role while the directory is read: an agency may not see how others are reached."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [_AGENCY_ROLE])
        is_agency = cursor.fetchone() == (True,)
        if is_agency:
            cursor.execute("RESET ROLE")
        yield
        if is_agency:
            cursor.execute("SET LOCAL ROLE hotline_agency")
