"""Start and stop the embedded PostgreSQL server."""

import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from hotline.site.embedded.leftovers import clear, is_ready
from hotline.site.embedded.place import Place
from hotline.site.refusal import Refused

Process = subprocess.Popen[bytes]

STARTS_WITHIN = 60.0  # seconds; crash recovery replays at most max_wal_size
STOPS_WITHIN = 20.0  # seconds for a fast shutdown before it is told to drop everything (safe: it recovers at the next start)

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "192MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    # A new city fills its tables within minutes: planned without statistics, what sends then reads all there is.
    "autovacuum_naptime": "15s",
    "random_page_cost": "1.1",
    "jit": "off",
    "logging_collector": "on",
    # One file for each day of the week, begun anew a week later.
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_line_prefix": "%m [%p] %u@%d ",
    # A failed statement and its detail may hold a citizen's name or phone: neither is written.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FOR_TESTS: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


def start(place: Place, settings: Mapping[str, str] = SETTINGS) -> Process:
    """Start the server and return its process, ready for connections. Raises Refused with the server's own reason."""
    process = begin(place, settings)
    until = time.monotonic() + STARTS_WITHIN
    while not is_ready(place.cluster, process.pid):
        if process.poll() is not None:
            raise Refused(f"PostgreSQL did not start: {_last_reason(place.log)} (log: {place.log})")
        if time.monotonic() > until:
            stop(process)
            raise Refused(f"PostgreSQL did not start within {STARTS_WITHIN:.0f} s (log: {place.log})")
        time.sleep(0.02)
    return process


def begin(place: Place, settings: Mapping[str, str] = SETTINGS) -> Process:
    """Start the server without waiting for it.

    It ends, by a fast shutdown, with the thread that called. The caller holds the installation's lock of the server.
    """
    clear(place.cluster)
    options = {"unix_socket_directories": str(place.socket), "log_directory": str(place.log), **settings}
    arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    command = place.started("postgres", "-D", str(place.cluster), *arguments, dies_by=signal.SIGINT)
    with (place.log / "start.log").open("wb") as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", start_new_session=True)


def stop(process: Process) -> None:
    """Stop the server: clients are cut off, everything acknowledged is on disk. Returns when all its processes are gone."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(number)
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            continue
        return


def _last_reason(folder: Path) -> str:
    texts = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime)
    lines = [line for path in texts for line in path.read_text(errors="replace").splitlines()]
    reasons = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines
    return reasons[-1] if reasons else "no reason given"
