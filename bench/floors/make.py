"""Makes A.sql and B.sql: sends one report to an installation of its own and reads from the server's log what it did.

Both scripts load their values into pgbench's variables once for each client and then send them as parameters, as our
driver does; what must be unique (keys, references, ids) is made anew each time.
"""

import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.floors.logged import Logged, NotLogged, find
from bench.floors.statement import FLOORS, Insert, inserts, names, numbered
from bench.rig.figures import say
from bench.rig.house import Connection, House, folder_for, running
from bench.rig.load import pounding, result_of
from bench.rig.reports import places
from hotline.site.roles import LOGIN

LOGGED_WITHIN = 10.0  # seconds
FAR = "'2099-01-01 00:00:00+00'"  # the moment of every floor row: no loop finds anything of it due

_RANDOM = "(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))"
_CODE = "('1022-' || gen_random_uuid()::text)"
_FRESH = {"id": ":id", "key": _RANDOM, "link_hash": _RANDOM, "reference": _CODE}
_FRESH_B = {**_FRESH, "messages": "jsonb_set(:messages, '{0,once}', to_jsonb(gen_random_uuid()::text))"}
_FRESH_A = {**_FRESH, "once": _CODE, "provider_id": _CODE, "request_id": ":id"}
_KEPT = {"casefile_contact": "contact_id", "casefile_contactpoint": "point_id", "casefile_reporter": "reporter_id"}

_HEAD = """\
-- {what}
-- Made by `bin/hotline bench intake --make-floors` of what PostgreSQL itself logged for one report; not edited by hand.
\\set n :n + 1
\\set id :base + :n * :clients + :client_id
\\if :ready = 0
SELECT {loaded}
\\gset
\\set ready 1
\\endif
"""


def make() -> None:
    """Write both scripts."""
    with folder_for(None, name="floors") as folder, running(folder) as house:
        say("floors: sending one report with the server's log open")
        logged, rows = _one_report(house)
    if logged.text.strip() != numbered().strip():
        raise NotLogged("the statement in the log is not the one of open_request.sql")
    (FLOORS / "B.sql").write_text(_script_b(logged))
    (FLOORS / "A.sql").write_text(_script_a(rows))
    say(f"floors: {len(rows)} rows a report, written to {FLOORS}")


def _one_report(house: House) -> tuple[Logged, list[tuple[Insert, dict[str, str | None]]]]:
    with house.database() as connection:
        for setting in ("log_statement = 'all'", "log_error_verbosity = 'default'", "log_parameter_max_length = -1"):
            connection.execute(f"ALTER ROLE {LOGIN} SET {setting}")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [LOGIN])
        where = places(connection)
        with tempfile.NamedTemporaryFile() as into:
            load = pounding(house, clients=1, seconds=0.01, first=0, mark="floor", into=Path(into.name), places=where)
            result_of(load)
        connection.execute(f"ALTER ROLE {LOGIN} RESET ALL")
        logged = _logged(house.installation.logs / "postgres")
        request = int(logged.literals[names().index("id") + 1].strip("'"))
        return logged, [pair for insert in inserts(numbered()) for pair in _rows(connection, insert, request)]


def _logged(folder: Path) -> Logged:
    until = time.monotonic() + LOGGED_WITHIN
    while True:
        try:
            return find(
                "\n".join(path.read_text() for path in sorted(folder.glob("postgresql-*.log"))), "INTO casefile_intakekey"
            )
        except NotLogged:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _rows(connection: Connection, insert: Insert, request: int) -> list[tuple[Insert, dict[str, str | None]]]:
    """Return the rows that the statement wrote to one table, as texts by column."""
    where = {
        "casefile_servicerequest": "id = %s",
        "casefile_contact": "id IN (SELECT contact_id FROM casefile_reporter WHERE request_id = %s)",
        "casefile_contactpoint": "contact_id IN (SELECT contact_id FROM casefile_reporter WHERE request_id = %s)",
    }.get(insert.table, "request_id = %s")
    columns = ", ".join(f"{column}::text" for column in insert.columns)
    found = connection.execute(f"SELECT {columns} FROM {insert.table} WHERE {where}", [request]).fetchall()
    rows = [dict(zip(insert.columns, map(_text, row), strict=True)) for row in found]
    if insert.table == "casefile_event":
        # The worker may have been quick with a later step: only what the statement itself wrote.
        rows = [row for row in rows if row["name"] in ("received", "proposed")]
    return [(insert, row) for row in rows]


def _script_b(logged: Logged) -> str:
    literals = {name: logged.literals[number] for number, name in enumerate(names(), start=1)}
    literals["now"] = FAR
    loaded = {name: literal for name, literal in literals.items() if name not in _FRESH and literal != "NULL"}
    text = re.sub(r"^--.*\n", "", logged.text, flags=re.MULTILINE).strip()
    by_number = {f"${number}": name for number, name in enumerate(names(), start=1)}

    def value(found: "re.Match[str]") -> str:
        name = by_number[found[0]]
        return _FRESH_B.get(name) or (f":{name}" if name in loaded else "NULL")

    head = _head("Floor B: our one statement, as it is, by pgbench.", loaded)
    return f"{head}{re.sub(r'\$\d+', value, text)};\n"


def _script_a(rows: Sequence[tuple[Insert, Mapping[str, str | None]]]) -> str:
    loaded: dict[str, str] = {}
    lines = []
    for number, (insert, row) in enumerate(rows, start=1):
        values = [_value_a(f"r{number}_{column}", column, text, loaded) for column, text in row.items()]
        back = _KEPT.get(insert.table)
        ending = f"\nRETURNING id AS {back}\n\\gset" if back else ";"
        lines.append(f"INSERT INTO {insert.table} ({', '.join(insert.columns)})\nVALUES ({', '.join(values)}){ending}")
    head = _head("Floor A: the same rows by separate inserts in one transaction, by pgbench.", loaded)
    return "\n".join([f"{head}BEGIN;", *lines, "COMMIT;", ""])


def _value_a(variable: str, column: str, text: str | None, loaded: dict[str, str]) -> str:
    if column in _FRESH_A:
        return _FRESH_A[column]
    if text is None:
        return "NULL"
    if column in _KEPT.values():
        return f":{column}"
    loaded[variable] = FAR if column in ("created_at", "try_at", "received_at", "at") else _quoted(text)
    return f":{variable}"


def _head(what: str, loaded: Mapping[str, str]) -> str:
    for literal in loaded.values():
        if re.search(r":[^\W\d]", literal):
            raise NotLogged(f"pgbench would take a variable for what stands in {literal[:80]}")
    return _HEAD.format(what=what, loaded=",\n    ".join(f"{literal} AS {name}" for name, literal in loaded.items()))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
