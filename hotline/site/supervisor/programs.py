"""The programs that the supervisor runs, and how each is ended."""

import os
import sys
from pathlib import Path

from hotline.core.loops import SENDER, WORKER
from hotline.site.embedded import server
from hotline.site.embedded.place import Place
from hotline.site.installation import Installation
from hotline.site.supervisor.child import Child, Process, ended, started

WEB_WORKERS, WEB_THREADS = 2, 16  # of the threads most wait, and those that wait with a report are written together
GRACE = 10  # seconds for requests in progress and for a batch of the worker


def postgres(place: Place, process: Process) -> Child:
    """Return the embedded server, already started, as a child; started again it needs no waiting for: all reconnect."""
    return Child("PostgreSQL", start=lambda: server.begin(place), end=server.stop, log=place.log / "start.log", process=process)


def preparation(*, demo: int, environment: dict[str, str]) -> Process:
    """Start what brings the installation up to date; it prints its own progress."""
    return started([sys.executable, "-P", "-m", "hotline.site.prepare", f"--demo={demo}"], environment=environment, log=None)


def everyday(*, count: int, environment: dict[str, str]) -> Process:
    """Start what fills a demonstration up to so many everyday cases while it is served; it prints its own progress."""
    return started([sys.executable, "-P", "-m", "hotline.site.demofill", f"--count={count}"], environment=environment, log=None)


def web(installation: Installation, *, host: str, port: int, environment: dict[str, str]) -> Child:
    """Return the web server: granian with processes and threads for WSGI. HOTLINE_WSGI names another application."""
    options = {"host": host, "port": port, "workers": WEB_WORKERS, "threads": WEB_THREADS, "grace": GRACE}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    named = [os.environ["HOTLINE_WSGI"]] if "HOTLINE_WSGI" in os.environ else []
    command = [sys.executable, "-P", "-m", "hotline.site.serving", *words, *named]
    settings = {**environment, "HOTLINE_SUPERVISED": "1"}
    return _child("web", command, environment=settings, log=installation.logs / "web.log")


def workers(installation: Installation, *, environment: dict[str, str]) -> list[Child]:
    """Return the processes that run the stages' loops. HOTLINE_WORKER names another module to run."""
    command = [sys.executable, "-P", "-m", os.environ.get("HOTLINE_WORKER", "hotline.site.workers")]
    return [
        _child(name, [*command, name], environment=environment, log=installation.logs / f"{name}.log")
        for name in (WORKER, SENDER)
    ]


def mail(installation: Installation, *, environment: dict[str, str]) -> Child:
    """Return the LMTP server, which takes e-mail from the mail server in front."""
    return _child(
        "mail", [sys.executable, "-P", "-m", "hotline.site.lmtp"], environment=environment, log=installation.logs / "mail.log"
    )


def _child(name: str, command: list[str], *, environment: dict[str, str], log: Path) -> Child:
    return Child(
        name,
        start=lambda: started(command, environment=environment, log=log),
        end=lambda process: ended(process, within=GRACE + 2),
        log=log,
    )
