"""bin/hotline: what pages and what tests bring by npm is set up once, and neither start undoes the other."""

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from hotline.site.installation import REPOSITORY

_STANDS_IN = """#!/bin/sh
echo "$@" >>"{log}"
case $1 in --version) echo 10.9.0 ;; ci) mkdir -p node_modules ;; esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose packages are there; its npm and its Python write down what they are asked."""
    (tmp_path / "bin").mkdir()
    shutil.copy(REPOSITORY / "bin" / "hotline", tmp_path / "bin" / "hotline")
    for name in ("requirements.lock", "package.json", "package-lock.json", ".npmrc"):
        (tmp_path / name).write_text("1")
    for program, log in (("path/npm", "npm"), ("path/node", "node"), (".venv/bin/python", "python")):
        file = tmp_path / program
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_STANDS_IN.format(log=tmp_path / f"{log}.log"))
        file.chmod(0o755)
    (tmp_path / ".venv" / "hotline.stamp").write_text(sha256(b"1").hexdigest())
    return tmp_path


def start(checkout: Path, command: str) -> list[str]:
    """Run a command of it; return what npm was asked to install, each time."""
    log = checkout / "npm.log"
    log.write_text("")
    path = f"{checkout / 'path'}:{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(checkout)}
    subprocess.run([checkout / "bin" / "hotline", command], env=environment, check=True, capture_output=True)
    return [line for line in log.read_text().splitlines() if line.startswith("ci")]


def test_a_start_that_serves_pages_leaves_out_what_only_tests_need(checkout: Path) -> None:
    (asked,) = start(checkout, "run")
    assert "--omit=dev" in asked
    assert start(checkout, "run") == []


@pytest.mark.parametrize("command", ["test", "check", "bench", "faults"])
def test_what_tries_things_has_it_and_keeps_it(checkout: Path, command: str) -> None:
    start(checkout, "run")
    (asked,) = start(checkout, command)
    assert "--omit" not in asked
    assert start(checkout, "run") == start(checkout, command) == []


def test_a_new_lock_takes_nothing_from_where_tests_were_run(checkout: Path) -> None:
    start(checkout, "test")
    (checkout / "package-lock.json").write_text("2")
    (asked,) = start(checkout, "run")
    assert "--omit" not in asked
    assert start(checkout, "test") == []
    (checkout / "node_modules" / "hotline.stamp").unlink()
    (asked,) = start(checkout, "run")
    assert "--omit=dev" in asked
