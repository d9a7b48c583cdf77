"""Watches how much memory an installation takes while something is measured."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.rig.house import House

_LOOK_EVERY = 5.0  # seconds; looking walks page tables


@dataclass(slots=True)
class Memory:
    """The most that was seen, in MB."""

    most: float | None = None


@contextmanager
def memory_watched(house: House) -> Iterator[Memory]:
    """Keep the largest memory of supervisor, web, worker and sender until the block ends."""
    memory, done = Memory(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(house, memory, done))
    watcher.start()
    try:
        yield memory
    finally:
        done.set()
        watcher.join()


def _watch(house: House, memory: Memory, done: threading.Event) -> None:
    while True:
        memory.most = max(memory.most or 0.0, house.memory_mb())
        if done.wait(_LOOK_EVERY):
            return
