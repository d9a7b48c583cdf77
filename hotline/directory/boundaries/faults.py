"""What is wrong with a file of boundaries, in words that whoever made the file understands."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason not to take the file. `number` is the feature's place in it, from 1; 0: the file as a whole."""

    number: int
    name: str
    reason: str

    def __str__(self) -> str:
        where = f"feature {self.number}" + (f" ({self.name})" if self.name else "") if self.number else "the file"
        return f"{where}: {self.reason}"


class BadBoundaries(Exception):
    """A file that is refused, with every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
