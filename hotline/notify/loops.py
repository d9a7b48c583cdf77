"""What the sender does again and again for this stage: a few loops a channel, so that a stalled one holds up no other."""

from datetime import datetime
from functools import partial

from django.conf import settings

from hotline.casefile.queries.setups import setup_of
from hotline.core.facts import Channel
from hotline.core.loops import Loop
from hotline.directory import queries as directory
from hotline.notify import senders, zalotokens
from hotline.notify.configuration import configuration
from hotline.notify.draining import BATCH, Drain
from hotline.notify.lanes import LANES

_FIRST, _OTHERS = 0.5, 2.0  # seconds between looks at a quiet outbox; the others are for when there is much
_LEADS = {Channel.SMS: BATCH}
"""Who is told at once is told by SMS; after a storm, letters that say the same to agencies leave when those have left."""


_made: dict[tuple[Channel, int], tuple[object, Drain]] = {}
"""By channel and lane: what its sender was made of, and the drain."""


def drain(channel: Channel, lane: int) -> Drain:
    """Return the drain of one lane of a channel, with the sender that is chosen now; another one once that is set up anew."""
    name = senders.chosen_name(channel)
    made_of = (name, setup_of(name))
    known, found = _made.get((channel, lane), (None, None))
    if found is None or known != made_of:
        city = directory.snapshot().city
        own = {"sender_name": city.centre_name.vi, "sender_address": city.email, "public_url": settings.PUBLIC_URL}
        found = Drain(
            channel, senders.sender_of(channel, **own), demonstration=configuration().is_demonstration, lane=lane, name=name
        )
        _made[channel, lane] = made_of, found
    return found


def forget_drains() -> None:
    """Make every sender anew when it is asked for next."""
    _made.clear()


def send(channel: Channel, lane: int, now: datetime) -> int:
    """Send what waits on a channel, one batch by one lane; return how many messages were dealt with."""
    return drain(channel, lane).run(now)


def keep_zalo(now: datetime) -> int:
    """Renew Zalo's tokens where nobody did for long; return 0: once is enough until the next look."""
    zalotokens.keep_fresh(setup_of(zalotokens.NAME), stays_here=configuration().is_demonstration, now=now)
    return 0


LOOPS = (
    *(
        Loop(
            f"notify-{channel}-{lane}",
            _FIRST if lane == 1 else _OTHERS,
            partial(send, channel, lane),
            sends=True,
            leads=_LEADS.get(channel, 0),
            follows=channel is Channel.EMAIL,
        )
        for channel, lanes in LANES.items()
        for lane in range(1, lanes + 1)
    ),
    Loop("notify-zalo-tokens", 600.0, keep_zalo, sends=True),
)
