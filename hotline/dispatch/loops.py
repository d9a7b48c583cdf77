"""What the worker does again and again for this stage: follow the record, tell agencies' systems, ask theirs, forget the old."""

from datetime import datetime

from hotline.casefile.steadily import Steadily
from hotline.core.loops import Loop
from hotline.dispatch import actions
from hotline.dispatch.polling import ask_systems
from hotline.dispatch.sending import send_notices

LANES = 3
"""A system may take ten seconds to answer."""


def follow(now: datetime) -> int:
    """Make notices of what happened; at once again while there is more to look at."""
    return actions.take_in(now=now)


def sweep(now: datetime) -> int:
    """Forget what is older than a month."""
    return actions.sweep(now=now)


LOOPS = (
    Loop("dispatch.follow", 1.0, follow),
    *(Loop(f"dispatch.send-{lane}", 1.0, Steadily(send_notices)) for lane in range(1, LANES + 1)),
    Loop("dispatch.ask", 5.0, Steadily(ask_systems)),
    Loop("dispatch.sweep", 3600.0, Steadily(sweep)),
)
