"""The wall clock jumps: an hour ahead, a day back, over a period's and a month's end, onto a leap day. Each timer goes once."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from bench.rig.figures import Goal, Wanted, say
from bench.rig.house import Connection, House
from bench.rig.inside import asked as asked_inside
from bench.rig.reports import Place, body, places
from faults.clients import Line, until_acknowledged
from faults.history import Entry, History
from faults.shifting import environment, shift
from faults.suite import Asked, Mutant, Story, Suite

BEFORE = timedelta(seconds=4)  # how long before midnight or noon the clock is put
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_SERVICES = ("street_light", "pothole")
"""One that goes by itself, and one that waits for an operator, whose deadline passes meanwhile."""

_REMINDED = """
SELECT coalesce(max(count), 0) FROM (
    SELECT count(*) FROM casefile_message WHERE event = 'monthly_reminder' GROUP BY focal_point_id, channel
) AS person
"""
_STEPS = "SELECT count(*) FROM oversight_dunning WHERE taken = 'told'"
_REPEATED = """
SELECT count(*) FROM (
    SELECT 1 FROM casefile_message WHERE facts ? 'step'
    GROUP BY event, facts ->> 'clock', facts ->> 'due_at', facts ->> 'step', focal_point_id, channel HAVING count(*) > 1
) AS twice
"""
_NEGATIVE = """
SELECT
    (SELECT count(*) FROM casefile_clock WHERE ended_at < started_at OR due_at < started_at OR ("left" ->> 'amount')::bigint < 0)
    + (SELECT count(*) FROM casefile_message WHERE sent_at < created_at)
    + (SELECT count(*) FROM casefile_assignment WHERE forwarded_at < proposed_at OR accepted_at < forwarded_at)
"""


@dataclass(frozen=True, slots=True)
class _Size:
    """How many reports at each time, and how long the installation lives there, in seconds."""

    reports: int
    stays: float


FULL, QUICK, MUTANT = _Size(100, 20.0), _Size(10, 9.0), _Size(6, 9.0)


def main(arguments: list[str]) -> int:
    """Run the suite."""
    return SUITE.main(arguments)


def jumps(now: datetime) -> Iterator[tuple[str, datetime]]:
    """Give where the clock is put, one after the other; none of them is where it would be by itself but the first."""
    noon = _next(now.astimezone(_ZONE), day=25, at=time_of_day(12))
    month_end = _first_of_next_month(noon)
    leap_day = datetime(_next_leap_year(now.year), 2, 29, tzinfo=_ZONE)
    yield "as it is", now
    yield "an hour ahead", now + timedelta(hours=1)
    yield "a day back", now - timedelta(days=1)
    yield "over the end of the reminder's period", noon - BEFORE
    yield "back before it", noon - timedelta(days=1)
    yield "and after it again", noon + timedelta(hours=1)
    yield "over the end of the month", month_end - BEFORE
    yield "onto a leap day", leap_day - BEFORE


def storm(house: House, asked: Asked) -> Story:
    """Put the clock about, and send reports at each time."""
    size, history, began = _size(asked), History(), datetime.now(UTC)
    with house.database() as connection:
        where = places(connection)
        for number, (words, moment) in enumerate(jumps(began)):
            shift(house.installation.folder, moment - datetime.now(UTC))
            say(f"faults clock: {words}, {moment.astimezone(_ZONE):%d/%m/%Y %H:%M:%S}")
            asyncio.run(_sent(house, where, history, range(number * size.reports, (number + 1) * size.reports)))
            time.sleep(size.stays)
            if words == "a day back":
                asked_inside(house, "forward")  # what came when the clock was ahead is dealt with by one that is behind
        values = {
            "jumps": float(number + 1),
            "reminders": float(_one(connection, _REMINDED)),
            "steps_taken": float(_one(connection, _STEPS)),
            "timers_repeated": float(_one(connection, _REPEATED)),
            "negative_durations": float(_one(connection, _NEGATIVE)),
        }
    waits = [entry.acknowledged_at - entry.first_sent_at for entry in history.entries if entry.acknowledged_at is not None]
    return Story(history, max(waits, default=None), values=values)


async def _sent(house: House, where: Sequence[Place], history: History, numbers: range) -> None:
    line = Line(*house.host_and_port)
    await line.open()
    for number in numbers:
        await _once(line, where, f"clock-{number}", number, history)
    line.close()


async def _once(line: Line, where: Sequence[Place], mark: str, number: int, history: History) -> None:
    content = body(number, mark=mark, places=where, services=_SERVICES)
    entry = Entry(mark, mark, time.monotonic())
    history.entries.append(entry)
    await until_acknowledged(lambda: line.post(content, key=mark), entry, history)


def _next(now: datetime, *, day: int, at: time_of_day) -> datetime:
    here = datetime.combine(now.date().replace(day=day), at, _ZONE)
    return here if here - BEFORE > now + timedelta(days=1) else _next_month(here)


def _next_month(moment: datetime) -> datetime:
    return moment.replace(year=moment.year + moment.month // 12, month=moment.month % 12 + 1)


def _first_of_next_month(moment: datetime) -> datetime:
    return _next_month(moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0))


def _next_leap_year(year: int) -> int:
    return next(found for found in range(year + 1, year + 9) if found % 4 == 0 and (found % 100 or not found % 400))


def _one(connection: Connection, statement: str) -> int:
    row = connection.execute(statement).fetchone()
    return int(str(row[0])) if row else 0


def _wanted(asked: Asked) -> Sequence[Wanted]:
    return [
        Wanted("jumps", "", Goal("=", len(list(jumps(datetime.now(UTC)))))),
        Wanted("reminders", "", Goal("=", 1)),
        Wanted("steps_taken", "", Goal("≥", 0 if asked.mutant else 1)),
        Wanted("timers_repeated", "", Goal("=", 0)),
        Wanted("negative_durations", "", Goal("=", 0)),
    ]


def _size(asked: Asked) -> _Size:
    return MUTANT if asked.mutant else QUICK if asked.quick else FULL


SUITE = Suite(
    name="clock",
    about=__doc__ or "",
    storm=storm,
    wanted=_wanted,
    environment=environment(),
    mutants={"wall-clock-in-a-timer": Mutant(worker="faults.mutants.wall_clock_in_a_timer")},
    broken=lambda values: values.get("reminders") != 1 or bool(values.get("timers_repeated")),
)
