"""What disclosure looks at of a case, read of many cases by one question.

A list needs of a clock only when it is due, and of an answer only the words that were published. Rows with all that belongs
to them were five questions, and half of what a public list cost.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.core.clockrules import StoppedBy
from hotline.core.status import AnswerState
from hotline.rows.plans import PlannedOnce

PUBLISHED = (AnswerState.PUBLISHED, AnswerState.CORRECTED)


class RecordedPart(NamedTuple):
    """One agency's part: who has it, how far it is, and its outcome in numbers."""

    id: int
    unit_id: int
    state: str
    role: str
    fine: int | None
    counted: int | None


class RecordedVersion(NamedTuple):
    """One version of the answer in public words; `is_later`: written after the answer was published."""

    public_words: str
    correction: str
    why: str
    is_later: bool


class RecordedEvent(NamedTuple):
    """Something that happened, and when."""

    name: str
    at: datetime


class RecordedPhoto(NamedTuple):
    """A photo that a person approved for everyone; `is_progress`: an agency filed it while it worked (`filedphotos`)."""

    key: str
    kind: str
    is_progress: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case as the record has it. Nothing of it is public yet: that is for `core.disclosure` to say.

    `answer_state` and `versions`, oldest first, are of the newest answer that was published, else of the newest; without
    versions while it is not published. `due_at`: when it is due to be answered, None while that stands still or was never set;
    `master_id`: the case under which it was merged. Only where it was read in full: `merged`, how many reports stand under it,
    `derivation`, why it is due then, and `events`, oldest first, of the names that were asked for.
    """

    id: int
    reference: str
    kind: str
    stream: str
    also_stream: str
    service_id: int
    area_id: int | None
    agency_words: str
    screening: str
    refusal: str
    phase: str
    public_words: str
    public_place: str
    approved_at: datetime | None
    received_at: datetime
    changed_at: datetime
    master_id: int | None
    merged: int
    lat: float | None
    lon: float | None
    due_at: datetime | None
    derivation: Any
    answer_state: str | None
    versions: tuple[RecordedVersion, ...]
    photos: tuple[RecordedPhoto, ...]
    parts: tuple[RecordedPart, ...]
    events: tuple[RecordedEvent, ...]


_READ = """
SELECT request.id, request.reference, request.kind, request.stream, request.also_stream, request.service_id, request.area_id,
    request.agency_words, request.screening, request.refusal, request.phase, request.public_words, request.public_place,
    request.approved_at, request.received_at, request.changed_at, request.master_id,
    CASE WHEN %(in_full)s THEN (
        SELECT count(*) FROM casefile_servicerequest AS member WHERE member.master_id = request.id
    ) ELSE 0 END,
    request.lat, request.lon, clock.due_at, clock.derivation, answer.state,
    CASE WHEN answer.published_at IS NOT NULL THEN (
        SELECT json_agg(json_build_array(public_words, correction, why, written_at > answer.published_at) ORDER BY number)
        FROM casefile_answerversion WHERE answer_id = answer.id
    ) END,
    (SELECT json_agg(json_build_array(key, kind, coalesce((
        SELECT filing.name <> 'result_filed' FROM casefile_event AS filing
        WHERE filing.request_id = request.id AND filing.facts ->> 'part' = casefile_attachment.part_id::text
            AND filing.name IN ('progress_filed', 'committed', 'commitment_asked', 'result_filed')
            AND filing.at >= casefile_attachment.added_at ORDER BY filing.id LIMIT 1
     ), false)) ORDER BY id) FROM casefile_attachment
     WHERE request_id = request.id AND public_at IS NOT NULL AND withdrawn_at IS NULL),
    (SELECT json_agg(json_build_array(id, unit_id, state, role, fine, counted) ORDER BY id) FROM casefile_assignment
     WHERE request_id = request.id),
    CASE WHEN %(in_full)s THEN (
        SELECT json_agg(json_build_array(name, at) ORDER BY id) FROM casefile_event
        WHERE request_id = request.id AND name = ANY(%(events)s)
    ) END
FROM casefile_servicerequest AS request
LEFT JOIN LATERAL (
    SELECT due_at, CASE WHEN %(in_full)s THEN derivation::json END AS derivation FROM casefile_clock
    WHERE request_id = request.id AND stops = %(stops)s AND outcome <> %(void)s
    ORDER BY state = %(running)s DESC, id DESC LIMIT 1
) AS clock ON true
LEFT JOIN LATERAL (
    SELECT id, state, published_at FROM casefile_answer
    WHERE request_id = request.id ORDER BY state = ANY(%(published)s) DESC, round DESC LIMIT 1
) AS answer ON true
WHERE {}
"""
_PARAMETERS: dict[str, Any] = {
    "stops": StoppedBy.ANSWERED.value,
    "void": Outcome.VOID.value,
    "running": ClockState.RUNNING.value,
    "published": [state.value for state in PUBLISHED],
}


def records_of(request_ids: Collection[int]) -> dict[int, Recorded]:
    """Return those of the cases that there are, by number."""
    found = _read("request.id = ANY(%(ids)s)", ids=list(request_ids), in_full=False, events=[]) if request_ids else []
    return {row.id: row for row in found}


def record_of(reference: str, *, events: Iterable[str]) -> Recorded | None:
    """Return the case of a reference in full, with its events of these names; None when there is none."""
    return next(iter(_read("request.reference = %(reference)s", reference=reference, in_full=True, events=list(events))), None)


def _read(condition: str, **parameters: Any) -> list[Recorded]:
    with connection.cursor() as cursor:
        cursor.execute(PlannedOnce(_READ.format(condition)), {**_PARAMETERS, **parameters})
        return [_recorded(*row) for row in cursor.fetchall()]


def _recorded(*row: Any) -> Recorded:
    *columns, versions, photos, parts, events = row
    belonging: list[Any] = [
        tuple(RecordedVersion(*one) for one in versions or ()),
        tuple(RecordedPhoto(*one) for one in photos or ()),
        tuple(RecordedPart(*one) for one in parts or ()),
        tuple(RecordedEvent(name, datetime.fromisoformat(at)) for name, at in events or ()),
    ]
    return Recorded(*[*columns, *belonging])
