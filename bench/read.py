"""How fast pages are read when there are 100,000 cases, alone and by eight at once, and how that grows with their number."""

import argparse
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from bench.rig.copies import multiply
from bench.rig.figures import Goal, Report, Wanted, printed, say, taken
from bench.rig.house import Connection, House, NotReady, folder_for, running
from bench.rig.load import percentile
from bench.rig.processes import processor_seconds
from bench.rig.visits import Page, visit

PAGES = (
    "list",
    "case",
    "map",
    "search_common",
    "search_two",
    "search_rare",
    "search_none",
    "search_toneless",
    "operator",
    "agency",
)
_GOALS = {"p95_ms_1": Goal("≤", 50), "p95_ms_8": Goal("≤", 150), "growth": Goal("≤", 1.5)}
_UNITS = {"p95_ms_1": "ms", "p95_ms_8": "ms", "cpu_ms": "ms", "sql_ms": "ms", "growth": ""}
WANTED = (
    Wanted("cases", "1"),
    *(Wanted(name, unit, _GOALS.get(name)) for name, unit in _UNITS.items()),
    *(Wanted(f"{page}_{name}", unit, _GOALS.get(name)) for page in PAGES for name, unit in _UNITS.items()),
)
"""`p95_ms_1` … without a page in front are those of the worst page."""

_CHANGES_EVERY = 0.5  # seconds; two million reports a year, each handled in three steps, make one in five
_CHANGE = """
UPDATE casefile_servicerequest SET version = version + 1
WHERE id = (SELECT max(id) FROM casefile_servicerequest WHERE screening = 'received')
"""
_SETTLED = 0.1  # of a processor: what the worker takes that has nothing to do
_SETTLES_WITHIN = 300.0  # seconds
_MAP_POINTS = 1000
_RARE = "thạch sùng"


@dataclass(frozen=True, slots=True)
class Size:
    """From how many told cases copies are made, to how many at first and at last, and how often each page is opened."""

    told: int
    small: int
    large: int
    times: int


FULL = Size(told=500, small=10_000, large=100_000, times=200)
QUICK = Size(told=200, small=2_000, large=20_000, times=40)

type _Taken = dict[str, float | None]


def main(arguments: list[str]) -> int:
    """Measure, print the figures, and return 0 only if every goal holds."""
    parser = argparse.ArgumentParser(prog="hotline bench read", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="fewer cases, fewer visits: coarser figures")
    parser.add_argument("--data", metavar="DIR", help="work in this new folder and leave it (else a temporary one)")
    asked = parser.parse_args(arguments)
    size = QUICK if asked.quick else FULL
    with folder_for(asked.data, name="bench") as folder, running(folder, demo=size.told) as house:
        report = measured(house, size)
    return printed(report, as_json=asked.json)


def measured(house: House, size: Size) -> Report:
    """Take every figure on a running demonstration."""
    _wait_until_told(house, size.told)
    cookies = _cookies(house)
    with house.database() as connection:
        _make(house, connection, size.small)
        with _queue_changing(house):
            before = _taken(house, connection, cookies, size.times)
        cases = _make(house, connection, size.large)
        with _queue_changing(house):
            after = _taken(house, connection, cookies, size.times)
    values: _Taken = {"cases": float(cases)}
    findings: list[str] = []
    for page in PAGES:
        of_page, failed = after[page]
        findings += [f"{page}: {count} answers were {what}" for what, count in failed.items()]
        grown, was = of_page["p95_ms_1"], before[page][0]["p95_ms_1"]
        of_page["growth"] = grown / was if grown and was else None
        values |= {f"{page}_{name}": value for name, value in of_page.items()}
    for name in _UNITS:
        of_all = [values.get(f"{page}_{name}") for page in PAGES]
        known = [value for value in of_all if value is not None]
        values[name] = max(known) if len(known) == len(of_all) else None
    return taken("read", WANTED, values, findings=findings)


@contextmanager
def _queue_changing(house: House) -> Iterator[None]:
    """Change a report that waits for the operators all the while: what is drawn once for all who look is then drawn anew."""
    done = threading.Event()
    changer = threading.Thread(target=_change, args=(house, done))
    changer.start()
    try:
        yield
    finally:
        done.set()
        changer.join()


def _change(house: House, done: threading.Event) -> None:
    with house.database() as connection:
        while not done.wait(_CHANGES_EVERY):
            connection.execute(_CHANGE)


def _make(house: House, connection: Connection, count: int) -> int:
    began = time.monotonic()
    made = multiply(connection, to=count)
    connection.execute("CHECKPOINT")
    say(f"{made} cases, made in {time.monotonic() - began:.0f} s")
    _settle(house)
    return made


def _settle(house: House) -> None:
    """Wait until the worker has dealt with what copies bring at once and no city does: thousands of deadlines in one moment."""
    worker, began = house.children()["worker"], time.monotonic()
    shares = [1.0]
    while max(shares[-3:]) > _SETTLED and time.monotonic() - began < _SETTLES_WITHIN:  # it pauses between its rounds
        before, at = processor_seconds(worker), time.monotonic()
        time.sleep(5.0)
        shares.append((processor_seconds(worker) - before) / (time.monotonic() - at))
    say(f"the worker takes {shares[-1]:.0%} of a processor, {time.monotonic() - began:.0f} s later")


