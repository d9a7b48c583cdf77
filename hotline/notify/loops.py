"""What the worker does again and again for this stage: one loop a channel, so that a stalled one holds up no other."""

from datetime import datetime
from functools import cache

from django.conf import settings

from hotline.core.facts import Channel
from hotline.core.loops import Loop
from hotline.directory import queries as directory
from hotline.notify.configuration import configuration
from hotline.notify.draining import Drain
from hotline.notify.senders import senders


@cache
def drain(channel: str) -> Drain:
    """Return the drain of a channel, with the sender that the settings name."""
    city = directory.snapshot().city
    ways = senders(sender_name=city.centre_name.vi, sender_address=city.email, public_url=settings.PUBLIC_URL)
    return Drain(channel, ways[channel], demonstration=configuration().is_demonstration)


def send_sms(now: datetime) -> int:
    """Send waiting SMS."""
    return drain(Channel.SMS).run(now)


def send_email(now: datetime) -> int:
    """Send waiting e-mail."""
    return drain(Channel.EMAIL).run(now)


LOOPS = (
    Loop("notify-sms", 0.5, send_sms),
    Loop("notify-email", 0.5, send_email),
)
