"""What clocks cost: due dates in core, a hundred thousand deadlines moved by a calendar, due and overdue among a million."""

import argparse
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx

from bench.rig.copies import multiply
from bench.rig.figures import Goal, Report, Wanted, printed, say, taken
from bench.rig.house import Connection, House, NotReady, folder_for, running
from bench.rig.inside import asked as asked_inside
from bench.rig.reports import PATH, body, places
from hotline.core.calendar import WorkingCalendar
from hotline.core.deadlines import Length, LengthUnit, due_at
from hotline.directory.profile import core_rules, read_profile
from hotline.site.installation import profile_folder

WANTED = (
    Wanted("due_per_s", "1/s", Goal("≥", 50_000)),
    Wanted("open_clocks", "1"),
    Wanted("preview_s", "s"),
    Wanted("recompute_s", "s", Goal("≤", 60)),
    Wanted("untold", "1", Goal("=", 0)),
    Wanted("progress_seen", "1", Goal("≥", 3)),
    Wanted("clocks", "1"),
    Wanted("scan_ms", "ms", Goal("≤", 50)),
    Wanted("scan_overdue_ms", "ms"),
    Wanted("scan_due_ms", "ms"),
    Wanted("scan_count_ms", "ms"),
    Wanted("scan_calls_ms", "ms"),
    Wanted("scan_overruns_ms", "ms"),
    Wanted("scan_step_ms", "ms"),
    Wanted("scan_round_ms", "ms"),
    Wanted("memory_mb", "MB", Goal("≤", 600)),
)
_LENGTHS = (
    Length(LengthUnit.WORKING_DAYS, 10),
    Length(LengthUnit.WORKING_DAYS, 5),
    Length(LengthUnit.WORKING_HOURS, 8),
    Length(LengthUnit.MINUTES, 5),
)
_MOVED_BY_CALENDAR = "state <> 'ended' AND calendar = 'hanh-chinh' AND derivation #>> '{length,unit}' <> 'minutes'"
_FILL = """
INSERT INTO casefile_clock (request_id, part_id, rule, purpose, stops, rule_from, calendar, started_by, started_at, state, due_at,
    derivation)
SELECT request_id, part_id, rule, purpose, stops, rule_from, 'bench', started_by, started_at, 'running',
    now() + (random() * 60 - 2) * interval '1 day', jsonb_build_object('length', derivation -> 'length')
FROM casefile_clock CROSS JOIN generate_series(1, %(times)s)
WHERE state = 'running' AND calendar = 'hanh-chinh' LIMIT %(missing)s
"""
_DUN = """
INSERT INTO oversight_dunning (clock_id, due_at, step, taken, told, at)
SELECT clock.id, clock.due_at, step, 'told', 1, clock.due_at FROM casefile_clock AS clock
CROSS JOIN unnest(%(steps)s::text[]) AS step
WHERE clock.state = 'running' AND clock.part_id IS NOT NULL AND clock.due_at < now() + interval '2 days' AND random() < 0.99
ON CONFLICT DO NOTHING
"""
"""What has been said of most deadlines that are late or will be soon: nothing stays to be done about them but to be passed by."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many due dates, how many reports are sent and copied, and how many clocks there are at last."""

    dues: int
    sent: int
    open_clocks: int
    clocks: int


FULL = Size(dues=400_000, sent=40, open_clocks=100_000, clocks=1_000_000)
QUICK = Size(dues=50_000, sent=20, open_clocks=6_000, clocks=100_000)


