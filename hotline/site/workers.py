"""The processes behind the web server: each runs its stages' loops, one thread a loop, until it is told to stop.

`python -m hotline.site.workers worker` runs all but what sends, `… sender` what sends: Python runs on one processor at a
time, and so what is forwarded and what is sent need not wait for each other. A stage gives its loops as LOOPS in its loops.py.
"""

import argparse
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
import structlog
from django.apps import apps
from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone

from hotline.core.loops import SENDER, WORKER, Loop
from hotline.site.installation import write_json

BEAT_EVERY = 2.0  # seconds
LONGEST_PAUSE = 30.0  # seconds after a loop failed again and again
YIELDS = 13  # niceness of each: where the machine is full, whoever waits at the web server comes before what can wait a moment
STEPS_BACK = 5.0  # seconds between the turns of a loop that follows, while one that leads has more than it can do
STUCK_AFTER, GIVEN_UP_AFTER = 120.0, 600.0  # seconds that one batch takes: every loop's takes a few at most
STOPS_WITHIN = 9.0  # seconds; the supervisor waits a little longer


log = structlog.get_logger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or Ctrl-C. Exit code 1 when a thread ended by itself or hangs, which none should: another is started."""
    parser = argparse.ArgumentParser(prog="hotline.site.workers", description=__doc__)
    parser.add_argument("process", choices=(WORKER, SENDER))
    name = parser.parse_args(arguments).process
    django.setup()
    work = loops(name)
    _yield_processor()  # not before: where the machine is full, starting behind everybody took minutes
    stopping = threading.Event()
    # A handler may not touch the event: it runs between any two steps of this thread, and waits for ever for a lock
    # that this very thread holds. So a signal only wakes the wait below.
    told, telling = socket.socketpair()
    telling.settimeout(0)  # as set_wakeup_fd asks for
    signal.set_wakeup_fd(telling.fileno())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    failures, begun, storm = dict[str, int](), dict[str, float](), Storm()
    threads = [
        threading.Thread(target=_repeat, args=(loop, stopping, failures, begun, storm), name=loop.name, daemon=True)
        for loop in work
    ]
    for thread in threads:
        thread.start()
    log.info("started", process=name, loops=[thread.name for thread in threads])
    _beat(name, threads, failures, begun)
    is_whole = False
    while not is_whole and all(thread.is_alive() for thread in threads) and not stuck(begun, after=GIVEN_UP_AFTER):
        is_whole = bool(select.select([told], [], [], BEAT_EVERY)[0])
        _beat(name, threads, failures, begun)
    stopping.set()
    until = time.monotonic() + STOPS_WITHIN
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    log.info("stopped", process=name, whole=is_whole)
    return 0 if is_whole else 1


def _yield_processor() -> None:
    """Stand behind the web server. Where Linux groups processes by session (autogroup), only the group's niceness counts."""
    os.nice(YIELDS)
    try:
        Path("/proc/self/autogroup").write_text(str(YIELDS))
    except OSError:
        log.debug("no group of processes to make nicer")


def loops(process: str) -> list[Loop]:
    """Return the loops that a process runs, of every installed part of Hotline."""
    found: list[Loop] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.loops"
        if app.name.startswith("hotline.") and find_spec(name):
            found.extend(loop for loop in import_module(name).LOOPS if loop.sends is (process == SENDER))
    return found


def stuck(begun: Mapping[str, float], *, after: float) -> dict[str, int]:
    """Return the loops that have been at one batch for longer than `after` seconds, and for how many."""
    now = time.monotonic()
    return {name: int(now - at) for name, at in dict(begun).items() if now - at > after}


@dataclass(slots=True)
class Storm:
    """Which leading loops had a full batch last: while one has, those that follow leave it the processor."""

    _full: set[str] = field(default_factory=set)

    def saw(self, loop: Loop, done: int) -> None:
        """Note what a loop's batch did."""
        if loop.leads and done >= loop.leads:
            self._full.add(loop.name)
        else:
            self._full.discard(loop.name)

    def pause(self, loop: Loop, done: int) -> float:
        """Return for how many seconds a loop that did so much rests."""
        usual = 0.0 if done else loop.every_seconds
        return max(usual, STEPS_BACK) if loop.follows and self._full else usual


def _repeat(loop: Loop, stopping: threading.Event, failures: dict[str, int], begun: dict[str, float], storm: Storm) -> None:
    """Run one loop for ever: the one place where what it raises is caught, so that no loop ends another."""
    pause = 0.0
    while not stopping.wait(pause):
        begun[loop.name] = time.monotonic()
        try:
            close_old_connections()
            done = loop.run(timezone.now())
        except Exception:
            failures[loop.name] = failures.get(loop.name, 0) + 1
            pause = min(LONGEST_PAUSE, max(loop.every_seconds, 0.5 * 2 ** min(failures[loop.name], 10)))
            storm.saw(loop, 0)
            log.exception("loop failed", loop=loop.name, again_in_seconds=pause)
        else:
            failures.pop(loop.name, None)
            storm.saw(loop, done)
            pause = storm.pause(loop, done)
        finally:
            close_old_connections()
            begun.pop(loop.name, None)
    connections.close_all()


def _beat(name: str, threads: list[threading.Thread], failures: Mapping[str, int], begun: Mapping[str, float]) -> None:
    """Leave a sign of life for /readyz."""
    beat = {
        "pid": os.getpid(),
        "at": timezone.now().isoformat(),
        "loops": [thread.name for thread in threads],
        "failing": dict(failures),
        "stuck": stuck(begun, after=STUCK_AFTER),
    }
    try:
        write_json(settings.DATA / "run" / f"{name}.json", beat, lasting=False)
    except OSError as error:
        log.warning("no sign of life could be written", why=error.strerror)


if __name__ == "__main__":
    sys.exit(main())
