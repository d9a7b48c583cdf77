"""Kills, each of a process that this run's own supervisor started and names in its state file."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.rig.figures import say
from bench.rig.house import House, stop_hard
from bench.rig.processes import tree_of
from faults.clients import Clients
from faults.history import History
from hotline.core.loops import SENDER, WORKER
from hotline.site.roles import LOGIN

BACK_WITHIN = 30.0  # seconds in which the supervisor must have a killed child running again
RECOVERS_WITHIN = 60.0  # seconds after which a run is given up

type Kill = Callable[[], None]


class NothingToKill(Exception):
    """The process has not come back since it was killed last."""


@dataclass(slots=True)
class Breaker:
    """Knows the processes of one house and kills them one by one."""

    house: House
    _killed: set[int] = field(default_factory=set)
    _ways: Iterator[str] = field(default_factory=lambda: itertools.cycle(("all", "postmaster", "backend")))

    def database(self) -> None:
        """Kill PostgreSQL: all of it as if the power went, its first process alone, or one session, in turn."""
        way = next(self._ways)
        if way == "backend":
            with self.house.database() as connection:
                asked = "SELECT pid FROM pg_stat_activity WHERE usename = %s ORDER BY state = 'idle', random() LIMIT 1"
                row = connection.execute(asked, [LOGIN]).fetchone()
            if row is not None:
                self._kill(int(str(row[0])))
                return
        self.whole_database(first_only=way == "postmaster")

    def whole_database(self, *, first_only: bool = False) -> None:
        """Kill PostgreSQL's first process and, at once, all others."""
        postmaster = self._living("PostgreSQL")
        for pid in [postmaster] if first_only else tree_of(postmaster):
            self._kill(pid)

    def worker(self) -> None:
        """Kill the processes of the loops, worker and sender, at once."""
        for pid in [self._living(WORKER), self._living(SENDER)]:
            self._kill(pid)

    def web(self) -> None:
        """Kill one of the web server's workers, the one that has been there longest."""
        until = time.monotonic() + BACK_WITHIN
        while time.monotonic() < until:
            workers = [pid for pid in tree_of(self._living("web"))[1:] if pid not in self._killed]
            if workers:
                self._kill(min(workers, key=_started))
                return
            time.sleep(0.05)
        raise NothingToKill("web worker")

    def _living(self, name: str) -> int:
        until = time.monotonic() + BACK_WITHIN
        while time.monotonic() < until:
            pid = self.house.children().get(name)
            if pid is not None and pid not in self._killed and Path(f"/proc/{pid}").exists():
                return pid
            time.sleep(0.02)
        raise NothingToKill(name)

    def _kill(self, pid: int) -> None:
        self._killed.add(pid)
        stop_hard(pid)


@dataclass(slots=True)
class Conductor:
    """Kills while clients send: the next kill follows `apart` acknowledgements after everything answers again."""

    kills: list[tuple[str, Kill]]
    apart: int
    done: bool = False
    recoveries: dict[str, list[float]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Return how many kills were done and recovered from."""
        return sum(map(len, self.recoveries.values()))

    @property
    def slowest(self) -> float | None:
        """Return the slowest recovery in seconds."""
        return max(itertools.chain.from_iterable(self.recoveries.values()), default=None)

    async def run(self, clients: Clients, history: History) -> None:
        """Do every kill. Stops when one is not recovered from, which the figures then show."""
        try:
            for name, kill in self.kills:
                if not await self._reached(clients, clients.acknowledged + self.apart):
                    return
                moment = time.monotonic()
                await asyncio.to_thread(kill)
                seconds = await self._recovery(history, moment)
                self.recoveries.setdefault(name, []).append(seconds)
                if self.count % 10 == 0:
                    say(f"{self.count} kills, {clients.acknowledged} acknowledged, slowest recovery {self.slowest:.1f} s")
        finally:
            self.done = True

    async def _reached(self, clients: Clients, count: int) -> bool:
        until = time.monotonic() + RECOVERS_WITHIN
        while clients.acknowledged < count and time.monotonic() < until:
            await asyncio.sleep(0.005)
        return clients.acknowledged >= count

    async def _recovery(self, history: History, moment: float) -> float:
        while time.monotonic() < moment + RECOVERS_WITHIN:
            if seconds := history.recovered_after(moment):
                return seconds
            await asyncio.sleep(0.02)
        return RECOVERS_WITHIN


def _started(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except OSError:
        return 0
