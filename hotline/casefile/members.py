"""The worker's loop that lets merged reports follow their masters, within a second of what happened to those."""

from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError

from .actions.following import follow_master
from .queries.merged import behind_masters

BATCH = 200

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class FollowMasters:
    """Follows what has happened since the last turn; on its first turn everything, for nobody knows what was missed.

    One report that cannot follow holds up no other: it is tried again each turn.
    """

    since: int | None = None
    failed: set[int] = field(default_factory=set)

    def __call__(self, now: datetime) -> int:
        """Let every report follow whose master went on; return how many did."""
        behind = behind_masters(self.since, limit=BATCH)
        waiting = dict.fromkeys([*behind.requests, *sorted(self.failed)])
        gone = sum(self._follow(request_id, now=now) for request_id in waiting)
        if len(behind.requests) < BATCH:
            self.since = behind.horizon
        return gone

    def _follow(self, request_id: int, *, now: datetime) -> bool:
        try:
            follow_master(request_id, now=now)
        except (OperationalError, InterfaceError):
            raise  # the database's trouble is no fault of a case
        except Exception:  # the one point where a report is isolated from the others
            if request_id not in self.failed:  # said once: it is tried again every second
                log.exception("a merged report cannot follow its master", case=request_id)
            self.failed.add(request_id)
            return False
        self.failed.discard(request_id)
        return True
