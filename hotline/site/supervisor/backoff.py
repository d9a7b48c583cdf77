"""How long to wait before a process that died is started again."""

from dataclasses import dataclass

STEADY_AFTER = 10.0  # seconds; one that lived so long did not die of its start
LONGEST = 5.0  # seconds; recovery from any fault must be seen within 10


@dataclass(slots=True)
class Backoff:
    """The deaths in a row of one process."""

    deaths: int = 0

    def after_death(self, *, lived: float) -> float:
        """Return the seconds to wait, given the seconds that the process lived: none after a steady life, then doubling."""
        self.deaths = 1 if lived >= STEADY_AFTER else self.deaths + 1
        return 0.0 if self.deaths == 1 else min(LONGEST, 0.25 * 2 ** (self.deaths - 2))
