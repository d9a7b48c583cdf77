"""Says how the connections do that processes of ours hold open, so that pages, which are another process, can show it."""

import time

from django.utils import timezone

from hotline.core.connections import Condition
from hotline.notify.actions import connection_does

SMPP, IMAP, LMTP = "smpp", "imap", "lmtp"
_EVERY = 10.0  # seconds, while nothing changes

_said: dict[str, tuple[Condition | None, float]] = {}
"""By name: what was said last, and when on the monotonic clock."""


def tell(name: str, condition: Condition | None) -> None:
    """Keep how a connection does, at once when that changed, else now and then. Of one that is not to be, nothing is kept."""
    before, at = _said.get(name, (None, 0.0))
    if name in _said and condition == before and (condition is None or time.monotonic() < at + _EVERY):
        return
    connection_does(name, condition, now=timezone.now())
    _said[name] = condition, time.monotonic()


def forget_said() -> None:
    """Say everything anew: what was said was said to another database."""
    _said.clear()
