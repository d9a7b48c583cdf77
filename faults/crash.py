"""PostgreSQL and the senders are killed again and again while eight clients report; nothing acknowledged may be lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from bench.rig.figures import Goal, Wanted
from bench.rig.house import House
from bench.rig.reports import places
from faults.breaking import Breaker, Conductor, Kill
from faults.clients import Clients
from faults.history import History
from faults.suite import Asked, Mutant, Story, Suite
from hotline.core.facts import Channel
from hotline.notify.lanes import LANES

CLIENTS = 8
SENDS_IN_HAND = LANES[Channel.SMS]  # SMS that a dying sender, or a dying database before the mark, leaves sent and unmarked


@dataclass(frozen=True, slots=True)
class _Size:
    """How much: reports, and kills of each of the two."""

    reports: int
    kills: int


FULL, QUICK, MUTANT = _Size(10_000, 20), _Size(800, 3), _Size(400, 3)


def main(arguments: list[str]) -> int:
    """Run the suite."""
    return SUITE.main(arguments)


def storm(house: House, asked: Asked) -> Story:
    """Send and kill, the database and the senders in turn; a mutant of the database loses its power instead."""
    size, breaker, history = _size(asked), Breaker(house), History()
    database: Kill = breaker.whole_database if asked.mutant else breaker.database
    pairs = [(("database", database), ("sender", breaker.worker))] * size.kills
    kills = [pair[0] for pair in pairs] if asked.mutant else list(chain.from_iterable(pairs))
    conductor = Conductor(kills, apart=size.reports // (len(kills) + 1))
    asyncio.run(_sent_and_killed(house, conductor, history, size))
    values = {"kills": float(conductor.count), "tries": float(sum(entry.tries for entry in history.entries))}
    return Story(history, conductor.slowest, repeats_allowed=SENDS_IN_HAND * conductor.count, values=values)


async def _sent_and_killed(house: House, conductor: Conductor, history: History, size: _Size) -> None:
    with house.database() as connection:
        where = places(connection)
    clients = Clients(
        house.host_and_port, where, mark="crash", reports=size.reports, count=CLIENTS, enough=lambda: conductor.done
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(conductor.run(clients, history))
        tasks.create_task(clients.run(history))


def _wanted(asked: Asked) -> Sequence[Wanted]:
    kills = _size(asked).kills * (1 if asked.mutant else 2)
    return [Wanted("kills", "", Goal("=", kills)), Wanted("tries", "")]


def _size(asked: Asked) -> _Size:
    return MUTANT if asked.mutant else QUICK if asked.quick else FULL


def _commit_without_waiting(house: House) -> None:
    """Have the server acknowledge before the disk has it, and the disk get it as late as may be."""
    with house.database() as connection:
        for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")


SUITE = Suite(
    name="crash",
    about=__doc__ or "",
    storm=storm,
    wanted=_wanted,
    mutants={
        "synchronous-commit-off": Mutant(prepare=_commit_without_waiting),
        "outbox-outside": Mutant(wsgi="faults.mutants.outbox_outside:application"),
    },
)
