"""Run the tests on a throw-away PostgreSQL of their own: test [pytest's arguments].

Outside CI it ends by saying what was left out for want of what, and how to install it.
"""

import os
import shutil
import subprocess
import sys

from hotline.site.commands._arguments import split_data
from hotline.site.installation import REPOSITORY

# What some tests need beyond the locked packages: how to know it is there, and how to get it on Debian.
WANTED = {
    "Chromium (browser tests)": (("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
    "a Vietnamese font (browser tests)": (("fc-list",), "apt-get install fontconfig fonts-noto-core"),
}


def main(arguments: list[str]) -> int:
    """Run pytest; returns its exit code."""
    _data, rest = split_data(arguments)
    options = (
        []
        if any(word in {"-n", "-p", "--pdb"} or word.startswith(("-n", "--numprocesses")) for word in rest)
        else ["-n", "2", "--dist", "loadgroup"]
    )
    command = [sys.executable, "-P", "-m", "pytest", *options, *rest]
    code = subprocess.run(command, cwd=REPOSITORY, check=False).returncode
    if not os.environ.get("CI"):
        _say_what_lacks()
    return code


def _say_what_lacks() -> None:
    lacking = [(what, how) for what, (programs, how) in WANTED.items() if not any(map(shutil.which, programs))]
    for what, how in lacking:
        print(f"hotline: {what} is not on this machine, so what needs it was skipped: {how}")
