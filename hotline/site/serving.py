"""The web server's first process: loads the application once, then forks the workers that serve it.

`python -m hotline.site.serving --host H --port P --workers N --threads N --grace S [APPLICATION]`. Granian's own command
loads it in each worker, which costs seconds of processor time whenever one is killed, and gives up for good when the same
worker dies twice within 5.5 s: both took the whole service away while workers were killed one after the other.
"""

import argparse
import gc
import multiprocessing
import sys
from typing import Any

import django
from django.db import connections
from django.urls import get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

DEFAULT_APPLICATION = "hotline.site.wsgi:application"
COLLECT_AFTER = (20_000, 20, 50)  # a request makes some thousand objects and hardly a cycle: looking for them cost one part in 20
AGAIN_AFTER = 0.2  # seconds between the deaths of workers and new ones


class PatientServer(Server):  # type: ignore[misc,valid-type] # granian picks the class for the interpreter
    """Granian that starts a dead worker again however often it dies; the supervisor looks after the whole."""

    def _respawn_workers(self, *arguments: Any, **options: Any) -> None:
        super()._respawn_workers(*arguments, **options)
        self.respawned_wrks.clear()


class AlreadyConnected(Exception):
    """The application opened a database connection while it was loaded: two workers would speak on one line."""


def main(arguments: list[str]) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--grace", type=int, required=True, help="seconds for requests in progress when it ends")
    parser.add_argument("application", nargs="?", default=DEFAULT_APPLICATION)
    asked = parser.parse_args(arguments)
    multiprocessing.set_start_method("fork")
    _load()
    PatientServer(
        asked.application,
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=asked.threads,
        respawn_failed_workers=True,
        respawn_interval=AGAIN_AFTER,
        workers_kill_timeout=asked.grace,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
    return 0


def _load() -> None:
    """Import all that the workers will need, so that they share it. Raises AlreadyConnected."""
    django.setup()
    get_resolver().url_patterns  # noqa: B018 - loads every view
    if any(connection.connection is not None for connection in connections.all(initialized_only=True)):
        raise AlreadyConnected
    gc.collect()
    gc.freeze()  # collections in the workers then leave the shared pages alone
    gc.set_threshold(*COLLECT_AFTER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
