"""How fast parts may leave, and how long a centre is left alone that does not answer."""

import asyncio
import time

from aiosmpplib import AbstractRetryTimer

_SHARE = 0.97
"""Of the contract's rate: a network brings nearer together what left apart, and the centre counts what arrives."""
_FIRST, _LONGEST = 0.5, 30.0
_LASTED = 10.0


class Pace:
    """Lets one part go each `1 / rate` seconds, none of them early. For one event loop."""

    def __init__(self, rate: float) -> None:
        """Take the rate of the contract, in parts a second."""
        self._gap = 1 / (rate * _SHARE)
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for one's turn."""
        at = max(time.monotonic(), self._next)
        self._next = at + self._gap
        while (wait := at - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def pause(self, seconds: float) -> None:
        """Let nothing go for so long: the centre said that it was too much."""
        self._next = max(self._next, time.monotonic() + seconds)


class Patience(AbstractRetryTimer):
    """Waits longer with each failure, and not only with those to connect: a centre may take us and drop us at once."""

    def __init__(self) -> None:
        """Begin patient as after no failure."""
        self._failures = 0
        self._connected_at = float("inf")

    async def wait(self) -> None:
        """Wait before the next attempt."""
        if time.monotonic() - self._connected_at > _LASTED:
            self._failures = 0
        self._connected_at = float("inf")
        delay = self.next_delay()
        self._failures += 1
        await asyncio.sleep(delay)

    def reset(self) -> None:
        """Note that a connection was made."""
        self._connected_at = time.monotonic()

    def next_delay(self) -> float:
        """Return for how many seconds `wait` will wait."""
        return float(min(_FIRST * 2 ** min(self._failures, 10), _LONGEST))
