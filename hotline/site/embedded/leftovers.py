"""Processes of an earlier server that still sit in the database folder, and a pid file that names a stranger."""

import os
import signal
import time
from pathlib import Path

PATIENCE = 20.0  # seconds in which a server that was told to stop may write its last checkpoint
BACKENDS_PATIENCE = 1.0  # seconds in which processes without their postmaster see that and leave by themselves


def clear(cluster: Path) -> None:
    """Wait until no process works in `cluster`, ending those whose server is dead, then drop a pid file of a stranger.

    PostgreSQL itself handles a pid file whose process is gone; one whose number was given to another process since
    (after a restart of the machine, in a container) would block it for ever.
    """
    postmaster = pid_in(cluster)
    if postmaster is not None and postmaster in _inside(cluster):
        os.kill(postmaster, signal.SIGINT)
        _wait_until_empty(cluster, seconds=PATIENCE)
    else:
        _wait_until_empty(cluster, seconds=BACKENDS_PATIENCE)
    for process in _inside(cluster):
        _kill(process)
    _wait_until_empty(cluster, seconds=BACKENDS_PATIENCE)
    if postmaster is not None and _exists(postmaster):
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def pid_in(cluster: Path) -> int | None:
    """Return the process id that the server of `cluster` wrote when it started, None when there is none."""
    try:
        return int((cluster / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def is_ready(cluster: Path, pid: int) -> bool:
    """Return whether the server `pid` says in its pid file that it takes connections (8th line, miscinit.h)."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _inside(cluster: Path) -> set[int]:
    """Return PostgreSQL's processes whose working folder is `cluster`, where every process of a server stands."""
    found = set()
    for entry in os.scandir("/proc"):
        is_inside = entry.name.isdigit() and _link(entry.name, "cwd") == str(cluster.resolve())
        # Somebody's shell may stand there too. After an update the program's name ends in " (deleted)".
        if is_inside and Path(_link(entry.name, "exe")).name.split(" ")[0] == "postgres":
            found.add(int(entry.name))
    return found


def _link(process: str, name: str) -> str:
    try:
        return str(Path("/proc", process, name).readlink())
    except OSError:
        return ""


def _wait_until_empty(cluster: Path, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while _inside(cluster) and time.monotonic() < until:
        time.sleep(0.05)


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
