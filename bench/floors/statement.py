"""What the one statement of intake writes: its text, its parameters' names, and the columns of each insert in it."""

import re
from dataclasses import dataclass
from pathlib import Path

from hotline.site.installation import REPOSITORY

FILE = REPOSITORY / "hotline" / "casefile" / "sql" / "open_request.sql"
FLOORS = Path(__file__).parent

_PARAMETER = re.compile(r"%\((\w+)\)s")
_INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)")


class FloorsAreOld(Exception):
    """The scripts were made of another statement than the one that is live."""


@dataclass(frozen=True, slots=True)
class Insert:
    """A table and the columns written to it."""

    table: str
    columns: tuple[str, ...]


def names() -> tuple[str, ...]:
    """Return the parameters' names in the order of their numbers, as `open_request` numbers them."""
    return tuple(dict.fromkeys(_PARAMETER.findall(FILE.read_text())))


def numbered() -> str:
    """Return the statement as the server logs it: $1, $2 … for the parameters."""
    numbers = {name: number for number, name in enumerate(names(), start=1)}
    return _PARAMETER.sub(lambda found: f"${numbers[found[1]]}", FILE.read_text())


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
