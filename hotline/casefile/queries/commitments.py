"""Committed final dates: what they overrun lawfully, those that wait for the supervisor, and how agencies keep them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from hotline.casefile.facts import CommitmentFacts
from hotline.casefile.models.clocks import Outcome
from hotline.core.commitments import COMMITMENT, CommitmentState
from hotline.core.status import CLOSED_PARTS, Part
from hotline.core.streams import EVERY, Streams
from hotline.directory import queries as directory

from .queues import area_name, service_name, unit_names
from .streams import among

_SQL = Path(__file__).resolve().parent.parent / "sql"
_OVERRUN = (_SQL / "overrun_lawfully.sql").read_text()
_KEEPING = (_SQL / "keeping.sql").read_text()
_WAITING = """
SELECT commitment.id, request.reference, request.service_id, request.area_id, part.unit_id, commitment.number,
    commitment.filed_at, commitment.due_on, commitment.due_at, commitment.in_time, before.due_at
FROM casefile_commitment AS commitment
JOIN casefile_assignment AS part ON part.id = commitment.part_id
JOIN casefile_servicerequest AS request ON request.id = part.request_id
LEFT JOIN LATERAL (
    SELECT due_at FROM casefile_commitment AS earlier
    WHERE earlier.part_id = part.id AND earlier.filed_at >= part.forwarded_at AND earlier.state = 'standing'
    ORDER BY earlier.id DESC LIMIT 1
) AS before ON true
WHERE commitment.state = 'waiting' AND part.state = 'accepted'
    AND (commitment.round = request.round OR commitment.filed_at >= part.forwarded_at) AND {among}
ORDER BY before.due_at, commitment.id LIMIT %(limit)s
"""
_COUNT = """
SELECT count(*) FROM casefile_commitment AS commitment
JOIN casefile_assignment AS part ON part.id = commitment.part_id
JOIN casefile_servicerequest AS request ON request.id = part.request_id
WHERE commitment.state = 'waiting' AND part.state = 'accepted'
    AND (commitment.round = request.round OR commitment.filed_at >= part.forwarded_at) AND {among}
"""
_OWN = """
SELECT request.reference, request.service_id, request.area_id, part.unit_id, part.state, given.outcome, commitment.id,
    part.id, commitment.round, commitment.number, commitment.state, commitment.filed_at, commitment.in_time,
    commitment.due_on, commitment.due_at, commitment.decided_at, coalesce(clock.outcome, '')
FROM casefile_commitment AS commitment
JOIN casefile_assignment AS part ON part.id = commitment.part_id
JOIN casefile_servicerequest AS request ON request.id = part.request_id
LEFT JOIN casefile_clock AS clock ON clock.id = commitment.clock_id
LEFT JOIN LATERAL (
    SELECT outcome FROM casefile_clock AS overrun
    WHERE overrun.part_id = part.id AND overrun.purpose <> %(commitment)s AND overrun.stops = clock.stops
        AND overrun.outcome <> 'void' AND overrun.started_at <= commitment.filed_at
    ORDER BY overrun.id DESC LIMIT 1
) AS given ON true
WHERE part.unit_id = ANY(%(units)s::bigint[]) AND commitment.due_at >= %(since)s
ORDER BY commitment.state = 'standing' AND clock.outcome = '' DESC, commitment.due_at DESC, commitment.id DESC
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class OwnCommitment:
    """A commitment as its agency reads it in the list of all of its own.

    `is_theirs`: the part is still the agency's, so that its page can be opened. `was_needed`: the deadline that it was filed
    for was not kept after all; one that was not needed is in no figure.
    """

    reference: str
    service: str
    area_name: str
    unit: str
    is_theirs: bool
    was_needed: bool
    commitment: CommitmentFacts


