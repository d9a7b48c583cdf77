"""How fast parts may leave, and how long a centre is left alone that does not answer."""

import asyncio
import time
from dataclasses import dataclass

from aiosmpplib import AbstractRetryTimer

_SHARE = 0.97
"""Of the contract's rate: a network brings nearer together what left apart, and the centre counts what arrives."""
_AHEAD, _LONGEST_ADMISSION, _LATE = 2.0, 4.0, 0.005  # seconds
_FIRST, _LONGEST = 0.5, 30.0
_LASTED = 10.0


class Pace:
    """Lets one part go each `1 / rate` seconds, none of them early. For one event loop."""

    def __init__(self, rate: float) -> None:
        """Take the rate of the contract, in parts a second."""
        self._gap = 1 / (rate * _SHARE)
        self._next = 0.0
        self._door, self._turns = asyncio.Lock(), asyncio.Lock()
        self._admitted = 0  # parts that have not had their turn yet

    async def admit(self, parts: int) -> "Admission | None":
        """Let a message in, first come first served, once those before it are nearly gone; None if that takes too long.

        What is let in leaves in good time. Let in all at once, at a slow rate, each would give up with half of its parts sent.
        """
        try:
            async with asyncio.timeout(_LONGEST_ADMISSION), self._door:
                while self._admitted * self._gap > _AHEAD:
                    await asyncio.sleep(min(self._gap, 0.05))
        except TimeoutError:
            return None
        self._admitted += parts
        return Admission(self, parts)

    def forget(self, parts: int) -> None:
        """Take back parts that were let in: they have had their turn, or will never ask for it."""
        self._admitted -= parts

    async def turn(self) -> None:
        """Wait for one's turn. Who comes late because this machine was busy makes the next wait, but for a moment's worth."""
        async with self._turns:
            while (wait := self._next - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            self._next = max(self._next, time.monotonic() - _LATE) + self._gap

    def pause(self, seconds: float) -> None:
        """Let nothing go for so long: the centre said that it was too much."""
        self._next = max(self._next, time.monotonic() + seconds)


@dataclass(slots=True)
class Admission:
    """A message that was let in, and how many of its parts have not had their turn."""

    pace: Pace
    left: int

    async def turn(self) -> None:
        """Wait for the turn of its next part, or of one that is sent again."""
        await self.pace.turn()
        if self.left:
            self.left -= 1
            self.pace.forget(1)

    def end(self) -> None:
        """Leave: what has had no turn will ask for none."""
        self.pace.forget(self.left)
        self.left = 0


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
