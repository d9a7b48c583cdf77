"""Profiles whose deadlines are those of other cities: the rules of tests/directory/examples in a copy of hcmc."""

from pathlib import Path

from tests.directory.folders import append, copy_of_hcmc
from tests.rules.sources import ROOT

EXAMPLES = ROOT / "tests" / "directory" / "examples"
SOURCES = """
  - code: qd-1207-2025
    title: "Quyết định 1207/QĐ-UBND ngày 28-2-2025 của UBND thành phố Hà Nội"
  - code: qd-960-2021
    title: "Quyết định 960/QĐ-UBND ngày 25-3-2021 của UBND thành phố Đà Nẵng"
"""


def with_deadlines_of(city: str, folder: Path) -> Path:
    """Return a copy of hcmc inside `folder` with the deadlines of "hanoi" or "danang" in the place of its own."""
    profile = copy_of_hcmc(folder)
    (profile / "clocks.yaml").write_text((EXAMPLES / f"{city}.clocks.yaml").read_text("utf-8"), "utf-8")
    append(profile, "sources.yaml", SOURCES.removeprefix("\n"))
    return profile
