"""Which everyday cases a demonstration has already, so that what was interrupted goes on where it ended."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from hotline.site.installation import Installation


def journal_of(installation: Installation) -> "Journal":
    """Return the journal of a data folder."""
    return Journal(installation.folder / "demonstration.done")


@dataclass(slots=True)
class Journal:
    """The numbers of told cases, one a line, in the data folder.

    A number is written when its case is committed: where the power fails in between, that one case is told again.
    """

    path: Path
    _file: IO[str] | None = field(default=None, init=False)

    def told(self) -> set[int]:
        """Return the numbers; a line that a crash left half written is none."""
        try:
            lines = self.path.read_text().split("\n")[:-1]
        except FileNotFoundError:
            return set()
        return {int(line) for line in lines if line.isdecimal()}

    def forget(self) -> None:
        """Begin anew."""
        self.path.unlink(missing_ok=True)

    def add(self, number: int) -> None:
        """Write down one more."""
        if self._file is None:
            descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.ftruncate(descriptor, self.path.read_bytes().rfind(b"\n") + 1)
            self._file = os.fdopen(descriptor, "a")
        self._file.write(f"{number}\n")
        self._file.flush()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
