"""What an answer to a notice means: taken, to be tried again, or given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from hotline.core.retry import Backoff, Failure

PATIENCE = Backoff(first=timedelta(seconds=5), longest=timedelta(hours=1), attempts=200, give_up_after=timedelta(hours=24))
"""An agency's system that stands still over night gets everything in the morning."""

GONE = 410
_BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try. `reason` is empty when it was taken; `is_unreachable`: nobody answered at all."""

    reason: str = ""
    status: int | None = None
    failure: Failure = Failure.TEMPORARY
    after: timedelta | None = None
    is_unreachable: bool = False

    @property
    def is_taken(self) -> bool:
        """Return whether the other side has it."""
        return not self.reason


def outcome_of(status: int, retry_after: str = "", *, now: datetime) -> Outcome:
    """Return what an answer with this status means. Any 2xx is a yes; 410 says that nobody wants to hear from us any more."""
    if 200 <= status < 300:
        return Outcome(status=status)
    if status == GONE:
        return Outcome("gone", status, Failure.PERMANENT)
    if 300 <= status < 400:
        return Outcome("redirect", status)
    if status in _BUSY:
        return Outcome("busy", status, Failure.THROTTLED, _wait(retry_after, now=now))
    return Outcome("refused" if status < 500 else "fault", status)


def _wait(retry_after: str, *, now: datetime) -> timedelta | None:
    """Return for how long the other side asks to be left alone: seconds or a date, as HTTP writes them."""
    if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 7:
        return timedelta(seconds=int(retry_after))
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(at - now, timedelta(0)) if at.tzinfo else None
