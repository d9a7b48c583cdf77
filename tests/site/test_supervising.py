"""The supervisor's rules, without an installation: when to start again, what a folder may become, what a log keeps."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from hotline.site.installation import Decided, Installation, installation_at
from hotline.site.prepared import Prepared, stamp_of
from hotline.site.refusal import Refused
from hotline.site.supervisor.backoff import Backoff
from hotline.site.supervisor.child import Child, ended, started
from hotline.site.supervisor.log import last_lines
from hotline.site.supervisor.plan import Wanted, addresses, decide, free_port


def test_the_first_death_costs_no_wait_and_a_row_of_them_ever_longer_ones() -> None:
    backoff = Backoff()
    assert [backoff.after_death(lived=0.1) for _ in range(8)] == [0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0]
    assert backoff.after_death(lived=60.0) == 0.0


NEW = Wanted(profile=None, host="127.0.0.1", port=0, demo=None, no_demo=False)


@pytest.mark.parametrize(
    ("said", "was", "asked", "becomes"),
    [
        ("a new folder", None, {}, ("hcmc", True)),
        ("a new folder for real people", None, {"no_demo": True}, ("hcmc", False)),
        ("another city", None, {"profile": "hue"}, ("hue", True)),
        ("a demonstration again", ("hcmc", True), {}, ("hcmc", True)),
        ("a real one again", ("hcmc", False), {}, ("hcmc", False)),
        ("a demonstration that is to turn real", ("hcmc", True), {"no_demo": True}, None),
        ("a real one that is to turn into a demonstration", ("hcmc", False), {"demo": 5}, None),
        ("a folder of another city", ("hcmc", False), {"profile": "hue"}, None),
    ],
)
def test_what_a_folder_becomes(
    tmp_path: Path,
    said: str,
    was: tuple[str, bool] | None,
    asked: dict[str, object],
    becomes: tuple[str, bool] | None,
) -> None:
    installation = installation_at(tmp_path)
    if was:
        installation.decide(Decided(*was))
    wanted = Wanted(**{"profile": None, "host": "127.0.0.1", "port": 0, "demo": None, "no_demo": False, **asked})  # type: ignore[arg-type]
    if becomes is None:
        with pytest.raises(Refused):
            decide(installation, wanted)
    else:
        decided = decide(installation, wanted)
        assert (decided.profile, decided.demo) == becomes, said
    kept = installation.decided()
    assert kept is not None
    assert (kept.profile, kept.demo) == (was or becomes)


def test_a_free_port_is_found_and_any_address_is_answered_to() -> None:
    port = free_port("127.0.0.1", 0)
    assert 1023 < port <= 65535
    assert addresses("127.0.0.1", port) == (f"http://127.0.0.1:{port}", "127.0.0.1")
    address, hosts = addresses("0.0.0.0", port)  # noqa: S104
    assert address == f"http://127.0.0.1:{port}"
    assert "127.0.0.1" in hosts.split(",")


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """A child that leaves a process of its own behind when it is killed."""
    words = "import subprocess, sys, time; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); time.sleep(60)"
    log = tmp_path / "child.log"
    made = Child("one", lambda: started([sys.executable, "-c", words], environment=dict(os.environ), log=log), ended, log)
    made.begin()
    yield made
    made.finish()


def _below(child: Child) -> psutil.Process:
    for _ in range(200):
        if child.log.exists() and last_lines(child.log):
            break
        time.sleep(0.05)
    return psutil.Process(int(last_lines(child.log).splitlines()[-1]))


def test_what_a_dead_child_left_behind_ends_before_it_starts_again(child: Child) -> None:
    below = _below(child)
    assert child.process is not None
    child.process.kill()
    child.process.wait()
    assert child.watch() == "one ended (signal SIGKILL)"
    below.wait(10)
    assert child.watch() == "one started again"
    assert child.watch() is None


def test_a_child_that_is_ended_leaves_nothing(child: Child) -> None:
    below = _below(child)
    child.finish()
    below.wait(10)
    assert child.process is None


def test_a_folder_has_one_holder_of_a_lock(tmp_path: Path) -> None:
    installation: Installation = installation_at(tmp_path)
    with installation.lock("server") as first, installation.lock("server", patience=0) as second:
        assert (first, second) == (True, False)
    with installation.lock("server", patience=0) as again:
        assert again


def test_what_was_prepared_is_prepared_again_when_anything_it_went_by_changed(tmp_path: Path) -> None:
    installation = installation_at(tmp_path / "data")
    profile = tmp_path / "city"
    profile.mkdir()
    (profile / "texts.yaml").write_text("one")
    settings = {"HOTLINE_PROFILE": str(profile), "PATH": "/bin"}
    assert stamp_of(installation, settings) == ""
    (tmp_path / "data" / "postgres").mkdir()
    (tmp_path / "data" / "postgres" / "PG_VERSION").write_text("18")
    first = stamp_of(installation, settings)
    assert first
    assert stamp_of(installation, {**settings, "PATH": "/usr/bin"}) == first
    assert stamp_of(installation, {**settings, "HOTLINE_SMS_SENDER": "console"}) != first
    assert stamp_of(installation, {**settings, "DATABASE_URL": "postgresql:///elsewhere"}) == ""
    (profile / "texts.yaml").write_text("two, longer")
    assert stamp_of(installation, settings) != first


def test_what_was_prepared_is_kept_until_something_is_done_by_hand(tmp_path: Path) -> None:
    installation = installation_at(tmp_path)
    nobody = Prepared(sign_ins=[], has_people=False, stamp="")
    assert Prepared.of(installation) == nobody
    known = Prepared(sign_ins=[("operator", "o@demo.example", "p")], has_people=True, stamp="s")
    known.keep(installation)
    assert Prepared.of(installation) == known
    Prepared.forget(installation)
    assert Prepared.of(installation) == nobody
