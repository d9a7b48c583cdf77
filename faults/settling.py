"""Waits until a house has done what it owes, and asks it to verify its own record."""

import json
import subprocess
import time
from collections.abc import Sequence

from bench.rig.house import House, plain_environment
from hotline.site.installation import REPOSITORY

LOOK_EVERY = 0.5  # seconds

_OWED = """
SELECT
    (SELECT count(*) FROM casefile_message WHERE state = 'waiting'),
    (SELECT count(*) FROM casefile_assignment p JOIN casefile_servicerequest r ON r.id = p.request_id
     WHERE p.state = 'proposed' AND p.automatic AND r.screening = 'received'),
    (SELECT count(*) FROM casefile_event WHERE xid >= coalesce(
        (SELECT horizon FROM casefile_seal ORDER BY position DESC LIMIT 1), '0'::xid8))
"""


def settle(house: House, *, within: float) -> bool:
    """Wait until nothing waits to be sent, forwarded or sealed; gives whether that came about `within` seconds."""
    until = time.monotonic() + within
    with house.database() as connection:
        while time.monotonic() < until:
            if connection.execute(_OWED).fetchone() == (0, 0, 0):
                return True
            time.sleep(LOOK_EVERY)
    return False


def verify_chain(house: House) -> Sequence[str]:
    """Return what `bin/hotline audit verify` finds wrong with the record."""
    command = [str(REPOSITORY / "bin" / "hotline"), "audit", "verify", "--json", "--data", str(house.installation.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain_environment())
    try:
        return [str(fault) for fault in json.loads(done.stdout)["faults"]]
    except (ValueError, KeyError):
        return [f"audit verify could not be read: exit code {done.returncode}, {done.stderr[-300:]}"]
