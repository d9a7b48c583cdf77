"""Copies of a real profile that a test may spoil or change, one line at a time."""

import shutil
from pathlib import Path

from tests.rules.sources import ROOT

HCMC = ROOT / "profiles" / "hcmc"


def copy_of_hcmc(folder: Path) -> Path:
    """Return a copy of the profile hcmc inside `folder`."""
    return Path(shutil.copytree(HCMC, folder / "hcmc"))


def change(profile: Path, file: str, old: str, new: str) -> int:
    """Put `new` in the place of the only `old` in a file, and return the line of its beginning."""
    path = profile / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def append(profile: Path, file: str, lines: str) -> int:
    """Add lines at the end of a file, and return the line of the first of them."""
    path = profile / file
    text = path.read_text("utf-8")
    path.write_text(text + lines, "utf-8")
    return text.count("\n") + 1