def main(arguments: list[str]) -> int:
    """Measure, print the figures, and return 0 only if every goal holds."""
    parser = argparse.ArgumentParser(prog="hotline bench clocks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="fewer clocks: coarser figures")
    parser.add_argument("--data", metavar="DIR", help="work in this new folder and leave it (else a temporary one)")
    asked = parser.parse_args(arguments)
    size = QUICK if asked.quick else FULL
    dues = _dues_per_second(size.dues)
    with folder_for(asked.data, name="bench") as folder, running(folder) as house:
        report = measured(house, size, dues_per_s=dues)
    return printed(report, as_json=asked.json)


def measured(house: House, size: Size, *, dues_per_s: float) -> Report:
    """Take every figure on a running installation."""
    with house.database() as connection:
        _send(house, connection, size.sent)
        clocks_of_one = _count(connection, _MOVED_BY_CALENDAR) / size.sent
        multiply(connection, to=int(size.open_clocks / clocks_of_one / size.sent + 0.999) * size.sent)
        open_clocks = _count(connection, _MOVED_BY_CALENDAR)
        say(f"{open_clocks} open clocks")
        moved = _moved(house, connection)
        with house.only_serving():
            clocks = _filled(connection, size.clocks)
            scans = asked_inside(house, "scan")
    values: dict[str, float | None] = {
        "due_per_s": dues_per_s,
        "open_clocks": float(open_clocks),
        "clocks": float(clocks),
        **moved,
        **{f"scan_{name}_ms": taken_ms for name, taken_ms in scans.items()},
        "scan_ms": max(taken_ms for name, taken_ms in scans.items() if name != "round"),
    }
    return taken("clocks", WANTED, values)


def _dues_per_second(count: int) -> float:
    """Return how many due dates the core reckons a second by the calendar of Ho Chi Minh City, on one processor."""
    calendar = _calendar()
    first = datetime(2025, 1, 2, 1, 0, tzinfo=UTC)
    starts = [first + timedelta(minutes=17 * number % 1_000_000) for number in range(count)]
    began = time.perf_counter()
    for number, start in enumerate(starts):
        due_at(start, _LENGTHS[number % len(_LENGTHS)], calendar)
    rate = count / (time.perf_counter() - began)
    say(f"{rate:.0f} due dates a second")
    return rate


def _calendar() -> WorkingCalendar:
    return core_rules.calendars(read_profile(profile_folder("hcmc")).profile)["hanh-chinh"]


def _send(house: House, connection: Connection, count: int) -> None:
    """Send reports that go by themselves, and wait until each is with its agencies."""
    where = places(connection)
    with httpx.Client(base_url=house.address, headers={"Content-Type": "application/x-www-form-urlencoded"}) as client:
        for number in range(count):
            client.post(PATH, content=body(number, mark="clocks", places=where, services=("street_light",))).raise_for_status()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not _count(connection, "state <> 'ended' AND stops = 'forwarded'"):
            return
        time.sleep(0.5)
    raise NotReady("the reports were not forwarded within a minute")


def _moved(house: House, connection: Connection) -> dict[str, float | None]:
    """Order a day off and wait until the worker has moved every deadline; say how far it is."""
    decided = asked_inside(house, "decide")
    say(f"a day off moves {decided['moves']} deadlines: looked at in {decided['preview_s']:.1f} s")
    began, seen, memory = time.monotonic(), set[int](), 0.0
    while time.monotonic() - began < 600:
        looked, total, ended = _recount(connection, decided["decision"])
        percent = 100 * looked // total if total else 0
        if percent not in seen:
            seen.add(percent)
            say(f"recount: {looked} of {total}")
        memory = max(memory, house.memory_mb())
        if ended:
            break
        time.sleep(0.5)
    else:
        raise NotReady("the recount did not end in ten minutes")
    took = time.monotonic() - began
    told = _one(connection, "SELECT count(DISTINCT facts ->> 'clock') FROM casefile_event WHERE name = 'deadline_moved'")
    twice = _one(connection, "SELECT count(*) FROM casefile_event WHERE name = 'deadline_moved'") - told
    say(f"{decided['moves']} deadlines moved in {took:.1f} s")
    return {
        "preview_s": decided["preview_s"],
        "recompute_s": took,
        "untold": float(decided["moves"] - told + twice),
        "progress_seen": float(len(seen)),
        "memory_mb": memory,
    }


def _recount(connection: Connection, decision: int) -> tuple[int, int, bool]:
    row = connection.execute(
        "SELECT looked, total, ended_at IS NOT NULL FROM casefile_recount WHERE decision = %s AND NOT is_preview", [decision]
    ).fetchone()
    return (int(str(row[0])), int(str(row[1])), bool(row[2])) if row else (0, 0, False)


def _filled(connection: Connection, count: int) -> int:
    """Add running clocks with due moments around now until there are `count`, past the actions: they are only looked for."""
    there, running = _count(connection, "true"), _count(connection, "state = 'running' AND calendar = 'hanh-chinh'")
    connection.execute("SET session_replication_role = replica")
    connection.execute(_FILL, {"times": (count - there) // running + 1, "missing": count - there})
    connection.execute("SET session_replication_role = origin")
    connection.execute(_DUN, {"steps": _steps()})
    for table in ("casefile_clock", "oversight_dunning"):
        connection.execute(f"VACUUM ANALYZE {table}")
    return _count(connection, "true")


def _steps() -> list[str]:
    return [step.code for ladder in read_profile(profile_folder("hcmc")).profile.ladders for step in ladder.steps]


def _count(connection: Connection, where: str) -> int:
    return _one(connection, f"SELECT count(*) FROM casefile_clock WHERE {where}")


def _one(connection: Connection, statement: str) -> int:
    row = connection.execute(statement).fetchone()
    return int(str(row[0])) if row else 0
