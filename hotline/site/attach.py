"""Give a command its database: the one that is running, or the embedded one started for as long as the command lasts."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hotline.site.demojournal import journal_of
from hotline.site.dsn import socket_url
from hotline.site.embedded.cluster import SUPERUSER, make_cluster
from hotline.site.embedded.leftovers import is_ready, pid_in
from hotline.site.embedded.place import Place, place_of
from hotline.site.embedded.server import start, stop
from hotline.site.installation import Decided, Installation, installation_at, read_json
from hotline.site.refusal import Refused

SERVER_LOCK, USERS_LOCK = "server", "users"
RUNNING_WITHIN = 60.0  # seconds in which whoever holds the server's lock must have it ready
DEFAULT_PROFILE = "hcmc"
DEFAULT_ADDRESS = "http://127.0.0.1:8022"


@dataclass(frozen=True, slots=True)
class Settled:
    """Where everything is for one run of a command; `superuser_url` only on the embedded server."""

    installation: Installation
    database_url: str
    owner_url: str
    superuser_url: str | None = None

    def environment(self) -> dict[str, str]:
        """Return the environment that Django's settings and every child read."""
        decided = self.installation.decided()
        running = read_json(self.installation.state_file) or {}
        return {
            "HOTLINE_DATA": str(self.installation.folder),
            "HOTLINE_DATABASE_URL": self.database_url,
            "HOTLINE_DATABASE_OWNER_URL": self.owner_url,
            "HOTLINE_PROFILE": decided.profile if decided else os.environ.get("HOTLINE_PROFILE", DEFAULT_PROFILE),
            "HOTLINE_DEMO": "1" if decided and decided.demo else "0",
            "HOTLINE_PUBLIC_URL": os.environ.get("HOTLINE_PUBLIC_URL") or running.get("address") or DEFAULT_ADDRESS,
            "DJANGO_SETTINGS_MODULE": "hotline.site.settings",
        }


@contextmanager
def attached(folder: str | Path | None = None, *, begun: bool = False) -> Iterator[Settled]:
    """Settle data folder and database, put them into the environment, set Django up; stop what was started at the end.

    With `begun`, a data folder in which `run` never began is left as it is. Raises Refused.
    """
    with database(folder, begun=begun) as settled:
        os.environ.update(settled.environment())
        import django

        django.setup()
        yield settled


@contextmanager
def database(folder: str | Path | None = None, *, begun: bool = False) -> Iterator[Settled]:
    """Settle data folder and database without Django; `begun` as for `attached`. Raises Refused."""
    if given := _given(folder):
        yield given
        return
    installation = installation_at(folder)
    if external := external_database(installation):
        yield external
        return
    if begun and installation.decided() is None:
        raise Refused(
            f"Nothing is set up in {installation.folder}: name the right folder with --data, or begin with bin/hotline run."
        )
    with _embedded(installation) as place:
        yield embedded_settled(installation, place)


def external_database(installation: Installation) -> Settled | None:
    """Return the database of DATABASE_URL made ready, None when it is not set. Raises Refused."""
    from hotline.site.roles import settle_external

    app, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    if not app:
        return None
    urls = settle_external(owner or app, app if owner else None, keys=installation.keys)
    return Settled(installation, *urls)


def embedded_settled(installation: Installation, place: Place) -> Settled:
    """Return the addresses of a running embedded server, its roles and database made where they are missing."""
    from hotline.site.roles import DATABASE, LOGIN, OWNER, make_roles

    socket = str(place.socket)
    superuser = socket_url(socket, user=SUPERUSER, database="postgres")
    make_roles(superuser)
    return Settled(
        installation,
        database_url=socket_url(socket, user=LOGIN, database=DATABASE),
        owner_url=socket_url(socket, user=OWNER, database=DATABASE),
        superuser_url=superuser,
    )


