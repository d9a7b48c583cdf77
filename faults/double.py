"""Each report is sent fifty times at once under one key: one report, fifty equal answers; keys live for thirty days."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.rig.figures import Goal, Wanted
from bench.rig.house import House, stop_hard
from bench.rig.reports import Place, body, places
from faults.clients import Line, until_acknowledged
from faults.history import Entry, History
from faults.suite import Asked, Mutant, Story, Suite

AT_ONCE = 50
FORGOTTEN_WITHIN = 60.0  # seconds after the worker's start


@dataclass(frozen=True, slots=True)
class _Size:
    """How many keys."""

    keys: int


FULL, QUICK, MUTANT = _Size(1000), _Size(50), _Size(20)


def main(arguments: list[str]) -> int:
    """Run the suite."""
    return SUITE.main(arguments)


def storm(house: House, asked: Asked) -> Story:
    """Send every key fifty times at once, then once more with another payload, then let keys grow old."""
    size, history = _size(asked), History()
    with house.database() as connection:
        where = places(connection)
    refused = asyncio.run(_sent(house, where, history, size))
    values: dict[str, float | None] = {"refused_422": float(refused)}
    if not asked.mutant:
        values["keys_live_days"] = _life_of_keys(house, where, history)
    waits = [e.acknowledged_at - e.first_sent_at for e in history.entries if e.acknowledged_at is not None]
    return Story(history, max(waits, default=None), values=values)


async def _sent(house: House, where: Sequence[Place], history: History, size: _Size) -> int:
    """Return how many of the keys refused another payload with 422."""
    refused = 0
    for number in range(size.keys):
        mark = f"double-{number}"
        # New connections each time, so that the fifty spread anew over the web server's processes.
        lines = [Line(*house.host_and_port) for _ in range(AT_ONCE)]
        await asyncio.gather(*(line.open() for line in lines))
        content = body(number, mark=mark, places=where)
        await asyncio.gather(*(_once(line, content, mark, history) for line in lines))
        other = await lines[0].post(body(number, mark=f"{mark}-other", places=where), key=mark)
        refused += other.status == 422
        for line in lines:
            line.close()
    return refused


async def _once(line: Line, content: bytes, mark: str, history: History) -> None:
    entry = Entry(mark, mark, time.monotonic())
    history.entries.append(entry)
    await until_acknowledged(lambda: line.post(content, key=mark), entry, history)


def _life_of_keys(house: House, where: Sequence[Place], history: History) -> float | None:
    """Return 30 if a key of 29 days still knows its report and one of 31 days is forgotten, None if not."""
    _grow_old(house, {"double-0": 29, "double-1": 31})
    stop_hard(house.children()["worker"])  # one that starts forgets at once
    until = time.monotonic() + FORGOTTEN_WITHIN
    while _keys_older(house, days=30) and time.monotonic() < until:
        time.sleep(0.5)
    return 30.0 if asyncio.run(_young_known_old_not(house, where, history)) else None


async def _young_known_old_not(house: House, where: Sequence[Place], history: History) -> bool:
    line = Line(*house.host_and_port)
    told = {entry.key: entry.body for entry in history.acknowledged}
    known = await line.post(body(0, mark="double-0", places=where), key="double-0")
    # Other words, so that the checker does not take the new report for a second copy of the old.
    forgotten = await line.post(body(1, mark="double-1-anew", places=where), key="double-1")
    line.close()
    return known.body == told["double-0"] and forgotten.status == 201


def _grow_old(house: House, days: dict[str, int]) -> None:
    with house.database() as connection:
        for mark, age in days.items():
            connection.execute(
                "UPDATE casefile_intakekey SET created_at = now() - make_interval(days => %s) WHERE request_id = "
                "(SELECT id FROM casefile_servicerequest WHERE words LIKE %s)",
                [age, f"%({mark}).%"],
            )


def _keys_older(house: House, *, days: int) -> bool:
    with house.database() as connection:
        asked = "SELECT EXISTS (SELECT 1 FROM casefile_intakekey WHERE created_at < now() - make_interval(days => %s))"
        return connection.execute(asked, [days]).fetchone() == (True,)


def _wanted(asked: Asked) -> Sequence[Wanted]:
    keys = Wanted("refused_422", "", Goal("=", _size(asked).keys))
    return [keys] if asked.mutant else [keys, Wanted("keys_live_days", "days", Goal("=", 30))]


def _size(asked: Asked) -> _Size:
    return MUTANT if asked.mutant else QUICK if asked.quick else FULL


SUITE = Suite(
    name="double",
    about=__doc__ or "",
    storm=storm,
    wanted=_wanted,
    mutants={"in-process-lock": Mutant(wsgi="faults.mutants.in_process_lock:application")},
)
