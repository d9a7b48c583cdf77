"""A database server of the tests' own: started before Django's settings are read, thrown away at the end.

A pytest plugin (see addopts in pyproject.toml), so that `pytest` alone and `bin/hotline test` do the same. The workers of
xdist inherit the address from the process that started them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from hotline.casefile.keys import make_keys
from hotline.site.attach import embedded_settled
from hotline.site.embedded.cluster import make_cluster
from hotline.site.embedded.place import place_of
from hotline.site.embedded.server import FOR_TESTS, SETTINGS, start, stop
from hotline.site.installation import installation_at

OURS = pytest.StashKey[tuple[Path, "subprocess.Popen[bytes]"]]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start the server, unless the process that started this one did."""
    _keep_bytecode()
    if "HOTLINE_TEST_SUPERUSER_URL" not in os.environ:
        early_config.stash[OURS] = _start()
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    if OURS not in config.stash:
        return
    folder, process = config.stash[OURS]
    stop(process)
    shutil.rmtree(folder, ignore_errors=True)
    del os.environ["HOTLINE_TEST_SUPERUSER_URL"]


def _keep_bytecode() -> None:
    """Have Python keep what it compiled, even where the environment forbids it.

    Tests start some fifty processes of the product, and each compiled all of Django anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _start() -> tuple[Path, "subprocess.Popen[bytes]"]:
    for name in [name for name in os.environ if name.startswith(("HOTLINE_", "DATABASE_"))]:
        if name not in {"HOTLINE_PG_BIN", "HOTLINE_TEST_DATA", "HOTLINE_VENV", "HOTLINE_UV", "HOTLINE_NODE_MODULES"}:
            del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="hotline-test-"))
    installation = installation_at(folder)
    make_keys(installation.keys)
    place = place_of(installation)
    make_cluster(place, lasting=False)
    process = start(place, {**SETTINGS, **FOR_TESTS})
    settled = embedded_settled(installation, place)
    os.environ.update(settled.environment())
    os.environ |= {"HOTLINE_DATABASE_POOL": "0", "HOTLINE_DATABASE_PLANS": "1"}
    os.environ["HOTLINE_TEST_SUPERUSER_URL"] = settled.superuser_url or ""
    return folder, process
