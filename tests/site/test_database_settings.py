"""What is set in the environment decides how the database is spoken to."""

import os
import subprocess
import sys

import pytest

_ASK = """
from hotline.site.settings import DATABASES
options = DATABASES["default"]["OPTIONS"]
print("pool" in options, options["prepare_threshold"] is not None)
"""


@pytest.mark.parametrize(
    ("pool", "plans", "said"),
    [
        ("1", None, "True True"),
        ("0", None, "False False"),
        ("0", "1", "False True"),
        ("1", "0", "True False"),
    ],
)
def test_behind_pgbouncer_nothing_is_prepared(pool: str, plans: str | None, said: str) -> None:
    """Two clients share one of its connections, and would share the names of their statements."""
    told = {name: value for name, value in os.environ.items() if name != "HOTLINE_DATABASE_PLANS"}
    told |= {"HOTLINE_DATABASE_POOL": pool} | ({} if plans is None else {"HOTLINE_DATABASE_PLANS": plans})
    asked = subprocess.run([sys.executable, "-c", _ASK], env=told, capture_output=True, text=True, check=False)
    assert asked.stdout.strip() == said, asked.stderr
