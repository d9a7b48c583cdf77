"""Photos of a case: kept loose when they arrive, bound to a case when it is written, shown to all when approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hotline.casefile import mediafiles
from hotline.casefile.models import Assignment, Attachment, ServiceRequest
from hotline.casefile.sealing import sealed_text
from hotline.core.facts import Actor, AttachmentKind

from .recording import locked_request, record, settle


class NoSuchAttachment(Exception):
    """A photo that was never kept, or that belongs to another case already."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What the caged decoder found. The files of `key` are on the disk, fsynced, when this is handed over."""

    key: str
    sha256: bytes
    phash: int
    width: int
    height: int
    gps: tuple[float, float] | None
    taken_at: datetime | None


def keep_picture(picture: Picture, *, kind: AttachmentKind, now: datetime) -> int:
    """Write the row of a photo that belongs to no case yet and return its id; loose ones are swept after a day."""
    gps = sealed_text(f"{picture.gps[0]},{picture.gps[1]}") if picture.gps else None
    return Attachment.objects.create(
        key=picture.key,
        kind=kind,
        sha256=picture.sha256,
        phash=picture.phash,
        width=picture.width,
        height=picture.height,
        gps=gps,
        taken_at=picture.taken_at,
        added_at=now,
    ).pk


def attach(request: ServiceRequest, keys: Sequence[str], *, part: Assignment | None = None) -> None:
    """Bind loose photos to a request that the caller has locked. Raises NoSuchAttachment."""
    if not keys:
        return
    bound = Attachment.objects.filter(key__in=keys, request__isnull=True).update(request_id=request.pk, part=part)
    if bound != len(set(keys)):
        raise NoSuchAttachment(",".join(keys))


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
        attachment.save(update_fields=["public_at", "withdrawn_at"])
        record(request, "photo_published", now=now, actor=actor, facts={"attachment": attachment.pk, "copy": copy})
        settle(request, now=now)


def withdraw_picture(attachment_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take a photo off the public page. Raises NoSuchAttachment."""
    with transaction.atomic():
        request, attachment = _locked(attachment_id, version=version)
        attachment.public_at = None
        attachment.withdrawn_at = now
        attachment.save(update_fields=["public_at", "withdrawn_at"])
        record(request, "photo_withdrawn", now=now, actor=actor, facts={"attachment": attachment.pk})
        settle(request, now=now)


def sweep_loose(*, before: datetime) -> list[str]:
    """Delete rows of photos that no case claimed since `before`; return their keys, whose files may go.

    One that somebody is binding at this moment is left alone: its files are needed.
    """
    with transaction.atomic():
        loose = Attachment.objects.filter(request__isnull=True, added_at__lt=before).order_by("id")
        keys = list(loose.select_for_update(skip_locked=True).values_list("key", flat=True))
        Attachment.objects.filter(key__in=keys).delete()
    return keys


def _locked(attachment_id: int, *, version: int | None) -> tuple[ServiceRequest, Attachment]:
    try:
        attachment = Attachment.objects.get(pk=attachment_id, request__isnull=False)
    except Attachment.DoesNotExist:
        raise NoSuchAttachment(str(attachment_id)) from None
    return locked_request(attachment.request_id or 0, version=version), attachment
