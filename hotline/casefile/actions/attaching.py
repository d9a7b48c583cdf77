"""Photos of a case: kept loose when they arrive, bound to a case when it is written, shown to all when approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hotline.casefile import mediafiles
from hotline.casefile.models import Assignment, Attachment, ServiceRequest
from hotline.casefile.queries.conversations import held_photos
from hotline.casefile.refusals import NoSuchCase
from hotline.casefile.sealing import sealed_text
from hotline.core.evidence import Doubt, Measure, findings_to_json
from hotline.core.facts import Actor, AttachmentKind
from hotline.directory import queries as directory
from hotline.directory.distances import distance_km

from .examining import examine
from .recording import locked_request, record, settle
from .saving import insert_row, save_columns


class NoSuchAttachment(Exception):
    """A photo that was never kept, or that belongs to another case already."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What the caged decoder found. The files of `key` are on the disk, fsynced, when this is handed over.

    `is_drawn`: the demonstration's own drawing, which serves many cases and is asked nothing when it is filed.
    """

    key: str
    sha256: bytes
    phash: int
    width: int
    height: int
    gps: tuple[float, float] | None
    taken_at: datetime | None
    fine_hash: bytes = b""
    doubts: tuple[Doubt, ...] = ()
    is_drawn: bool = False


def keep_picture(picture: Picture, *, kind: AttachmentKind, now: datetime) -> int:
    """Write the row of a photo that belongs to no case yet and return its id; loose ones are swept after a day."""
    return _keep(picture, kind=kind, now=now, told={})


def keep_evidence(picture: Picture, *, part_id: int, kind: AttachmentKind = AttachmentKind.EVIDENCE, now: datetime) -> int:
    """Write the row of a photo that an agency will file for its part, measured against the place of the matter; return its id.

    Not for an agency's own database role, which may not read where a photo was taken. Raises NoSuchCase.
    """
    place = Assignment.objects.filter(pk=part_id).values_list("request__lat", "request__lon").first()
    if place is None:
        raise NoSuchCase(part_id)
    told: dict[str, Any] = {}
    lat, lon = place
    if picture.gps is not None and lat is not None and lon is not None:
        told["metres"] = round(1000 * distance_km(*picture.gps, lat, lon))
    elif picture.gps is not None:
        told["placed"] = True  # the matter has no point: nobody shall say that the photo has none
    return _keep(picture, kind=kind, now=now, told=told)


def _keep(picture: Picture, *, kind: AttachmentKind, now: datetime, told: dict[str, Any]) -> int:
    gps = sealed_text(f"{picture.gps[0]},{picture.gps[1]}") if picture.gps else None
    if picture.doubts:
        told["doubts"] = [doubt.value for doubt in picture.doubts]
    if picture.is_drawn:
        told["drawn"] = True
    row = Attachment(
        key=picture.key,
        kind=kind,
        sha256=picture.sha256,
        phash=picture.phash,
        fine_hash=picture.fine_hash or None,
        camera=told,
        width=picture.width,
        height=picture.height,
        gps=gps,
        taken_at=picture.taken_at,
        added_at=now,
    )
    return insert_row(row)


def attach(request: ServiceRequest, keys: Sequence[str], *, part: Assignment | None = None) -> int:
    """Bind loose photos to a request that the caller has locked; return how many of them the desk has to look at.

    Those of an agency's part are examined first by the rule of the service. Raises NoSuchAttachment, EvidenceRefused.
    """
    if not keys:
        return 0
    findings = examine(request, part, keys) if part is not None else {}
    loose = Attachment.objects.filter(request__isnull=True)
    bound = loose.filter(key__in=set(keys) - set(findings)).update(request_id=request.pk, part=part)
    for key, found in findings.items():
        bound += loose.filter(key=key).update(request_id=request.pk, part=part, findings=findings_to_json(found))
    if bound != len(set(keys)):
        raise NoSuchAttachment(",".join(keys))
    return sum(any(one.measure is Measure.HOLD for one in found) for found in findings.values())


def publish_picture(attachment_id: int, *, copy: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Show everyone the public copy that a person approved: `copy` is its digest (`make_public` returns it).

    Raises mediafiles.AnotherCopy when it was made anew since: nobody has looked at that one. Raises NoSuchAttachment, and OSError
    when the disk takes no file.
    """
    with transaction.atomic():
        request, attachment = _locked(attachment_id, version=version)
        mediafiles.approve(attachment.key, copy)
        attachment.public_at = now
        attachment.withdrawn_at = None
        save_columns(attachment, "public_at", "withdrawn_at")
        record(request, "photo_published", now=now, actor=actor, facts={"attachment": attachment.pk, "copy": copy})
        settle(request, now=now)


def withdraw_picture(attachment_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take a photo off the public page. Raises NoSuchAttachment."""
    with transaction.atomic():
        request, attachment = _locked(attachment_id, version=version)
        attachment.public_at = None
        attachment.withdrawn_at = now
        save_columns(attachment, "public_at", "withdrawn_at")
        record(request, "photo_withdrawn", now=now, actor=actor, facts={"attachment": attachment.pk})
        settle(request, now=now)


def sweep_loose(*, before: datetime) -> list[str]:
    """Delete rows of photos that no case claimed since `before`; return their keys, whose files may go.

    One that somebody is binding at this moment is left alone: its files are needed.
    """
    with transaction.atomic():
        held = held_photos(kept_since=before - timedelta(days=directory.snapshot().windows.keep_originals_days))
        loose = Attachment.objects.filter(request__isnull=True, added_at__lt=before).exclude(key__in=held).order_by("id")
        keys = list(loose.select_for_update(skip_locked=True).values_list("key", flat=True))
        Attachment.objects.filter(key__in=keys).delete()
    return keys


def _locked(attachment_id: int, *, version: int | None) -> tuple[ServiceRequest, Attachment]:
    try:
        attachment = Attachment.objects.get(pk=attachment_id, request__isnull=False)
    except Attachment.DoesNotExist:
        raise NoSuchAttachment(str(attachment_id)) from None
    return locked_request(attachment.request_id or 0, version=version, merged_too=True), attachment
