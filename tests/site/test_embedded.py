"""The embedded server: made once, started anew over anything an earlier one left, closed to everyone else."""

import os
import select
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hotline.site.dsn import socket_url
from hotline.site.embedded.cluster import SUPERUSER, make_cluster
from hotline.site.embedded.leftovers import pid_in
from hotline.site.embedded.place import SOCKET_LIMIT, SOCKET_NAME, Place, place_of
from hotline.site.embedded.server import FOR_TESTS, SETTINGS, start, stop
from hotline.site.installation import installation_at
from hotline.site.refusal import Refused

QUICK = {**SETTINGS, **FOR_TESTS}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A server of the test's own, made but not started, in a folder with a space in its name."""
    made = place_of(installation_at(tmp_path / "dữ liệu"))
    make_cluster(made, lasting=False)
    yield made
    pid = pid_in(made.cluster)
    if pid is not None and Path(f"/proc/{pid}/cwd").exists() and Path(f"/proc/{pid}/cwd").readlink() == made.cluster:
        os.kill(pid, signal.SIGKILL)


def _ask(place: Place, question: str) -> object:
    with psycopg.connect(socket_url(str(place.socket), user=SUPERUSER, database="postgres")) as connection:
        row = connection.execute(question.encode()).fetchone()
    return None if row is None else row[0]


def test_starts_answers_and_stops(place: Place) -> None:
    process = start(place, QUICK)
    assert _ask(place, "SHOW data_directory") == str(place.cluster)
    assert _ask(place, "SHOW listen_addresses") == ""
    assert _ask(place, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'template1'") == "bC.UTF-8"
    stop(process)
    assert not (place.cluster / "postmaster.pid").exists()


def test_real_settings_lose_nothing_acknowledged(place: Place) -> None:
    process = start(place)
    assert [_ask(place, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["on", "on", "on"]
    assert _ask(place, "SHOW data_checksums") == "on"
    stop(process)


def test_only_the_owner_reaches_the_socket(place: Place) -> None:
    process = start(place, QUICK)
    assert stat.S_IMODE(place.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE((place.socket / SOCKET_NAME).stat().st_mode) == 0o700
    stop(process)


def test_a_long_path_puts_the_socket_into_a_private_temporary_folder(tmp_path: Path) -> None:
    installation = installation_at(tmp_path / ("d" * 100))
    socket = place_of(installation).socket
    assert len(os.fsencode(socket / SOCKET_NAME)) <= SOCKET_LIMIT
    assert not socket.is_relative_to(installation.folder)
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    socket.chmod(0o755)
    with pytest.raises(Refused, match="not a private folder"):
        place_of(installation)
    socket.rmdir()


def test_starts_over_a_pid_file_that_names_a_stranger(place: Place) -> None:
    (place.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{place.cluster}\n")
    process = start(place, QUICK)
    assert _ask(place, "SELECT 1") == 1
    stop(process)


def test_starts_over_a_killed_server(place: Place) -> None:
    process = start(place)
    with psycopg.connect(socket_url(str(place.socket), user=SUPERUSER, database="postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    process.kill()
    process.wait()
    process = start(place)
    assert _ask(place, "SELECT one FROM kept") == 1
    stop(process)


def test_whoever_only_stands_in_the_folder_is_left_alone(place: Place) -> None:
    """Somebody looks at the files in a shell of their own; a start ends processes of an earlier server, and nobody else."""
    shell = subprocess.Popen(["sleep", "60"], cwd=place.cluster)
    try:
        stop(start(place, {**SETTINGS, **FOR_TESTS}))
        assert shell.poll() is None
    finally:
        shell.kill()
        shell.wait()


def test_an_interrupted_making_is_made_again(tmp_path: Path) -> None:
    made = place_of(installation_at(tmp_path))
    half = made.cluster.with_name("postgres.new")
    half.mkdir()
    (half / "base").mkdir()
    assert make_cluster(made, lasting=False)
    assert not make_cluster(made, lasting=False)
    assert not half.exists()


def test_the_server_ends_with_the_process_that_started_it(place: Place) -> None:
    """Killed with -9, so that it could not say good-bye."""
    words = (
        "import sys, time; from pathlib import Path;"
        "from hotline.site.embedded import place, server; from hotline.site.installation import Installation;"
        "p = server.start(place.place_of(Installation(Path(sys.argv[1]))), {**server.SETTINGS, **server.FOR_TESTS});"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", words, str(place.cluster.parent)], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    server = int(starter.stdout.readline())
    descriptor = os.pidfd_open(server)
    starter.kill()
    starter.wait()
    starter.stdout.close()
    assert select.select([descriptor], [], [], 20)[0], "the server still runs"
    os.close(descriptor)


def test_a_server_that_cannot_start_says_why(place: Place) -> None:
    with pytest.raises(Refused, match="shared_buffers"):
        start(place, {**QUICK, "shared_buffers": "much"})


def test_programs_that_are_not_there_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_PG_BIN", str(tmp_path / "none"))
    with pytest.raises(Refused, match="HOTLINE_PG_BIN"):
        place_of(installation_at(tmp_path))
