"""A wall clock that is put forward and back while everything runs: the worker with another `timezone.now`.

`python -m faults.shifting` is the worker (HOTLINE_WORKER), `faults.shiftedweb` the web server's application. Both read
how many seconds they are off from a file of the installation, so that all processes jump at one moment, as when a machine's time
is set. Loops look every second, so that a timer that is due is seen to go, or to go twice.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

from django.utils import timezone

from hotline.core import steadyclock
from hotline.core.loops import Loop
from hotline.site import workers

LOOK_EVERY = 1.0  # seconds
SETTLES = timedelta(seconds=2)
SHIFT = Path("run") / "clock-shift"


def shift(folder: Path, by: timedelta) -> None:
    """Put the clock of a running installation to the machine's and `by` besides."""
    kept = folder / SHIFT
    new = kept.with_suffix(".new")
    new.write_text(str(by.total_seconds()))
    new.chmod(0o644)
    new.replace(kept)


def shifted() -> None:
    """Have this process live by the shifted clock."""
    kept, true_now = Path(os.environ["HOTLINE_DATA"]) / SHIFT, timezone.now

    def now() -> datetime:
        try:
            return true_now() + timedelta(seconds=float(kept.read_text()))
        except FileNotFoundError:
            return true_now()

    timezone.now = now


def look_often() -> None:
    """Have every loop of the worker look once a second, and believe a clock that jumped ahead after two, not after an hour.

    The database's clock jumps with the machine's.
    """
    every, steadyclock.SETTLES = workers.loops, SETTLES

    def loops(process: str) -> list[Loop]:
        found = [replace(loop, every_seconds=min(loop.every_seconds, LOOK_EVERY)) for loop in every(process)]
        import_module("hotline.casefile.steadily").database_now = timezone.now  # type: ignore[attr-defined]
        return found

    workers.loops = loops


def environment(worker: str = "faults.shifting", wsgi: str = "faults.shiftedweb:application") -> Mapping[str, str]:
    """Return what an installation is started with that lives by a shifted clock."""
    return {"HOTLINE_WORKER": worker, "HOTLINE_WSGI": wsgi}


if __name__ == "__main__":
    shifted()
    look_often()
    sys.exit(workers.main())
