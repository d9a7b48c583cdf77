"""What an administrative change costs: the wards of 30-6-2025 become those of the next day, 200,000 cases open."""

import json
import subprocess
from pathlib import Path

from bench.rig.copies import TABLES, multiply
from bench.rig.figures import say
from bench.rig.house import Connection, House, folder_for, plain_environment, running
from hotline.site.beforemerger import write_before
from hotline.site.installation import REPOSITORY, profile_folder

FULL, QUICK = 200_000, 20_000
_DEMO = 120  # everyday cases of the demonstration that the open ones are copied from
_WITHIN = 1800.0  # seconds
_CLOSED = "phase NOT IN ('received', 'in_progress')"


def succession_figures(*, cases: int) -> dict[str, float | None]:
    """Carry the merger of 2025 out over so many open cases, by its command, and return how long that took and what it did."""
    with folder_for(None, name="bench") as folder:
        write_before(profile_folder("hcmc"), folder / "before")
        data = folder / "data"
        data.mkdir(mode=0o711)
        with running(data, demo=_DEMO, profile=str(folder / "before")) as house:
            with house.database() as connection:
                _forget_closed(connection)
                there = multiply(connection, to=cases)
                say(f"{there} open cases on the wards of before")
                events = _count(connection, "casefile_event")
            done = _carried_out(house, folder / "before-successors.csv")
            with house.database() as connection:
                written = _count(connection, "casefile_event") - events
    return {
        "succeed_s": float(done["seconds"]),
        "succeed_cases": float(done["looked"]),
        "succeed_moved": float(done["cases"]),
        "succeed_parts": float(done["parts"]),
        "succeed_per_s": done["looked"] / done["seconds"],
        "succeed_events": float(written),
    }


def _carried_out(house: House, successors: Path) -> dict[str, float]:
    folder = house.installation.folder
    command = [str(REPOSITORY / "bin" / "hotline"), "areas", "succeed", str(successors), "--data", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=plain_environment(), timeout=_WITHIN)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _forget_closed(connection: Connection) -> None:
    """Leave the open cases alone: only they are moved. Nothing is forbidden to a replica, so nothing else is asked."""
    connection.execute("SET session_replication_role = replica")
    connection.execute(f"CREATE TEMPORARY TABLE bench_closed AS SELECT id FROM casefile_servicerequest WHERE {_CLOSED}")
    of_closed = "SELECT id FROM casefile_assignment WHERE request_id IN (TABLE bench_closed)"
    connection.execute(f"DELETE FROM casefile_clock WHERE part_id IN ({of_closed})")
    for table in TABLES:
        columns = {
            str(row[0]) for row in connection.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass", [table])
        }
        if "request_id" in columns:
            connection.execute(f"DELETE FROM {table} WHERE request_id IN (TABLE bench_closed)")
    connection.execute("DELETE FROM casefile_servicerequest WHERE id IN (TABLE bench_closed)")
    connection.execute("SET session_replication_role = origin")


def _count(connection: Connection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(str(row[0])) if row else 0
