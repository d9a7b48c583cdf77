"""Reports that need nobody's key go to their agency by themselves."""

from datetime import datetime

import structlog

from hotline.casefile import actions, queries
from hotline.core.facts import SYSTEM
from hotline.core.loops import Loop
from hotline.core.status import MoveNotAllowed

BATCH = 50
FAILED = "forwarding_failed"

log = structlog.get_logger(__name__)

_OVERTAKEN = (actions.NothingToForward, actions.NoSuchCase, actions.ChangedMeanwhile, MoveNotAllowed)
"""Somebody was quicker: there is nothing left to do here."""


def forward_automatic(now: datetime) -> int:
    """Forward the cases whose proposed parts may go by themselves; return how many went.

    One case that cannot go does not hold up the others: it is left to the operators, visibly, and its reason recorded.
    """
    return sum(_forwarded(request_id, now=now) for request_id in queries.to_forward_automatically(limit=BATCH))


def _forwarded(request_id: int, *, now: datetime) -> bool:
    try:
        actions.forward(request_id, now=now, actor=SYSTEM)
    except _OVERTAKEN:
        return False
    except Exception:  # the one point where a case is isolated from the others of its batch
        log.exception("automatic forwarding failed", case=request_id)
        actions.hold_automatic(request_id, reason=FAILED, now=now, actor=SYSTEM)
        return False
    return True


LOOPS = (Loop("forward-automatic", 1.0, forward_automatic),)
