"""Repeated work that waits while the machine's clock cannot be believed, because nothing takes back what it did too early."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import connection

from hotline.core import steadyclock
from hotline.core.steadyclock import ALLOWED, Belief, SteadyClock

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Steadily:
    """Runs `run(now)`, unless `now` is ahead of the time that has really passed, or of the database's clock.

    A database on this machine jumps with it, one elsewhere does not. Who knows that a clock that jumped is right starts the
    worker anew.
    """

    run: Callable[[datetime], int]
    _clock: SteadyClock = field(default_factory=lambda: SteadyClock(settles=steadyclock.SETTLES), init=False)
    _is_waiting: bool = field(default=False, init=False)

    def __call__(self, now: datetime) -> int:
        """Do one batch at `now`; nothing while that cannot be believed."""
        belief = self._clock.look(now, elapsed=elapsed())
        if belief is Belief.AHEAD or now - database_now() > ALLOWED:
            if not self._is_waiting:
                log.warning("the clock is ahead: this work waits until it is put right", work=self._name, now=now.isoformat())
            self._is_waiting = True
            return 0
        if self._is_waiting:
            log.warning("the clock is believed again", work=self._name, now=now.isoformat(), why=belief.value)
        self._is_waiting = False
        return self.run(now)

    @property
    def _name(self) -> str:
        return getattr(self.run, "__name__", type(self.run).__name__)


def elapsed() -> float:
    """Return seconds on a clock that nobody can set and that goes on while the machine sleeps, where there is one."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def database_now() -> datetime:
    """Return the moment by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment
