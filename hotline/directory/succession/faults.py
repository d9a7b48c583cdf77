"""What is wrong with a map of successors, and on which line."""

from collections.abc import Sequence
from dataclasses import dataclass


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
