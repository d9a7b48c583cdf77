"""Starts the load generator and waits for its result."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.rig.house import House
from bench.rig.pounding import Job, Result
from bench.rig.reports import SERVICES, Place
from hotline.site.installation import REPOSITORY


def pounding(
    house: House,
    *,
    clients: int,
    seconds: float,
    first: int,
    mark: str,
    into: Path,
    places: Sequence[Place],
    services: Sequence[str] = SERVICES,
    per_second: float = 0.0,
) -> "subprocess.Popen[str]":
    """Start the load and return its process; `result_of` waits for it."""
    host, port = house.host_and_port
    where = [[place.lat, place.lon] for place in places]
    job = Job(host, port, clients, seconds, first, mark, str(into), where, list(services), per_second)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "bench.rig.pounding"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    if process.stdin is None:
        raise AssertionError("a pipe was asked for")
    json.dump(asdict(job), process.stdin)
    process.stdin.close()
    return process


def result_of(process: "subprocess.Popen[str]") -> Result:
    """Wait for the load to end and return what it saw."""
    if process.stdout is None:
        raise AssertionError("a pipe was asked for")
    with process, process.stdout as answers:
        return Result(**json.load(answers))


def percentile(sorted_values: Sequence[float], percent: float) -> float | None:
    """Return the value that `percent` of the values do not exceed, None of none."""
    if not sorted_values:
        return None
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * percent / 100))]
