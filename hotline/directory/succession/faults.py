"""What is wrong with a map of successors, and on which line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MapFault:
    """One fault; line 0: the file as a whole."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}" if self.line else f"the file: {self.reason}"


class BadMap(Exception):
    """A map that is refused, with every fault. Nothing was changed."""

    def __init__(self, faults: Sequence[MapFault]) -> None:
        super().__init__(f"{len(faults)} faults, the first: {faults[0]}")
        self.faults = tuple(faults)


class NotYet(Exception):
    """The change takes effect on a day that has not come: wards that do not stand yet would be given today's cases."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day
