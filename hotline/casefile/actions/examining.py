"""What speaks against the photos that an agency is about to file; and the case file's knowledge of other photos like them."""

from collections.abc import Mapping, Sequence

from django.db import connection

from hotline.casefile.models import Assignment, Attachment, ServiceRequest
from hotline.core.evidence import (
    Doubt,
    Finding,
    Measure,
    ShownPhoto,
    Sighting,
    findings_of,
    is_telling,
    likeness_of,
)
from hotline.core.facts import AttachmentKind
from hotline.directory import queries as directory

_LOCK = "SELECT pg_advisory_xact_lock(%s)"
_SIGHTINGS = "SELECT key, on_this_case, is_same_file, coarse_apart, fine_apart FROM casefile_sightings(%s, %s)"


class EvidenceRefused(Exception):
    """Photos that prove nothing by the city's rule; `findings` says why, by the key of the photo. Nothing is filed."""

    def __init__(self, findings: Mapping[str, tuple[Finding, ...]]) -> None:
        super().__init__(", ".join(sorted({one.flaw for found in findings.values() for one in found})))
        self.findings = findings


def examine(request: ServiceRequest, part: Assignment, keys: Sequence[str]) -> dict[str, tuple[Finding, ...]]:
    """Return what speaks against each loose photo, by key, where anything does. The request is locked by the caller.

    Raises EvidenceRefused when the rule of the service refuses one of them.
    """
    rule = directory.snapshot().services_by_id[request.service_id].evidence
    rows = list(Attachment.objects.filter(key__in=keys, request__isnull=True).defer("gps").order_by("phash"))
    seen = _sightings(request, rows)
    # What is shown is how it is since the report; in a new round, since the agency had it back.
    since = part.forwarded_at if request.round > 1 and part.forwarded_at else request.received_at
    found = {row.key: findings_of(rule, _shown(row, seen.get(row.key, ())), since=since) for row in rows}
    refused = {key: of for key, of in found.items() if any(one.measure is Measure.REFUSE for one in of)}
    if refused:
        raise EvidenceRefused(refused)
    return {key: of for key, of in found.items() if of}


def _shown(row: Attachment, sightings: tuple[Sighting, ...]) -> ShownPhoto:
    return ShownPhoto(
        is_minutes=row.kind == AttachmentKind.MINUTES,
        taken_at=row.taken_at,
        metres=row.camera.get("metres"),
        tells_place=bool(row.camera.get("placed")),
        doubts=tuple(Doubt(doubt) for doubt in row.camera.get("doubts", ())),
        sightings=sightings,
        is_drawn=bool(row.camera.get("drawn")),
    )


def _sightings(request: ServiceRequest, rows: Sequence[Attachment]) -> dict[str, tuple[Sighting, ...]]:
    """Return where each photo was seen before. Two who file one picture at the same moment wait for each other."""
    compared = [row for row in rows if not row.camera.get("drawn")]
    if not compared:
        return {}
    found: dict[str, list[Sighting]] = {}
    telling = {row.key for row in compared if is_telling(row.phash)}
    with connection.cursor() as cursor:
        for phash in sorted({row.phash for row in compared}):
            cursor.execute(_LOCK, [phash])
        cursor.execute(_SIGHTINGS, [[row.key for row in compared], request.pk])
        for key, on_this_case, is_same_file, coarse, fine in cursor.fetchall():
            apart = coarse if key in telling else 64
            likeness = likeness_of(is_same_file=is_same_file, coarse_apart=apart, fine_apart=fine)
            if likeness is not None:
                found.setdefault(key, []).append(Sighting(likeness, on_this_case))
    return {key: tuple(of) for key, of in found.items()}
