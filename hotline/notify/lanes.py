"""How many messages of a channel are on their way at once, and which ones: a provider may take seconds to answer."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from hotline.casefile.facts import Leased
from hotline.core.facts import Channel

LANES: Mapping[Channel, int] = {
    Channel.SMS: 8,
    Channel.EMAIL: 2,
    Channel.ZALO: 2,
    Channel.MESSENGER: 2,
    Channel.VIBER: 1,
    Channel.ZNS: 1,
}
"""Each lane has a sender of its own and one message in hand; so many may be repeated when the process dies."""


@dataclass(slots=True)
class Hands:
    """What the lanes of a channel have in hand: none takes what another has, whatever the clock says of its lease.

    A clock that jumps ahead ends every lease at once, and each lane would otherwise send what the others are about to send.
    """

    _lock: Lock = field(default_factory=Lock, init=False)
    _held: set[int] = field(default_factory=set, init=False)

    @contextmanager
    def taken(self, lease: Callable[[Collection[int]], Sequence[Leased]]) -> Iterator[Sequence[Leased]]:
        """Lease messages by calling `lease` with the ids that it must leave alone; they are in hand until the block ends."""
        with self._lock:
            messages = lease(frozenset(self._held))
            ids = {message.id for message in messages}
            self._held |= ids
        try:
            yield messages
        finally:
            with self._lock:
                self._held -= ids


HANDS: Mapping[str, Hands] = defaultdict(Hands)
"""By channel, shared by the lanes of this process."""
