"""Makes a large city of a small one: every case of a demonstration copied many times, with new references, times and points.

Rows are written past the actions, by SQL, for a measurement only: their seals are those of the cases they were copied from, so
`audit verify` has no meaning here. What pages read of them is as it is for real cases.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from psycopg import sql

from bench.rig.house import Connection
from hotline.core.reference import RANDOM_BYTES, new_reference

TABLES = (
    "casefile_servicerequest",
    "casefile_assignment",
    "casefile_clock",
    "casefile_answer",
    "casefile_answerversion",
    "casefile_note",
    "casefile_question",
    "casefile_reporter",
    "casefile_event",
    "casefile_message",
    "casefile_publicentry",
)
_APART = 100_000_000  # between the ids of one copy and the next
_LATER = "97 seconds"  # between the times of one copy and the next
_COLUMNS = """
SELECT attribute.attname, format_type(attribute.atttypid, NULL),
    (SELECT target.relname FROM pg_constraint AS bond JOIN pg_class AS target ON target.oid = bond.confrelid
     WHERE bond.conrelid = attribute.attrelid AND bond.contype = 'f' AND bond.conkey = ARRAY[attribute.attnum])
FROM pg_attribute AS attribute
WHERE attribute.attrelid = %s::regclass AND attribute.attnum > 0 AND NOT attribute.attisdropped
    AND attribute.attgenerated = ''
"""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: str
    points_at: str | None


def multiply(connection: Connection, *, to: int) -> int:
    """Copy every case until there are about `to`; return how many there are. Copies of copies are not made."""
    there = _count(connection, "casefile_servicerequest")
    originals = _count(connection, "casefile_servicerequest", f"WHERE id < {_APART}")
    first, last = there // originals, to // originals - 1
    if last < first:
        return there
    connection.execute("SET session_replication_role = replica")  # nothing is checked or forbidden: originals were
    _new_references(connection, first, last)
    with connection.transaction():  # the worker follows events, and must not make entries of copies before they are copied
        for table in TABLES:
            _copy(connection, table, first, last)
    connection.execute("SET session_replication_role = origin")
    for table in TABLES:
        connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))
    return _count(connection, "casefile_servicerequest")


def _copy(connection: Connection, table: str, first: int, last: int) -> None:
    columns = [_Column(str(name), str(kind), str(at) if at else None) for name, kind, at in connection.execute(_COLUMNS, [table])]
    whose = "request_id" if table == "casefile_publicentry" else "id"
    statement = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {values} FROM {table} AS old "
        "CROSS JOIN generate_series({first}, {last}) AS copy (n) "
        "{renamed} WHERE old.{whose} < {apart}"
    ).format(
        table=sql.Identifier(table),
        names=sql.SQL(", ").join(sql.Identifier(column.name) for column in columns),
        values=sql.SQL(", ").join(_value(table, column) for column in columns),
        first=first,
        last=last,
        renamed=_renamed(table),
        whose=sql.Identifier(whose),
        apart=_APART,
    )
    connection.execute(statement)


def _value(table: str, column: _Column) -> sql.Composable:
    """Return what a copy has in this column."""
    old = sql.Identifier("old", column.name)
    if column.points_at in TABLES or column.name == "id":
        return sql.SQL("{} + copy.n * {}::bigint").format(old, sql.Literal(_APART))
    if column.name == "reference":
        return sql.SQL("renamed.reference")
    if column.name == "link_hash":
        return sql.SQL("sha256(old.link_hash || copy.n::text::bytea)")
    if (table, column.name) == ("casefile_message", "once"):
        return sql.SQL("old.once || ':copy' || copy.n")
    if column.kind == "timestamp with time zone":
        return sql.SQL("{} - copy.n * {}::interval").format(old, sql.Literal(_LATER))
    if column.name in ("lat", "lon"):
        return sql.SQL("{} + (random() - 0.5) * 0.01").format(old)
    return old


def _renamed(table: str) -> sql.Composable:
    if table not in ("casefile_servicerequest", "casefile_publicentry"):
        return sql.SQL("")
    whose = sql.Identifier("id" if table == "casefile_servicerequest" else "request_id")
    return sql.SQL("JOIN bench_reference AS renamed ON renamed.old_id = old.{} AND renamed.n = copy.n").format(whose)


def _new_references(connection: Connection, first: int, last: int) -> None:
    connection.execute("CREATE TEMPORARY TABLE IF NOT EXISTS bench_reference (old_id bigint, n int, reference text)")
    connection.execute("TRUNCATE bench_reference")
    originals = [row[0] for row in connection.execute(f"SELECT id FROM casefile_servicerequest WHERE id < {_APART}")]
    fresh = _references({str(row[0]) for row in connection.execute("SELECT reference FROM casefile_servicerequest")})
    with connection.cursor() as cursor, cursor.copy("COPY bench_reference FROM STDIN") as lines:
        for number in range(first, last + 1):
            for old_id, reference in zip(originals, fresh, strict=False):
                lines.write_row((old_id, number, reference))
    connection.execute("ANALYZE bench_reference")


def _references(taken: set[str]) -> Iterator[str]:
    """Yield new references: of a hundred thousand, two are alike in one run of two hundred."""
    now = datetime.now(UTC)
    while True:
        reference = new_reference(now, secrets.token_bytes(RANDOM_BYTES))
        if reference not in taken:
            taken.add(reference)
            yield reference


def _count(connection: Connection, table: str, where: str = "") -> int:
    row = connection.execute(f"SELECT count(*) FROM {table} {where}").fetchone()
    return int(str(row[0])) if row else 0
