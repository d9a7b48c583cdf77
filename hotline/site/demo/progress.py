"""A progress bar for a terminal, and now and then a line for everything else."""

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

_WIDTH = 30
_LINE_EVERY = 5.0  # seconds between lines where there is no terminal
_DRAW_EVERY = 0.2


@dataclass(slots=True)
class Progress:
    """Counts up to `total`. `done` were there before: they count, and not for the rate."""

    what: str
    total: int
    done: int = 0
    to: TextIO = field(default_factory=lambda: sys.stdout)
    prefix: str = ""
    _begun: float = field(default_factory=time.monotonic, init=False)
    _drawn: float = field(default=0.0, init=False)
    _before: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._before = self.done

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        now = time.monotonic()
        if not self._drawn:  # what was made ready before the first does not count
            self._begun, self._before, self._drawn = now, self.done, now
        if self.done >= self.total or now - self._drawn >= (_DRAW_EVERY if self.to.isatty() else _LINE_EVERY):
            self._drawn = now
            self._draw(self.line(now))

    def end(self) -> None:
        """Leave the bar's line."""
        if self.to.isatty() and self._drawn:
            print(file=self.to, flush=True)

    def line(self, now: float) -> str:
        """Return how far it is, how fast, and how long it will still take."""
        took = max(now - self._begun, 1e-6)
        rate = (self.done - self._before) / took
        left = (self.total - self.done) / rate if rate else 0.0
        end = f"{took:.0f} s" if self.done >= self.total else f"{_duration(left)} left"
        return f"{self.what}: {self.done} of {self.total}, {rate:.{0 if rate >= 10 else 1}f} a second, {end}"

    def _draw(self, line: str) -> None:
        if not self.to.isatty():
            print(f"{self.prefix}{line}", file=self.to, flush=True)
            return
        full = _WIDTH * self.done // max(self.total, 1)
        print(f"\r{self.prefix}[{'#' * full}{'.' * (_WIDTH - full)}] {line}\x1b[K", end="", file=self.to, flush=True)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
