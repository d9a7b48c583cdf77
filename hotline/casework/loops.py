"""Deadlines that were overrun lawfully end at their due moment, whether or not anybody looks at them."""

from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError

from hotline.casefile import actions, queries
from hotline.casefile.steadily import Steadily
from hotline.core.loops import Loop

BATCH = 100

log = structlog.get_logger(__name__)


def end_overruns(now: datetime) -> int:
    """End the deadlines that passed under a commitment that covers them; return how many.

    One that cannot be ended holds up no other of its batch.
    """
    return sum(_ended(clock, now=now) for clock in queries.overrun_lawfully(now=now, limit=BATCH))


def _ended(clock: int, *, now: datetime) -> bool:
    try:
        return actions.end_overrun(clock, now=now)
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is no fault of a clock
    except Exception:  # the one point where a clock is isolated from the others of its batch
        log.exception("a lawful overrun could not be ended", clock=clock)
        return False


LOOPS = (Loop("lawful-overruns", 5.0, Steadily(end_overruns)),)
