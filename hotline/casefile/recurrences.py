"""The worker's loop that finds out whether a report is a handled matter again, within a second or two of its coming in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError

from .actions.recurring import look_for_recurrence, looked_until, newest_reports, next_to_look_at
from .queries.mayrecur import may_recur
from .refusals import ChangedMeanwhile, NoSuchCase

LATELY = timedelta(days=1)

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class FindRecurrences:
    """Looks at what came in since the last turn. One report that cannot be looked at holds up no other: it is tried again.

    On its first turn it looks once more at the newest reports, for nobody knows which of them failed before it was started.
    """

    failed: set[int] = field(default_factory=set)
    has_begun: bool = False

    def __call__(self, now: datetime) -> int:
        """Look at the reports of one batch; return how many came in or were put right."""
        if not self.has_begun:
            self.failed.update(newest_reports(since=now - LATELY))
            self.has_begun = True
        found, horizon = next_to_look_at()
        may = may_recur({*found, *self.failed})
        for request_id in dict.fromkeys([*found, *sorted(self.failed)]):
            if request_id in may:
                self._look(request_id, now=now)
        self.failed &= may
        looked_until(horizon)
        return len(found)

    def _look(self, request_id: int, *, now: datetime) -> None:
        try:
            look_for_recurrence(request_id, now=now)
        except (OperationalError, InterfaceError):
            raise  # the database's trouble is no fault of a case
        except ChangedMeanwhile:
            self.failed.add(request_id)
        except NoSuchCase:
            self.failed.discard(request_id)
        except Exception:  # the one point where a report is isolated from the others
            if request_id not in self.failed:  # said once: it is tried again every second
                log.exception("it could not be looked whether a report is a recurrence", case=request_id)
            self.failed.add(request_id)
        else:
            self.failed.discard(request_id)
