"""How many reports a second the hotline takes by Open311, beside what the bare database does with the same rows."""

import argparse
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from bench.floors.running import forget_rows, per_second
from bench.floors.statement import require_current
from bench.rig.figures import Goal, Report, Wanted, printed, say, taken
from bench.rig.house import House, NotReady, folder_for, running
from bench.rig.load import percentile, pounding, result_of
from bench.rig.pounding import Result
from bench.rig.processes import processor_seconds
from bench.rig.reports import Place, places
from hotline.site.roles import LOGIN

CLIENTS = (8, 32)
WANTED = (
    Wanted("intake_per_s_8", "1/s"),
    Wanted("intake_per_s_32", "1/s"),
    Wanted("floor_a_per_s", "1/s"),
    Wanted("floor_b_per_s", "1/s"),
    Wanted("ratio_a", "", Goal("≥", 0.5)),
    Wanted("ratio_b", "", Goal("≥", 0.2)),
    Wanted("p50_ms", "ms"),
    Wanted("p99_ms", "ms"),
    Wanted("cpu_ms", "ms"),
    Wanted("acknowledged_missing", "", Goal("=", 0)),
    Wanted("memory_mb", "MB", Goal("≤", 600)),
)
LOOK_AT_MEMORY_EVERY = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long each piece runs, in seconds; `floor_clients`: with how many connections the floors are taken."""

    load: float
    floor: float
    warm: float
    floor_clients: tuple[int, ...]


FULL = Lengths(load=35.0, floor=8.0, warm=5.0, floor_clients=CLIENTS)
QUICK = Lengths(load=6.0, floor=3.0, warm=2.0, floor_clients=CLIENTS)


@dataclass(slots=True)
class _Seen:
    """What the loads showed, by number of clients."""

    results: dict[int, Result] = field(default_factory=dict)
    cpu_ms: dict[int, float] = field(default_factory=dict)
    memory: float = 0.0


def main(arguments: list[str]) -> int:
    """Measure, print the figures, and return 0 only if every goal holds."""
    parser = argparse.ArgumentParser(prog="hotline bench intake", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="seconds instead of minutes: coarser figures")
    parser.add_argument("--data", metavar="DIR", help="work in this folder and leave it (else a temporary one)")
    parser.add_argument("--make-floors", action="store_true", help="make bench/floors/*.sql anew and measure nothing")
    asked = parser.parse_args(arguments)
    if asked.make_floors:
        from bench.floors.make import make

        make()
        return 0
    with folder_for(asked.data, name="bench") as folder, running(folder) as house:
        report = measured(house, QUICK if asked.quick else FULL)
    return printed(report, as_json=asked.json)


def measured(house: House, lengths: Lengths) -> Report:
    """Take every figure on a running installation."""
    require_current()
    _require_durable(house)
    before = _floors(house, lengths)
    forget_rows(house)
    seen, references = _Seen(), house.installation.folder / "acknowledged"
    with house.database() as connection:
        where = places(connection)
    _load(house, _Seen(), where, clients=CLIENTS[0], seconds=lengths.warm, number=0, into=references)
    for number, clients in enumerate(CLIENTS, start=1):
        _load(house, seen, where, clients=clients, seconds=lengths.load, number=number, into=references)
    after = _floors(house, lengths)
    return taken("intake", WANTED, _figures(seen, before, after, missing=_missing(house, references)), findings=_findings(seen))


def _figures(seen: _Seen, before: dict[str, float], after: dict[str, float], *, missing: int) -> dict[str, float | None]:
    rates = {clients: result.acknowledged / result.seconds for clients, result in seen.results.items()}
    best = max(rates, key=lambda clients: rates[clients])
    floors = {floor: fmean((before[floor], after[floor])) for floor in before}
    times = sorted(seen.results[best].milliseconds)
    return {
        **{f"intake_per_s_{clients}": rate for clients, rate in rates.items()},
        "floor_a_per_s": floors["A"],
        "floor_b_per_s": floors["B"],
        "ratio_a": rates[best] / floors["A"],
        "ratio_b": rates[best] / floors["B"],
        "p50_ms": percentile(times, 50),
        "p99_ms": percentile(times, 99),
        "cpu_ms": seen.cpu_ms[best],
        "acknowledged_missing": float(missing),
        "memory_mb": seen.memory,
    }


def _findings(seen: _Seen) -> list[str]:
    return [
        f"{clients} clients: answers other than 201: {result.refused}, broken connections: {result.broken}"
        for clients, result in seen.results.items()
        if result.refused or result.broken
    ]


def _floors(house: House, lengths: Lengths) -> dict[str, float]:
    """Return the best rate of each floor, while the worker stands still: nothing but the database and pgbench runs."""
    with house.only_serving():
        rates = {
            floor: max(per_second(house, floor, clients=clients, seconds=lengths.floor) for clients in lengths.floor_clients)
            for floor in ("A", "B")
        }
    say(f"floors: A {rates['A']:.0f}/s, B {rates['B']:.0f}/s")
    return rates


def _load(house: House, seen: _Seen, where: Sequence[Place], *, clients: int, seconds: float, number: int, into: Path) -> None:
    trees = house.children().values()
    before = sum(map(processor_seconds, trees))
    process = pounding(
        house, clients=clients, seconds=seconds, first=number * 1_000_000, mark=f"bench{number}", into=into, places=where
    )
    watching = threading.Event()
    watcher = threading.Thread(target=_watch_memory, args=(house, seen, watching))
    watcher.start()
    try:
        result = result_of(process)
    finally:
        watching.set()
        watcher.join()
    spent = sum(map(processor_seconds, trees)) - before
    seen.results[clients] = result
    seen.cpu_ms[clients] = 1000 * spent / max(1, result.acknowledged)
    say(f"{clients} clients: {result.acknowledged / result.seconds:.0f}/s for {result.seconds:.0f} s")


def _watch_memory(house: House, seen: _Seen, done: threading.Event) -> None:
    """Keep the largest memory of supervisor, web and worker; looking walks page tables, so seldom."""
    while True:
        seen.memory = max(seen.memory, house.memory_mb())
        if done.wait(LOOK_AT_MEMORY_EVERY):
            return


def _missing(house: House, references: Path) -> int:
    """Return how many acknowledged references the database does not have."""
    acknowledged = references.read_text().split()
    with house.database() as connection:
        row = connection.execute(
            "SELECT count(*) FROM unnest(%s::text[]) AS told (reference) LEFT JOIN casefile_servicerequest USING (reference) "
            "WHERE casefile_servicerequest.id IS NULL",
            [acknowledged],
        ).fetchone()
    say(f"{len(acknowledged)} references were acknowledged and read back")
    return int(str(row[0])) if row else len(acknowledged)


def _require_durable(house: House) -> None:
    """Make sure that an acknowledgement here means: on the disk."""
    with house.database(user=LOGIN) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
            if row != ("on",):
                raise NotReady(f"{setting} is {row}: what is measured would not be durable")
