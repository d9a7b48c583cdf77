"""How many messages of a channel are on their way at once: a provider answers after a tenth of a second, or after many."""

from collections.abc import Mapping

from hotline.core.facts import Channel

LANES: Mapping[Channel, int] = {Channel.SMS: 1, Channel.EMAIL: 1}
"""Each lane has a sender of its own and one message in hand; so many may be repeated when a worker dies.

More than one only once lanes know what the others have in hand: a clock that jumps ahead ends every lease at once, and what one
lane is sending another would then send too (`faults clock` counts it).
"""
