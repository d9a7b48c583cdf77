"""How many messages of a channel are on their way at once: a provider answers after a tenth of a second, or after many."""

from collections.abc import Mapping

from hotline.core.facts import Channel

LANES: Mapping[Channel, int] = {Channel.SMS: 4, Channel.EMAIL: 2}
"""Each lane has a sender of its own and one message in hand; so many may be repeated when a worker dies."""
