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
from pathlib import Path

from django.utils import timezone

from hotline.site import workers

LOOK_EVERY = 1.0  # seconds
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
    """Have every loop of the worker look once a second."""
    every = workers.loops
    workers.loops = lambda: [replace(loop, every_seconds=min(loop.every_seconds, LOOK_EVERY)) for loop in every()]


def environment(worker: str = "faults.shifting", wsgi: str = "faults.shiftedweb:application") -> Mapping[str, str]:
    """Return what an installation is started with that lives by a shifted clock."""
    return {"HOTLINE_WORKER": worker, "HOTLINE_WSGI": wsgi}


if __name__ == "__main__":
    shifted()
    look_often()
    sys.exit(workers.main())