def begin_anew(installation: Installation, place: Place) -> None:
    """Throw away a demonstration, database and files; its keys stay, and so the passwords of its people."""
    from hotline.site.roles import drop_database

    drop_database(socket_url(str(place.socket), user=SUPERUSER, database="postgres"))
    journal_of(installation).forget()
    for folder in (installation.folder / name for name in ("audit", "media", "outbox")):
        shutil.rmtree(folder)
        folder.mkdir(mode=0o700)


def reset_demonstration(installation: Installation, decided: Decided) -> None:
    """Empty a demonstration and keep `decided`, which says that it is to be made anew. Raises Refused; may be repeated."""
    if os.environ.get("DATABASE_URL"):
        raise Refused("This demonstration lies on a PostgreSQL of yours: drop its database and make it anew yourself.")
    with installation.lock(SERVER_LOCK, patience=patience_with(installation, 0)) as ours:
        if not ours:
            raise Refused(f"A hotline command is using {installation.folder}: end it first.")
        installation.decide(decided)
        place = place_of(installation)
        make_cluster(place)
        process = start(place)
        try:
            begin_anew(installation, place)
        finally:
            stop(process)


def _given(folder: str | Path | None) -> Settled | None:
    """What the parent process settled already, when it is for the same data folder."""
    url, owner, data = (os.environ.get(f"HOTLINE_{name}") for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATA"))
    if not url or not data or (folder and Path(folder).expanduser().absolute() != Path(data)):
        return None
    return Settled(installation_at(data), url, owner or url)


@contextmanager
def _embedded(installation: Installation) -> Iterator[Place]:
    """Use the running server, or start it; who started it stops it when the last user has gone.

    One that is being stopped is waited for: the server is ours then, or whoever was quicker has it ready.
    """
    place = place_of(installation)
    until = time.monotonic() + RUNNING_WITHIN
    while time.monotonic() < until:
        with installation.lock(SERVER_LOCK, patience=0) as ours:
            if ours:
                with _started(installation, place):
                    yield place
                return
        if _serves(installation, place):
            # Whoever stops its server holds this lock alone meanwhile: afterwards there may be nothing to use.
            with installation.lock(USERS_LOCK, shared=True, patience=until - time.monotonic()) as held:
                if held and _serves(installation, place):
                    yield place
                    return
        time.sleep(0.1)
    raise Refused(f"Another command holds {place.cluster} and its server is not ready after {RUNNING_WITHIN:.0f} s.")


@contextmanager
def _started(installation: Installation, place: Place) -> Iterator[None]:
    """Run the server for as long as the block lasts; the caller holds its lock."""
    installation.state_file.unlink(missing_ok=True)  # of a `run` that was killed: it speaks of nothing that is
    make_cluster(place)
    process = start(place)
    try:
        with installation.lock(USERS_LOCK, shared=True):
            yield
    finally:
        _stop_after_others(installation, process)


def _serves(installation: Installation, place: Place) -> bool:
    """Return whether there is a server that takes connections and that nobody is about to stop."""
    pid = pid_in(place.cluster)
    return pid is not None and is_ready(place.cluster, pid) and not is_stopping(installation)


def is_stopping(installation: Installation) -> bool:
    """Return whether the `run` of this folder says that it is stopping: its server answers until web and workers have ended."""
    return bool((read_json(installation.state_file) or {}).get("stopping"))


def patience_with(installation: Installation, usual: float) -> float:
    """Return how many seconds to wait for the server's lock: `usual`, or as many as a `run` that is stopping may need."""
    return RUNNING_WITHIN if is_stopping(installation) else usual


def _stop_after_others(installation: Installation, process: "subprocess.Popen[bytes]") -> None:
    with installation.lock(USERS_LOCK, patience=0) as alone:
        if alone:
            stop(process)
            return
    print("Another command still uses the database: waiting for it (Ctrl-C stops the database now).", file=sys.stderr)
    try:
        with installation.lock(USERS_LOCK):
            stop(process)
    except KeyboardInterrupt:
        stop(process)


def ends_cleanly() -> None:
    """Have SIGTERM unwind this process as Ctrl-C does, so that a server it started is stopped."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def exported(environment: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with `environment` over it, for a child."""
    return {**os.environ, **environment}