@dataclass(frozen=True, slots=True)
class WaitingCommitment:
    """A further commitment that waits for the supervisor. `before_due_at` is when the one that stands ends."""

    id: int
    reference: str
    service: str
    area_name: str
    unit: str
    number: int
    filed_at: datetime
    due_on: date
    due_at: datetime
    in_time: bool
    before_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Keeping:
    """How one agency kept its deadlines that were due in a span, and its commitments that were.

    `missed` counts those that passed and still run. A commitment that the result came before the deadline for was not
    needed and is in no number; `extended`: replaced in time by a further one that the supervisor approved.
    """

    unit: str
    on_time: int
    overrun_lawfully: int
    missed: int
    kept: int
    broken: int
    extended: int
    running: int

    @property
    def ended(self) -> int:
        """Return how many deadlines ended or passed."""
        return self.on_time + self.overrun_lawfully + self.missed

    @property
    def on_time_percent(self) -> int | None:
        """Return how many of a hundred were kept: one overrun lawfully is not; None where none was due."""
        return self.on_time * 100 // self.ended if self.ended else None


def overrun_lawfully(*, now: datetime, limit: int) -> list[int]:
    """Return clocks that passed before `now`, still run, and have a commitment that lets them end lawfully."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERRUN, {"now": now, "lawful": rules_that_allow(), "commitment": COMMITMENT, "limit": limit})
        return [row[0] for row in cursor.fetchall()]


def rules_that_allow() -> list[str]:
    """Return the versions of rules that know lawful overruns, each as a clock names it: code|since."""
    return [f"{rule.code}|{rule.valid_from}" for rule in directory.snapshot().clock_rules if rule.overrun_lawful]


def waiting_commitments(*, limit: int = 100, streams: Streams = EVERY, language: str = "vi") -> tuple[WaitingCommitment, ...]:
    """Return commitments that the supervisor has to decide, first those whose earlier promise ends first."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING.format(among=among(streams)), {"limit": limit, "streams": sorted(streams)})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return tuple(
        WaitingCommitment(
            id=row[0],
            reference=row[1],
            service=service_name(row[2], language=language),
            area_name=area_name(row[3], language=language),
            unit="".join(unit_names([row[4]], language=language)),
            number=row[5],
            filed_at=row[6],
            due_on=row[7],
            due_at=row[8],
            in_time=row[9],
            before_due_at=row[10],
        )
        for row in rows
    )


def count_waiting_commitments(*, streams: Streams = EVERY) -> int:
    """Return how many commitments wait for the supervisor."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(among=among(streams)), {"streams": sorted(streams)})
        return int(cursor.fetchone()[0])


def keeping(
    *, since: datetime, until: datetime, now: datetime, unit_ids: Collection[int] | None = None, language: str = "vi"
) -> tuple[Keeping, ...]:
    """Return by agency how deadlines and commitments due from `since` to before `until` were kept, as known at `now`.

    Of some agencies alone, if `unit_ids` says which.
    """
    units = None if unit_ids is None else sorted(unit_ids)
    with connection.cursor() as cursor:
        cursor.execute(_KEEPING, {"since": since, "until": until, "now": now, "commitment": COMMITMENT, "units": units})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return tuple(Keeping("".join(unit_names([row[0]], language=language)), *row[1:]) for row in rows)


def own_commitments(unit_ids: Collection[int], *, since: datetime, limit: int, language: str) -> tuple[OwnCommitment, ...]:
    """Return commitments of these agencies that end after `since`, first what they are bound to now, then the newest."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, {"units": sorted(unit_ids), "since": since, "commitment": COMMITMENT, "limit": limit})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return tuple(
        OwnCommitment(
            reference=row[0],
            service=service_name(row[1], language=language),
            area_name=area_name(row[2], language=language),
            unit="".join(unit_names([row[3]], language=language)),
            is_theirs=Part(row[4]) not in CLOSED_PARTS,
            was_needed=row[5] != Outcome.KEPT,
            commitment=CommitmentFacts(
                id=row[6],
                part_id=row[7],
                round=row[8],
                number=row[9],
                state=CommitmentState(row[10]),
                filed_at=row[11],
                in_time=row[12],
                due_on=row[13],
                due_at=row[14],
                decided_at=row[15],
                outcome=row[16],
            ),
        )
        for row in rows
    )
