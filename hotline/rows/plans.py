"""Which statements PostgreSQL keeps the plan of: those that say so, until a transaction is rolled back on their connection."""

from typing import Any, Self

from psycopg import Cursor


class PlannedOnce(str):
    """A statement that a connection prepares; after five times one plan serves all values, if that looks no dearer.

    Only where no value changes what is the best plan: rows by their numbers, an agency's desk. A window of the map, a span of
    time and a word that is looked for are planned for what they are: a plan made for all was ten times as slow.
    """

    __slots__ = ()


class KeepingCursor(Cursor[Any]):
    """PostgreSQL binds the values, and keeps the plan of what is `PlannedOnce`. Django's settings name it (`site.dsn`).

    It calls no stored procedures by name, as Django's own does.
    """

    def execute(self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None) -> Self:
        """Run a statement as psycopg does; raises what that raises."""
        return super().execute(query, params, prepare=True if isinstance(query, PlannedOnce) else prepare, binary=binary)
