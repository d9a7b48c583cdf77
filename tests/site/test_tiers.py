"""Which tests `bin/hotline test` runs: all but the long ones, the long ones alone, or what somebody names."""

import pytest

from hotline.site.commands.test import tier


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ([], ["-m", "not long"]),
        (["-x", "-q"], ["-m", "not long"]),
        (["-k", "refuse"], ["-m", "not long"]),
        (["--long"], ["-m", "long"]),
        (["--long", "-x"], ["-m", "long"]),
        (["tests/site"], []),
        (["tests/site/test_run.py::test_a_port_in_use_is_refused"], []),
        (["-m", "browser"], []),
    ],
)
def test_what_is_run(given: list[str], chosen: list[str]) -> None:
    assert tier(given) == chosen
