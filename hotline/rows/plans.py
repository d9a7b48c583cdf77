"""Which statements PostgreSQL keeps the plan of, for as long as a connection lasts: those that say so."""

from typing import Any, Self

from psycopg import Cursor


class PlannedOnce(str):
    """A statement that is planned once on each connection, and not again for other values.

    Only where no value changes what is the best plan: rows by their numbers, an agency's desk. A window of the map, a span of
    time and a word that is looked for are planned for what they are: a plan made for all was ten times as slow.
    """

    __slots__ = ()


class KeepingCursor(Cursor[Any]):
    """PostgreSQL binds the values, and keeps the plan of what is `PlannedOnce`. Django's settings name it (`site.dsn`)."""

    def execute(self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None) -> Self:
        """Run a statement as psycopg does; raises what that raises."""
        return super().execute(query, params, prepare=True if isinstance(query, PlannedOnce) else prepare, binary=binary)
