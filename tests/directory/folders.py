"""The profiles there are, and copies of one that a test may spoil or change, one line at a time."""

import shutil
from pathlib import Path

from tests.rules.sources import ROOT

HCMC = ROOT / "profiles" / "hcmc"
PROFILES = sorted(path.parent.name for path in (ROOT / "profiles").glob("*/profile.yaml"))


def copy_of_hcmc(folder: Path) -> Path:
    """Return a copy of the profile hcmc inside `folder`."""
    return copy_of("hcmc", folder)


def copy_of(profile: str, folder: Path) -> Path:
    """Return a copy of a profile inside `folder`, under its own name."""
    return Path(shutil.copytree(ROOT / "profiles" / profile, folder / profile))


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
