"""What a stage gives the worker to do again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

WORKER, SENDER = "worker", "sender"
"""The processes behind the web server."""


@dataclass(frozen=True, slots=True)
class Loop:
    """One piece of repeated work.

    `run(now)` does one batch and returns how many rows it did; more than none, and it is called again at once,
    otherwise after `every_seconds`. It may raise: the worker logs that, waits longer and goes on. One that `sends` runs in
    the sender's process, beside the others.

    `leads`: so many rows of one batch mean that more wait, as after a storm. Until fewer come, loops that `follow` what is
    written step back: nobody acts on theirs before what leads is done.
    """

    name: str
    every_seconds: float
    run: Callable[[datetime], int]
    sends: bool = False
    leads: int = 0
    follows: bool = False
