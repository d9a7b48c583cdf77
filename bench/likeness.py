"""What it costs to say what is like a case among a million, to move the cases of wards that end, and to serve an agency's API."""

import argparse

from bench.likenessparts.agencyapi import CALLS, over_http
from bench.likenessparts.crowding import crowd
from bench.likenessparts.succeeding import FULL, QUICK, succession_figures
from bench.rig.figures import Goal, Report, Wanted, printed, say, taken
from bench.rig.house import House, folder_for, running
from bench.rig.inside import asked as asked_inside

WANTED = (
    Wanted("cases", "1"),
    Wanted("p95_ms", "ms", Goal("≤", 50)),
    Wanted("operator_p95_ms", "ms"),
    Wanted("operator_flood_p95_ms", "ms"),
    Wanted("citizen_p95_ms", "ms"),
    Wanted("citizen_flood_p95_ms", "ms"),
    Wanted("cpu_ms", "ms"),
    Wanted("found", "1"),
    Wanted("flood_found", "1", Goal("≥", 10)),
    Wanted("succeed_s", "s", Goal("≤", 120)),
    Wanted("succeed_cases", "1"),
    Wanted("succeed_moved", "1"),
    Wanted("succeed_parts", "1"),
    Wanted("succeed_per_s", "1/s"),
    Wanted("succeed_events", "1"),
    Wanted("api_calls", "1", Goal("≥", CALLS)),
    Wanted("responses_5xx", "1", Goal("=", 0)),
)
_DEMO = 150  # everyday cases of the demonstration that a million is made of
_FULL, _QUICK = 1_000_000, 100_000
_ANY_NUMBER_OF_CALLS = {"HOTLINE_AGENCY_CALLS": "0"}


def main(arguments: list[str]) -> int:
    """Measure, print the figures, and return 0 only if every goal holds."""
    parser = argparse.ArgumentParser(prog="hotline bench likeness", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="fewer cases: coarser figures")
    parser.add_argument("--data", metavar="DIR", help="work in this new folder and leave it (else a temporary one)")
    asked = parser.parse_args(arguments)
    with folder_for(asked.data, name="bench") as folder, running(folder, demo=_DEMO, environment=_ANY_NUMBER_OF_CALLS) as house:
        succeeded = succession_figures(cases=QUICK if asked.quick else FULL)
        report = measured(house, succeeded, cases=_QUICK if asked.quick else _FULL)
    return printed(report, as_json=asked.json)


def measured(house: House, succeeded: dict[str, float | None], *, cases: int) -> Report:
    """Take every figure on a running installation; those of an administrative change were taken on one of its own."""
    pounded = over_http(house.address, **asked_inside(house, "agencyapi"))
    say(f"{pounded.calls} calls of the agencies' interface: {dict(sorted(pounded.statuses.items()))}")
    with house.only_serving():
        with house.database() as connection:
            there = crowd(connection, to=cases)
        say(f"{there} cases")
        seen = asked_inside(house, "likeness")
    values: dict[str, float | None] = {
        "cases": float(there),
        "p95_ms": max(taken_ms for name, taken_ms in seen.items() if name.endswith("_p95")),
        **{f"{name}_ms": taken_ms for name, taken_ms in seen.items() if name.endswith("_p95")},
        "cpu_ms": seen["cpu"],
        "found": seen["operator_found"],
        "flood_found": seen["operator_flood_found"],
        "api_calls": float(pounded.calls),
        "responses_5xx": float(pounded.responses_5xx),
        **succeeded,
    }
    return taken("likeness", WANTED, values, findings=pounded.faults[:3])
