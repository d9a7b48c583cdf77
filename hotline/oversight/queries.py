"""What this stage asks: which steps are due, what agencies owe, what will be late today, whom to call. Frozen facts.

Each question is a file in `sql/` whose head says who asks it.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from hotline.casefile.access import with_predecessors
from hotline.casefile.actions import Owed
from hotline.casefile.queries import cases_among, clock_name, rules_that_allow
from hotline.core.commitments import COMMITMENT
from hotline.core.directives import DIRECTIVE
from hotline.core.dunning import Period, end_of_day
from hotline.core.streams import EVERY, Streams
from hotline.directory import queries as directory
from hotline.oversight.facts import AskedStep, CallRow, DueStep, FeedFacts, Place, WatchRow
from hotline.oversight.models import Call, Feed, Reminder
from hotline.people.queries import names_of

MOST_COUNTED = 999
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose deadlines to watch: `unit_ids` of agencies, or the centre's; all without either.

    For the centre's people of some hotlines, `streams` says of which.
    """

    unit_ids: frozenset[int] | None = None
    agencies: bool = False
    centre: bool = False
    streams: Streams = EVERY


EVERYBODYS = Whose()


def steps_due(clocks: Sequence[int], steps: Sequence[AskedStep]) -> tuple[tuple[str, DueStep], ...]:
    """Return which of `steps` these deadlines have reached that were not taken for them yet, by code; due first, first."""
    asked = [
        {**asdict(step), "number": number, "since": step.since.isoformat(), "until": step.until.isoformat()}
        for number, step in enumerate(steps)
    ]
    lawful = {"lawful": rules_that_allow(), "commitment": COMMITMENT}
    rows = _rows("step_due", {"clocks": list(clocks), "steps": json.dumps(asked), **lawful}) if clocks else []
    return tuple((row[0], DueStep(*row[1:])) for row in rows)


def due_between(stretches: Sequence[tuple[Place, datetime]], *, limit: int) -> list[list[Place]]:
    """Return for each stretch the running deadlines after its place and until its moment, in order, the first `limit`."""
    asked = [
        {"number": number, "after_at": after.due_at.isoformat(), "after_id": after.clock_id, "until": until.isoformat()}
        for number, (after, until) in enumerate(stretches)
    ]
    found: list[list[Place]] = [[] for _ in stretches]
    for number, due_at, clock_id in _rows("due_between", {"stretches": json.dumps(asked), "limit": limit}):
        found[number].append(Place(due_at, clock_id))
    return found


def owed(period: Period, *, now: datetime) -> tuple[Owed, ...]:
    """Return the agencies that received work in the period and have not handled all of it, with the numbers."""
    rows = _rows("owed", {"begins_at": period.begins_at, "ends_at": period.ends_at, "now": now})
    return tuple(Owed(unit_id=row[0], received=row[1], open=row[2], late=row[3]) for row in rows)


def was_reminded(period: Period) -> bool:
    """Return whether the reminder of this period went out."""
    return Reminder.objects.filter(ends_at=period.ends_at).exists()


def watched(
    *,
    since: datetime | None,
    until: datetime,
    whose: Whose = EVERYBODYS,
    after: tuple[datetime, int] | None = None,
    limit: int = 100,
    language: str = "vi",
) -> tuple[WatchRow, ...]:
    """Return running deadlines that are due within a stretch of time, the least time left first; `after` ended the page before.

    `since` None: however long ago.
    """
    asked: dict[str, Any] = {
        "since": since or _LONG_AGO, "until": until, "limit": limit,
        "after_at": after[0] if after else _LONG_AGO, "after_id": after[1] if after else 0,
    }  # fmt: skip
    if whose.unit_ids is None:
        rows = _rows("watched", {**asked, "agencies": whose.agencies, "centre": whose.centre, **_of(whose.streams)})
    else:
        rows = _rows("watched_of_units", {**asked, **_units(whose.unit_ids)})
    return tuple(_watch_row(row, language=language) for row in rows)


