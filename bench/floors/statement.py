"""What the one statement of intake writes: its text, and the columns of each insert in it."""

import re
from dataclasses import dataclass
from pathlib import Path

from hotline.site.installation import REPOSITORY

FILE = REPOSITORY / "hotline" / "casefile" / "sql" / "open_request.sql"
FLOORS = Path(__file__).parent

_INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)")


class FloorsAreOld(Exception):
    """The scripts were made of another statement than the one that is live."""


@dataclass(frozen=True, slots=True)
class Insert:
    """A table and the columns written to it."""

    table: str
    columns: tuple[str, ...]


def inserts(sql: str) -> tuple[Insert, ...]:
    """Return the inserts of a statement or script, in order."""
    return tuple(Insert(table, tuple(columns.replace(",", " ").split())) for table, columns in _INSERT.findall(sql))


def require_current() -> None:
    """Raise FloorsAreOld unless both scripts write what the live statement writes, column for column."""
    live = set(inserts(FILE.read_text()))
    for name in ("A.sql", "B.sql"):
        file = FLOORS / name
        if not file.exists() or set(inserts(file.read_text())) != live:
            raise FloorsAreOld(f"{file.relative_to(REPOSITORY)}: run `bin/hotline bench intake --make-floors`.")
