"""A command's database: a running server is used, one that is being stopped is waited for, else the command starts its own."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from hotline.site import attach
from hotline.site.attach import SERVER_LOCK, USERS_LOCK, Settled
from hotline.site.installation import Installation, installation_at, write_json

STOPS_AFTER = 0.4  # seconds


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A folder whose servers are only said to run: no process is started."""
    for name in ("DATABASE_URL", "HOTLINE_DATA", "HOTLINE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    made = installation_at(tmp_path / "data")
    (made.folder / "postgres").mkdir()
    monkeypatch.setattr(attach, "make_cluster", lambda _place: False)
    monkeypatch.setattr(attach, "start", lambda _place: "ours")
    monkeypatch.setattr(attach, "stop", lambda _process: None)
    monkeypatch.setattr(
        attach, "embedded_settled", lambda made, _place: Settled(made, "postgresql:///app", "postgresql:///owner")
    )
    return made


def says_ready(installation: Installation) -> Path:
    """Write what a server writes that takes connections; return the file."""
    file = installation.folder / "postgres" / "postmaster.pid"
    file.write_text("\n".join([str(os.getpid()), *["-"] * 6, "ready"]))
    return file


@contextmanager
def held(installation: Installation, *names: str) -> Iterator[None]:
    """Hold locks, as another command does that stops its server: when it has, they are free and the server is gone."""
    locked, gone = threading.Event(), says_ready(installation)

    def stops() -> None:
        with ExitStack() as stack:
            for name in names:
                stack.enter_context(installation.lock(name))
            locked.set()
            time.sleep(STOPS_AFTER)
            gone.unlink()

    other = threading.Thread(target=stops)
    other.start()
    locked.wait()
    yield
    other.join()


@pytest.mark.parametrize(
    ("stopping", "locks"),
    [(True, [SERVER_LOCK]), (False, [SERVER_LOCK, USERS_LOCK])],
    ids=["run, which says so", "a command that was its last user"],
)
def test_one_that_is_being_stopped_is_waited_for(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, stopping: bool, locks: list[str]
) -> None:
    started: list[float] = []
    monkeypatch.setattr(attach, "start", lambda _place: started.append(time.monotonic()))
    write_json(installation.state_file, {"stopping": stopping})
    begun = time.monotonic()
    with held(installation, *locks), attach.database(installation.folder):
        assert len(started) == 1
    assert STOPS_AFTER * 0.9 < started[0] - begun < 10


def test_a_running_one_is_used(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attach, "start", lambda _place: pytest.fail("a second server"))
    says_ready(installation)
    write_json(installation.state_file, {"stopping": False})
    with installation.lock(SERVER_LOCK), attach.database(installation.folder) as settled:
        assert settled.installation == installation


def test_what_a_killed_run_said_last_holds_up_nobody(installation: Installation) -> None:
    write_json(installation.state_file, {"stopping": True})
    with attach.database(installation.folder) as settled:
        assert settled.installation == installation
        assert not attach.is_stopping(installation)
