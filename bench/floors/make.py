"""Makes A.sql and B.sql: sends one report to an installation of its own and reads from the server's log what it did.

Both scripts load their values into pgbench's variables once for each client and then send them as parameters, as our
driver does; what must be unique (keys, references, ids) is made anew each time. For B, which takes one list of reports, the
server puts it into the loaded report, a few hundredths of a millisecond that our own statement has no need of.
"""

import json
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.floors.logged import Logged, NotLogged, find
from bench.floors.statement import FILE, FLOORS, Insert, inserts
from bench.rig.figures import say
from bench.rig.house import Connection, House, folder_for, running
from bench.rig.load import pounding, result_of
from bench.rig.reports import places
from hotline.site.roles import LOGIN

LOGGED_WITHIN = 10.0  # seconds
FAR = "'2099-01-01 00:00:00+00'"  # the moment of every floor row: no loop finds anything of it due

_RANDOM = "(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))"
_CODE = "('1022-' || gen_random_uuid()::text)"
_BASE64 = f"encode({_RANDOM}, 'base64')"
_FRESH_A = {
    "id": ":id",
    "key": _RANDOM,
    "link_hash": _RANDOM,
    "once": _CODE,
    "provider_id": _CODE,
    "reference": _CODE,
    "request_id": ":id",
}
_FRESH_B = {
    "id": "(:id)::bigint",
    "key": _BASE64,
    "link_hash": _BASE64,
    "messages": "jsonb_set((:report)::jsonb -> 'messages', '{0,once}', to_jsonb(gen_random_uuid()::text))",
    "reference": _CODE,
}
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
    if logged.text.strip() != FILE.read_text().strip():
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
        (report,) = json.loads(logged.literals[1][1:-1].replace("''", "'"))
        return logged, [pair for insert in inserts(FILE.read_text()) for pair in _rows(connection, insert, report["id"])]


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
    """Return the statement with a list of one report: the logged one, its unique parts made by the server each time."""
    fresh = ", ".join(f"'{name}', {value}" for name, value in _FRESH_B.items())
    loaded = {"report": f"CAST({logged.literals[1]} AS jsonb) -> 0 || jsonb_build_object('now', {FAR})"}
    text = re.sub(r"^--.*\n", "", logged.text, flags=re.MULTILINE).strip()
    head = _head("Floor B: our one statement, as it is, by pgbench.", loaded)
    return f"{head}{text.replace('$1', f'jsonb_build_array((:report)::jsonb || jsonb_build_object({fresh}))')};\n"


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
