"""The web server's workers are killed in the middle of requests; a retry gets the same number and the same body."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bench.rig.figures import Goal, Wanted
from bench.rig.house import House
from bench.rig.reports import places
from faults.breaking import Breaker, Conductor
from faults.clients import Clients
from faults.history import History
from faults.suite import Asked, Mutant, Story, Suite

CLIENTS = 8


@dataclass(frozen=True, slots=True)
class _Size:
    """How many reports and kills."""

    reports: int
    kills: int


FULL, QUICK, MUTANT = _Size(5000, 100), _Size(500, 10), _Size(300, 12)


def main(arguments: list[str]) -> int:
    """Run the suite."""
    return SUITE.main(arguments)


def storm(house: House, asked: Asked) -> Story:
    """Send, every fifth report twice, and kill."""
    size, history = _size(asked), History()
    conductor = Conductor([("web worker", Breaker(house).web)] * size.kills, apart=size.reports // (size.kills + 1))
    asyncio.run(_sent_and_killed(house, conductor, history, size))
    broken = sum(entry.broken for entry in history.entries)
    values = {"kills": float(conductor.count), "broken_requests": float(broken)}
    return Story(history, conductor.slowest, values=values)


async def _sent_and_killed(house: House, conductor: Conductor, history: History, size: _Size) -> None:
    with house.database() as connection:
        where = places(connection)
    clients = Clients(
        house.host_and_port,
        where,
        mark="worker",
        reports=size.reports,
        count=CLIENTS,
        again_every=5,
        enough=lambda: conductor.done,
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(conductor.run(clients, history))
        tasks.create_task(clients.run(history))


def _wanted(asked: Asked) -> Sequence[Wanted]:
    kills = _size(asked).kills
    # Less than one broken request for two kills would mean that the kills hit nobody's request.
    return [Wanted("kills", "", Goal("=", kills)), Wanted("broken_requests", "", Goal("≥", kills // 2))]


def _size(asked: Asked) -> _Size:
    return MUTANT if asked.mutant else QUICK if asked.quick else FULL


SUITE = Suite(
    name="worker",
    about=__doc__ or "",
    storm=storm,
    wanted=_wanted,
    mutants={"key-after-commit": Mutant(wsgi="faults.mutants.key_after_commit:application")},
)
