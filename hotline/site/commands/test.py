"""Run the tests on a throw-away PostgreSQL of their own: test [--long] [pytest's arguments].

Sweeps and whole cities (marked `long`) run by --long alone; a file or a test that is named runs whole.
Outside CI it ends by saying what was left out for want of what, and how to install it.
"""

import os
import shutil
import subprocess
import sys

from hotline.site.commands._arguments import split_data
from hotline.site.installation import REPOSITORY

LONG = "--long"

# What some tests need beyond the locked packages: how to know it is there, and how to get it on Debian.
WANTED = {
    "Chromium (browser tests)": (("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
    "Kannel (SMS)": (("bearerbox", "/usr/sbin/bearerbox"), "apt-get install kannel"),
    "postfix (e-mail)": (("postfix", "/usr/sbin/postfix"), "apt-get install postfix"),
    "dovecot (e-mail)": (("dovecot", "/usr/sbin/dovecot"), "apt-get install dovecot-imapd dovecot-lmtpd dovecot-sieve"),
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
    options += tier(rest)
    command = [sys.executable, "-P", "-m", "pytest", *options, *(word for word in rest if word != LONG)]
    code = subprocess.run(command, cwd=REPOSITORY, check=False).returncode
    if not os.environ.get("CI"):
        _say_what_lacks()
    return code


def tier(rest: list[str]) -> list[str]:
    """Return the marks that pytest is to choose by: none where somebody names tests or marks."""
    if LONG in rest:
        return ["-m", "long"]
    chosen = "-m" in rest or any("tests" in word.split("/") or "::" in word for word in rest)
    return [] if chosen else ["-m", "not long"]


def _say_what_lacks() -> None:
    lacking = [(what, how) for what, (programs, how) in WANTED.items() if not any(map(shutil.which, programs))]
    for what, how in lacking:
        print(f"hotline: {what} is not on this machine, so what needs it was skipped: {how}")
