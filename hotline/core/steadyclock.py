"""Whether the wall clock may be believed, for what cannot be taken back once it was done too early.

A machine's clock is set by people and by other machines, and now and then wrongly. How much time has really passed is told by a
clock that nobody can set: what the wall clock gained besides is a jump.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

ALLOWED = timedelta(minutes=5)
"""So far ahead a clock may jump and do no harm: a message goes out five minutes early."""

SETTLES = timedelta(hours=1)
"""After so long a clock that jumped ahead is believed: it was wrong before, and is right now. Setting of time over the network
corrects a clock within minutes."""


class Belief(StrEnum):
    """What to make of the wall clock."""

    BELIEVED = "believed"
    AHEAD = "ahead"  # it jumped ahead and may be put right yet: wait
    SETTLED = "settled"  # it jumped ahead long ago and is believed from now on
    PUT_RIGHT = "put_right"  # it had jumped ahead, and came back


@dataclass(slots=True)
class SteadyClock:
    """Watches one wall clock. A clock that is put back is followed at once: whatever comes later than it could harms nobody.

    What it cannot know: that the clock was wrong already when it looked first.
    """

    settles: timedelta = SETTLES
    _held: float | None = field(default=None, init=False)  # how far the wall clock is from the other one, as believed
    _odd: tuple[float, float] | None = field(default=None, init=False)  # how far it jumped to, and since when

    def look(self, now: datetime, *, elapsed: float) -> Belief:
        """Return whether `now` may be believed; `elapsed` seconds have passed on the clock that nobody can set."""
        apart = now.timestamp() - elapsed
        if self._held is None or apart <= self._held + ALLOWED.total_seconds():
            was_odd = self._odd is not None
            self._held, self._odd = apart, None
            return Belief.PUT_RIGHT if was_odd else Belief.BELIEVED
        if self._odd is None or abs(apart - self._odd[0]) > ALLOWED.total_seconds():
            self._odd = apart, elapsed
        if elapsed - self._odd[1] < self.settles.total_seconds():
            return Belief.AHEAD
        self._held, self._odd = apart, None
        return Belief.SETTLED
