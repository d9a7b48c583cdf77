"""How far a recount of deadlines is, and which deadlines it moves."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hotline.casefile.models import Recount

from .queues import service_name, unit_names
from .rowfacts import rule_name

MOVED_PAGE = 50
_MOVED = """
SELECT request.reference, request.service_id, clock.rule, coalesce(part.unit_id, explanation.unit_id), moved.before, moved.after
FROM casefile_moveddeadline AS moved
JOIN casefile_clock AS clock ON clock.id = moved.clock_id
LEFT JOIN casefile_assignment AS part ON part.id = clock.part_id
LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
JOIN casefile_servicerequest AS request ON request.id = coalesce(clock.request_id, part.request_id, explanation.request_id)
WHERE moved.recount_id = %(recount)s ORDER BY moved.id LIMIT %(limit)s OFFSET %(offset)s
"""
_SUMS = """
SELECT count(*) FILTER (WHERE after > before), count(*) FILTER (WHERE after < before), count(*) FILTER (WHERE before IS NULL),
    count(*) FILTER (WHERE after < %(now)s AND before >= %(now)s), count(*) FILTER (WHERE after >= %(now)s AND before < %(now)s)
FROM casefile_moveddeadline WHERE recount_id = %(recount)s
"""


@dataclass(frozen=True, slots=True)
class RecountFacts:
    """One pass: of how many clocks it has looked at how many, how many deadlines move, and whether it is over."""

    id: int
    calendar: str
    decision: int | None
    is_preview: bool
    total: int
    looked: int
    moved: int
    begun_at: datetime
    ended_at: datetime | None

    @property
    def percent(self) -> int:
        """Return how much is done, 100 only at the end."""
        if self.ended_at is not None:
            return 100
        return min(99, 100 * self.looked // self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One deadline that moves; `unit` is the agency's it binds, empty for the centre's own. None: it stands still."""

    reference: str
    service: str
    clock: str
    unit: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class MovedSums:
    """How many deadlines come later, come earlier, stand still; are past at once, and are no longer past."""

    later: int
    earlier: int
    standing: int
    late_at_once: int
    late_no_more: int


def recounts(calendar: str = "", *, limit: int = 20) -> list[RecountFacts]:
    """Return the passes that moved deadlines or are about to, the newest first; previews not among them."""
    rows = Recount.objects.filter(is_preview=False).order_by("-id")
    return [_facts(row) for row in (rows.filter(calendar=calendar) if calendar else rows)[:limit]]


def recount_of(decision_id: int) -> RecountFacts | None:
    """Return the pass that applies a decision; while it waits, the one that looks what it would move."""
    row = Recount.objects.filter(decision=decision_id).order_by("is_preview", "-id").first()
    return None if row is None else _facts(row)


def moved_sums(recount_id: int, *, now: datetime) -> MovedSums:
    """Return how the deadlines of a pass move."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"recount": recount_id, "now": now})
        return MovedSums(*cursor.fetchone())


def moved_deadlines(recount_id: int, *, page: int = 1, language: str = "vi") -> tuple[MovedRow, ...]:
    """Return one page (from 1) of the deadlines that a pass moves, in the order in which their clocks began."""
    given = {"recount": recount_id, "limit": MOVED_PAGE, "offset": (page - 1) * MOVED_PAGE}
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, given)
        rows = cursor.fetchall()
    return tuple(
        MovedRow(
            reference=reference,
            service=service_name(service_id, language=language),
            clock=rule_name(rule, language=language),
            unit="".join(unit_names([unit_id] if unit_id else [], language=language)),
            before=before,
            after=after,
        )
        for reference, service_id, rule, unit_id, before, after in rows
    )


def _facts(row: Recount) -> RecountFacts:
    return RecountFacts(
        id=row.pk,
        calendar=row.calendar,
        decision=row.decision,
        is_preview=row.is_preview,
        total=row.total,
        looked=row.looked,
        moved=row.moved,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
    )
