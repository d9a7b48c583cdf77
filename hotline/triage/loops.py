"""Reports that need nobody's key go to their agency by themselves."""

from collections.abc import Collection
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError

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
    waiting = queries.to_forward_automatically(limit=BATCH)
    gone = _forwarded_together(waiting, now=now)
    return len(gone) + sum(_forwarded(request_id, now=now) for request_id in waiting if request_id not in gone)


def _forwarded_together(request_ids: Collection[int], *, now: datetime) -> frozenset[int]:
    """Forward all that are as they came; none if one of them cannot go: then each is tried by itself."""
    try:
        return actions.forward_new(request_ids, now=now, actor=SYSTEM)
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is no fault of a case
    except Exception:
        log.warning("reports are forwarded one by one", cases=len(request_ids), exc_info=True)
        return frozenset()


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


LOOPS = (Loop("forward-automatic", 1.0, forward_automatic, leads=BATCH),)
