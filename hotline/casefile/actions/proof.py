"""Proof of a result: what it must bring to be filed, what the desk must have looked at to take it, the figures it has."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from hotline.casefile.models import Assignment, ServiceRequest
from hotline.core.evidence import Measure, lacks_proof
from hotline.core.facts import AttachmentKind
from hotline.core.status import CLOSED_PARTS
from hotline.directory import queries as directory

MOST_FINE = 10**12
"""Đồng of one result's fines."""
MOST_COUNTED = 10**6

# What was filed with a result of this round that came back counts with what is filed now.
_KINDS = """
SELECT kind FROM casefile_attachment
WHERE part_id = %(part)s AND (key = ANY(%(keys)s::text[]) OR id IN (
    SELECT photo::bigint
    FROM casefile_event AS filed, jsonb_array_elements_text(coalesce(filed.facts -> 'attachments', '[]')) AS photo
    WHERE filed.request_id = %(request)s AND filed.name = 'result_filed' AND filed.facts -> 'part' = to_jsonb(%(part)s::bigint)
        AND filed.at >= %(since)s
))
"""
_IDS = "SELECT id FROM casefile_attachment WHERE key = ANY(%s::text[]) ORDER BY id"
# Of the part and all below it. What the desk sent back was looked at then.
_HELD = """
WITH RECURSIVE below (id) AS (
    SELECT %(part)s::bigint
    UNION
    SELECT under.id FROM casefile_assignment AS under JOIN below ON under.handed_down_from_id = below.id
    WHERE under.state <> ALL (%(closed)s::text[])
), since (at) AS (
    SELECT greatest(%(forwarded)s::timestamptz, (
        SELECT at FROM casefile_event
        WHERE request_id = %(request)s AND name = 'result_returned' AND facts -> 'part' = to_jsonb(%(part)s::bigint)
        ORDER BY id DESC LIMIT 1
    ))
)
SELECT EXISTS (
    SELECT FROM casefile_attachment JOIN below ON part_id = below.id CROSS JOIN since
    WHERE findings @> %(held)s::jsonb AND (since.at IS NULL OR added_at >= since.at)
)
"""


class EvidenceMissing(Exception):
    """A result needs a photo that shows it."""


class EvidenceHeld(Exception):
    """Something speaks against a photo of the result: whoever takes it says why."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A result in figures: fines in đồng, and how many of what the service counts. None: not said."""

    fine: int | None = None
    counted: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for what is no figure."""
        if not 0 <= (self.fine or 0) <= MOST_FINE or not 0 <= (self.counted or 0) <= MOST_COUNTED:
            raise ValueError((self.fine, self.counted))

    @property
    def facts(self) -> dict[str, int]:
        """Return the figures that were said, for the event."""
        said = {"fine": self.fine, "counted": self.counted}
        return {name: value for name, value in said.items() if value is not None}


NO_FIGURES = Figures()


def require_proof(request: ServiceRequest, part: Assignment, evidence: Sequence[str]) -> None:
    """Raise EvidenceMissing when the photos and minutes of this result are fewer than the rule asks.

    What was filed with a result of this round that came back counts with `evidence`; how far the agency once was, or what it
    showed with a commitment, is no proof that it is done.
    """
    rule = directory.snapshot().services_by_id[request.service_id].evidence
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {"request": request.pk, "part": part.pk, "keys": list(evidence), "since": part.forwarded_at}
        cursor.execute(_KINDS, asked)
        kinds = [kind for (kind,) in cursor.fetchall()]
    if lacks_proof(rule, photos=kinds.count(AttachmentKind.EVIDENCE), minutes=kinds.count(AttachmentKind.MINUTES)):
        raise EvidenceMissing(part.pk)


def ids_of(evidence: Sequence[str]) -> list[int]:
    """Return the photos that are filed with a result, for its event."""
    with connection.cursor() as cursor:
        cursor.execute(_IDS, [list(evidence)])
        return [photo_id for (photo_id,) in cursor.fetchall()]


def require_looked_at(part: Assignment, *, despite: str) -> None:
    """Raise EvidenceHeld while a photo of the result is held and nobody says why it is taken nevertheless.

    Photos of units below, whose work the result is, are looked at here too: the agency above may take them as they are. Those of
    a result that the desk sent back were looked at then.
    """
    if despite:
        return
    with connection.cursor() as cursor:
        of_part = {"part": part.pk, "request": part.request_id, "forwarded": part.forwarded_at}
        held = json.dumps([{"measure": Measure.HOLD.value}])
        cursor.execute(_HELD, {**of_part, "closed": sorted(CLOSED_PARTS), "held": held})
        if cursor.fetchone()[0]:
            raise EvidenceHeld(part.pk)
