"""What the worker does again and again for this stage: a few loops a channel, so that a stalled one holds up no other."""

from datetime import datetime
from functools import cache, partial

from django.conf import settings

from hotline.core.facts import Channel
from hotline.core.loops import Loop
from hotline.directory import queries as directory
from hotline.notify.configuration import configuration
from hotline.notify.draining import Drain
from hotline.notify.lanes import LANES
from hotline.notify.senders import senders

_FIRST, _OTHERS = 0.5, 2.0  # seconds between looks at a quiet outbox; the others are for when there is much


@cache
def drain(channel: Channel, lane: int) -> Drain:
    """Return the drain of one lane of a channel, with the sender that the settings name."""
    city = directory.snapshot().city
    ways = senders(sender_name=city.centre_name.vi, sender_address=city.email, public_url=settings.PUBLIC_URL)
    return Drain(channel, ways[channel], demonstration=configuration().is_demonstration, lane=lane)


def send(channel: Channel, lane: int, now: datetime) -> int:
    """Send what waits on a channel, one batch by one lane; return how many messages were dealt with."""
    return drain(channel, lane).run(now)


LOOPS = tuple(
    Loop(f"notify-{channel}-{lane}", _FIRST if lane == 1 else _OTHERS, partial(send, channel, lane))
    for channel, lanes in LANES.items()
    for lane in range(1, lanes + 1)
)