def due_today(*, now: datetime, unit_ids: Collection[int] | None = None, streams: Streams = EVERY) -> int:
    """Return how many deadlines are late or will be today, of these agencies or hotlines or of all, MOST_COUNTED at most."""
    until = end_of_day(now, zone=directory.snapshot().city.zone)
    asked = {"until": until, "limit": MOST_COUNTED}
    if unit_ids is None:
        return int(_rows("due_today", {**asked, **_of(streams)})[0][0])
    return int(_rows("due_today_of_units", {**asked, **_units(unit_ids)})[0][0])


def calls(which: str, *, now: datetime, limit: int = 100, streams: Streams = EVERY, language: str = "vi") -> tuple[CallRow, ...]:
    """Return calls to agencies: "open" ones, those whose promise is "broken", or "made" ones that still may be kept."""
    rows = _rows("calls", {"which": which, "now": now, "limit": limit, **_of(streams)})
    people = names_of({row[9] for row in rows if row[9]})
    return tuple(_call_row(row, people, language=language) for row in rows)


def open_calls(*, now: datetime, streams: Streams = EVERY) -> int:
    """Return how many calls wait for somebody: to be made, or because what was promised has passed; at most MOST_COUNTED."""
    return int(_rows("open_calls", {"now": now, "limit": MOST_COUNTED, **_of(streams)})[0][0])


def call_is_among(call_id: int, streams: Streams) -> bool:
    """Return whether a call is about a case of one of these hotlines."""
    about = Call.objects.filter(pk=call_id).values_list("part__request_id", "clock__explanation__request_id").first()
    request_id: int | None = about and (about[0] or about[1])
    return request_id is not None and request_id in cases_among([request_id], streams)


def feed_of(user_id: int) -> FeedFacts | None:
    """Return somebody's open calendar, None without one."""
    return _feed(Feed.objects.filter(user_id=user_id, ended_at=None).first())


def feed_by(digest: bytes) -> FeedFacts | None:
    """Return the open calendar with this digest, None for any other."""
    return _feed(Feed.objects.filter(digest=digest, ended_at=None).first())


def _feed(row: Feed | None) -> FeedFacts | None:
    return FeedFacts(row.pk, row.user_id, row.made_at, row.read_at) if row else None


def _watch_row(row: Sequence[Any], *, language: str) -> WatchRow:
    city = directory.snapshot()
    return WatchRow(
        clock_id=row[0],
        due_at=row[1],
        clock=clock_name(row[2], row[2] if row[2] == DIRECTIVE else "", language=language),
        reference=row[3],
        service=city.services_by_id[row[4]].name.in_language(language),
        area_name=city.areas_by_id[row[5]].name.in_language(language) if row[5] in city.areas_by_id else "",
        part_id=row[6],
        unit=city.units_by_id[row[7]].name.in_language(language) if row[7] in city.units_by_id else "",
        urgent=row[8],
        explanation_id=row[9],
    )


def _call_row(row: Sequence[Any], people: Mapping[int, str], *, language: str) -> CallRow:
    city = directory.snapshot()
    return CallRow(
        id=row[0], part_id=row[1], due_at=row[2], rung=row[3], why=row[4], asked_at=row[5], tries=row[6], tried_at=row[7],
        called_at=row[8], caller=people.get(row[9], ""), whom=row[10], promise=row[11], promised_at=row[12], reference=row[13],
        service_id=row[14],
        service=city.services_by_id[row[14]].name.in_language(language),
        area_name=city.areas_by_id[row[15]].name.in_language(language) if row[15] in city.areas_by_id else "",
        unit_id=row[16],
        unit=city.units_by_id[row[16]].name.in_language(language),
        clock_id=row[17], explanation_id=row[18],
    )  # fmt: skip


def _units(unit_ids: Collection[int]) -> dict[str, list[int]]:
    """Return agencies, and `before` with those that they go on for: what these were asked to explain is theirs now."""
    return {"units": sorted(unit_ids), "before": sorted(with_predecessors(unit_ids))}


def _of(streams: Streams) -> dict[str, list[str] | None]:
    return {"streams": sorted(streams) or None}


def _rows(question: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_sql(question), asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@cache
def _sql(question: str) -> str:
    return (Path(__file__).parent / "sql" / f"{question}.sql").read_text()