def _taken(house: House, connection: Connection, cookies: dict[str, str], times: int) -> dict[str, tuple[_Taken, dict[str, int]]]:
    """Return the figures of each page, and the answers that were no page."""
    found: dict[str, tuple[_Taken, dict[str, int]]] = {}
    for page in _pages(connection, cookies):
        visit(house, page, clients=2, times=max(4, times // 10))
        sql_before, cpu_before = _sql_ms(connection), _cpu_seconds(house)
        alone = visit(house, page, clients=1, times=times)
        sql_ms, cpu_s = _sql_ms(connection) - sql_before, _cpu_seconds(house) - cpu_before
        together = visit(house, page, clients=8, times=times * 2)
        failed = {**alone.failed, **{what: alone.failed.get(what, 0) + count for what, count in together.failed.items()}}
        figures: _Taken = {
            "p95_ms_1": percentile(alone.milliseconds, 95) if not failed else None,
            "p95_ms_8": percentile(together.milliseconds, 95) if not failed else None,
            "cpu_ms": 1000 * cpu_s / times,
            "sql_ms": sql_ms / times,
        }
        found[page.name] = (figures, failed)
        say(f"{page.name}: p95 {figures['p95_ms_1'] or 0:.0f} ms alone, {figures['p95_ms_8'] or 0:.0f} ms by eight")
    return found


def _pages(connection: Connection, cookies: dict[str, str]) -> Sequence[Page]:
    """Return what is opened: addresses that differ, so that no page is answered from a copy that was made before."""
    references = _column(connection, "SELECT reference FROM casefile_publicentry ORDER BY md5(reference) LIMIT 200")
    wards = _column(connection, "SELECT code FROM directory_area WHERE valid_to IS NULL ORDER BY md5(code) LIMIT 50")
    windows = _windows(connection)
    return (
        Page("list", ("/cases/", "/cases/?phase=in_progress", *(f"/cases/?area={ward}" for ward in wards))),
        Page("case", tuple(f"/cases/{reference}/" for reference in references)),
        Page("map", tuple(f"/cases/map/points.json?bbox={window}" for window in windows)),
        Page("search_common", _searches("đường", wards)),
        Page("search_two", _searches("đèn hẻm", wards)),
        Page("search_rare", _searches(_RARE, wards)),
        Page("search_none", _searches("xyzzyqux", wards)),
        Page("search_toneless", _searches("rac lau ngay", wards)),
        Page("operator", ("/operator/",), cookies["operator"]),
        Page("agency", ("/agency/",), cookies["lighting"]),
    )


def _searches(words: str, wards: Sequence[str]) -> tuple[str, ...]:
    """Return the search in the whole city most of the time, and in one ward after the other."""
    whole = str(httpx.QueryParams({"q": words}))
    return tuple(f"/cases/?{whole}" if number % 4 else f"/cases/?{whole}&area={ward}" for number, ward in enumerate(wards))


def _windows(connection: Connection) -> tuple[str, ...]:
    """Return windows of the map around the places where most cases are, each with about a thousand points."""
    centres = connection.execute(
        "SELECT avg(lat)::float8, avg(lon)::float8 FROM casefile_publicentry WHERE lat IS NOT NULL "
        "GROUP BY area_id ORDER BY count(*) DESC LIMIT 20"
    ).fetchall()
    return tuple(_window(connection, float(str(lat)), float(str(lon))) for lat, lon in centres)


def _window(connection: Connection, lat: float, lon: float) -> str:
    row = connection.execute(
        "SELECT greatest(abs(lat - %(lat)s), abs(lon - %(lon)s)) AS far FROM casefile_publicentry WHERE lat IS NOT NULL "
        "ORDER BY far LIMIT 1 OFFSET %(points)s",
        {"lat": lat, "lon": lon, "points": _MAP_POINTS - 1},
    ).fetchone()
    far = float(str(row[0])) if row else 0.05
    return f"{lon - far:.5f},{lat - far:.5f},{lon + far:.5f},{lat + far:.5f}"


def _column(connection: Connection, statement: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(statement).fetchall()]


def _sql_ms(connection: Connection) -> float:
    """Return the milliseconds that statements have run so far: PostgreSQL's own count, a second behind at most."""
    time.sleep(1.2)
    row = connection.execute("SELECT active_time FROM pg_stat_database WHERE datname = current_database()").fetchone()
    return float(str(row[0])) if row else 0.0


def _cpu_seconds(house: House) -> float:
    children = house.children()
    return processor_seconds(children["web"]) + processor_seconds(children["PostgreSQL"])


def _cookies(house: House) -> dict[str, str]:
    """Sign in as those whose desks are opened; return each one's cookie."""
    said = (house.installation.logs / "supervisor.log").read_text()
    passwords = dict(re.findall(r"(\S+)@demo\.example\s+(\S+)", said))
    return {who: _signed_in(house, f"{who}@demo.example", passwords[who]) for who in ("operator", "lighting")}


def _signed_in(house: House, email: str, password: str) -> str:
    with httpx.Client(base_url=house.address, follow_redirects=False) as client:
        page = client.get("/accounts/login/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {"login": email, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        answer = client.post("/accounts/login/", data=form, headers={"Referer": house.address})
        if answer.status_code != httpx.codes.FOUND or "sessionid" not in client.cookies:
            raise NotReady(f"{email} could not sign in: {answer.status_code}")
        return f"sessionid={client.cookies['sessionid']}"


def _wait_until_told(house: House, count: int) -> None:
    """Wait until the demonstration has its everyday cases and the public entries have followed them."""
    until, before = time.monotonic() + 600, -1
    while time.monotonic() < until:
        with house.database() as connection:
            row = connection.execute(
                "SELECT (SELECT count(*) FROM casefile_servicerequest), (SELECT count(*) FROM casefile_publicentry)"
            ).fetchone()
        cases, entries = (int(str(value)) for value in row) if row else (0, 0)
        if cases >= count and entries == before and entries:
            return
        before = entries
        time.sleep(3.0)
    raise NotReady("the demonstration was not told in ten minutes")
