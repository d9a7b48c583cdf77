"""An installation for one measurement: `bin/hotline run --no-demo` in a folder of its own, on a free port of this machine."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from bench.rig.processes import memory_mb, tree_of
from hotline.core.loops import SENDER, WORKER
from hotline.site.dsn import socket_url
from hotline.site.embedded.cluster import SUPERUSER
from hotline.site.embedded.place import place_of
from hotline.site.installation import REPOSITORY, Installation, installation_at, read_json
from hotline.site.roles import DATABASE
from hotline.site.supervisor.child import ended, started
from hotline.site.supervisor.programs import WEB_WORKERS

READY_WITHIN = 180.0  # seconds; a new database on a busy machine
STOPS_WITHIN = 60.0  # seconds

type Connection = psycopg.Connection[tuple[object, ...]]


class NotReady(Exception):
    """The installation did not become ready; the words are the end of what it printed."""


@dataclass(frozen=True, slots=True)
class House:
    """A running installation. `pid` is its supervisor's."""

    installation: Installation
    pid: int
    address: str

    @property
    def host_and_port(self) -> tuple[str, int]:
        """Return where it serves."""
        host, _, port = self.address.removeprefix("http://").rpartition(":")
        return host, int(port)

    @property
    def socket(self) -> Path:
        """Return the folder of the database's socket."""
        return place_of(self.installation).socket

    @property
    def outbox(self) -> Path:
        """Return the folder in which the console senders write what a provider would have got."""
        return self.installation.folder / "outbox"

    def children(self) -> dict[str, int]:
        """Return the process ids of PostgreSQL, worker, sender and web, as the supervisor knows them now."""
        state = read_json(self.installation.state_file) or {}
        return {str(name): int(pid) for name, pid in state.get("children", {}).items()}

    def memory_mb(self) -> float:
        """Return the memory of supervisor, web, worker and sender, in MB of 10⁶ bytes."""
        children = self.children()
        return memory_mb([self.pid, *(pid for name in ("web", WORKER, SENDER) for pid in tree_of(children[name]))])

    @contextmanager
    def only_serving(self) -> Iterator[None]:
        """Let worker and sender stand still: they would work on what is there only to be looked at."""
        children = self.children()
        still = [children[WORKER], children[SENDER]]
        for pid in still:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in still:
                os.kill(pid, signal.SIGCONT)

    def url(self, *, user: str = SUPERUSER) -> str:
        """Return the database's address for a role, by default the superuser's: measurements look at everything."""
        return socket_url(str(self.socket), user=user, database=DATABASE)

    @contextmanager
    def database(self, *, user: str = SUPERUSER) -> Iterator[Connection]:
        """Give a connection, each statement committed by itself, that is certain to be this installation's server."""
        with psycopg.connect(self.url(user=user), autocommit=True) as connection:
            if user == SUPERUSER:
                _require_ours(connection, self.installation.folder)
            yield connection


@contextmanager
def folder_for(asked: str | Path | None, *, name: str) -> Iterator[Path]:
    """Give the folder to work in: the asked one, left as it is at the end, or a temporary one that is removed."""
    if asked:
        yield Path(asked).expanduser().absolute()
        return
    with tempfile.TemporaryDirectory(prefix=f"hotline-{name}-", ignore_cleanup_errors=True) as made:
        # Where root steps down to run PostgreSQL, that user must reach its own folder inside; nothing here is listable.
        Path(made).chmod(0o711)
        yield Path(made)


@contextmanager
def running(
    folder: Path, *, environment: Mapping[str, str] | None = None, demo: int | None = None, profile: str = "hcmc"
) -> Iterator[House]:
    """Run an installation in `folder`, with `environment` over the plain one; stop it at the end. Raises NotReady.

    `demo` makes it a demonstration with so many everyday cases.

    Messages go to files of the folder, never out of the machine, whatever the caller's own settings say.
    """
    installation = installation_at(folder)
    installation.state_file.unlink(missing_ok=True)
    log = installation.logs / "supervisor.log"
    shown = ["--no-demo"] if demo is None else ["--demo", str(demo)]
    command = ["run", *shown, "--profile", profile, "--host", "127.0.0.1", "--port", "0", "--data", str(folder)]
    process = started([str(REPOSITORY / "bin" / "hotline"), *command], environment=plain_environment(environment or {}), log=log)
    try:
        house = House(installation, process.pid, _wait_until_ready(installation, process, log))
        _wait_until_whole(house)
        yield house
    finally:
        ended(process, within=STOPS_WITHIN)


def copied(prepared: Path, folder: Path) -> None:
    """Copy a stopped installation, owners and all: a start from it takes seconds."""
    subprocess.run(["cp", "-a", f"{prepared}/.", str(folder)], check=True)
    shutil.rmtree(folder / "logs", ignore_errors=True)


def plain_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the caller's environment without its installation: no address, sender or folder of another one leaks in."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HOTLINE_", "DATABASE_", "DJANGO_", "PG")) or name in ("HOTLINE_VENV", "HOTLINE_PG_BIN")
    }
    return {**kept, "HOTLINE_SMS_SENDER": "console", "HOTLINE_EMAIL_SENDER": "console", **(more or {})}


def _wait_until_ready(installation: Installation, process: "subprocess.Popen[bytes]", log: Path) -> str:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        state = read_json(installation.state_file)
        if state and state["ready"] and state["pid"] == process.pid:
            return str(state["address"])
        if process.poll() is not None:
            break
        time.sleep(0.05)
    words = log.read_text(errors="replace")[-2000:] if log.exists() else ""
    raise NotReady(f"{installation.folder}: {words}")


def _wait_until_whole(house: House) -> None:
    """Wait for every web worker: the installation is ready with the first, and a load would find only that one."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        workers = tree_of(house.children()["web"])[1:]
        if sum(map(_listens, workers)) >= WEB_WORKERS:
            return
        time.sleep(0.05)
    raise NotReady(f"{house.installation.folder}: a web worker does not serve")


def _listens(pid: int) -> bool:
    try:
        return any(one.status == psutil.CONN_LISTEN for one in psutil.Process(pid).net_connections(kind="tcp"))
    except psutil.NoSuchProcess:
        return False


def _require_ours(connection: Connection, folder: Path) -> None:
    """Look before the first write: a measurement must never touch another installation's database."""
    found = connection.execute("SELECT current_setting('data_directory')").fetchone()
    if found is None or not Path(str(found[0])).samefile(folder / "postgres"):
        raise NotReady(f"the server answers for {found}, not for {folder}")


def stop_hard(pid: int) -> None:
    """Kill a process that this run started; one that is gone already is fine."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
