"""What clients did and were told: the side of the story that the database must agree with."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Entry:
    """One report as its sender knows it. Moments are seconds of the monotonic clock; `body` is the acknowledgement.

    `broken` counts tries that were under way when the connection broke or the answer stayed away.
    """

    key: str
    mark: str
    first_sent_at: float
    tries: int = 0
    broken: int = 0
    sent_at: float = 0.0  # of the try that was acknowledged
    acknowledged_at: float | None = None
    reference: str = ""
    body: str = ""


@dataclass(slots=True)
class History:
    """All entries, and what was wrong in the answers themselves."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> list[Entry]:
        """Return the entries that somebody was promised something for."""
        return [entry for entry in self.entries if entry.acknowledged_at is not None]

    def recovered_after(self, moment: float) -> float | None:
        """Return the seconds from `moment` to the next acknowledgement of a try that was sent after it."""
        later = [e.acknowledged_at for e in self.entries if e.acknowledged_at is not None and e.sent_at > moment]
        return min(later) - moment if later else None

    def keep(self, file: Path) -> None:
        """Write the history as lines of JSON, for whoever must find out what happened."""
        file.write_text("".join(f"{json.dumps(asdict(entry))}\n" for entry in self.entries))

    def fault(self, words: str) -> None:
        """Add a wrong answer."""
        self.faults.append(words)


def told(entries: Iterable[Entry]) -> set[str]:
    """Return the references that clients were given."""
    return {entry.reference for entry in entries}
