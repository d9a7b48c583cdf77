"""Runs a floor: pgbench on the same server and data, as the application's own role."""

import os
import re
import subprocess

from bench.floors.statement import FLOORS
from bench.rig.house import House
from hotline.site.embedded.place import place_of
from hotline.site.roles import DATABASE, LOGIN

FIRST_ID = 10**12
"""Ids of floor rows begin here, far from those of reports."""

_FORGET = """
SET session_replication_role = replica;
DELETE FROM casefile_event WHERE request_id >= {first};
DELETE FROM casefile_message WHERE request_id >= {first};
SET session_replication_role = origin;
VACUUM casefile_event;
VACUUM casefile_message;
CHECKPOINT
"""


class FloorFailed(Exception):
    """The words of pgbench."""


def per_second(house: House, floor: str, *, clients: int, seconds: float) -> float:
    """Return how many reports a second the bare database takes by script `floor` ("A" or "B"). Raises FloorFailed."""
    place = place_of(house.installation)
    variables = {
        "n": 0,
        "base": _first_free(house),
        "clients": clients,
        "ready": 0,
        "contact_id": 0,
        "point_id": 0,
        "reporter_id": 0,
    }
    command = [
        str(place.programs / "pgbench"),
        *(word for name, value in variables.items() for word in ("-D", f"{name}={value}")),
        *("-M", "prepared", "-n", "-f", str(FLOORS / f"{floor}.sql")),
        *("-c", str(clients), "-j", "2", "-T", str(max(1, round(seconds)))),
        *("-h", str(house.socket), "-U", LOGIN, DATABASE),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    found = re.search(r"^tps = ([\d.]+)", done.stdout, flags=re.MULTILINE)
    failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
    if done.returncode != 0 or found is None or (failed and failed[1] != "0"):
        raise FloorFailed(f"{floor}: {done.stderr.strip()[-500:]} {done.stdout[-300:]}")
    return float(found[1])


def _first_free(house: House) -> int:
    with house.database() as connection:
        row = connection.execute("SELECT greatest(max(id) + 1, %s) FROM casefile_servicerequest", [FIRST_ID]).fetchone()
    return int(str(row[0])) if row else FIRST_ID


def forget_rows(house: House) -> None:
    """Take the floors' events and messages away again, so that the worker does not seal and send made-up ones."""
    with house.database() as connection:
        for statement in _FORGET.format(first=FIRST_ID).split(";"):
            connection.execute(statement)
