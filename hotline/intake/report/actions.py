"""Keeping what was typed, page by page. Each change locks its row, so that two tabs or a double click lose nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from hotline.casefile.sealing import digest
from hotline.intake.models import FormDraft
from hotline.intake.report.facts import Photo, Sent, Step, Typed
from hotline.intake.report.packing import packed, unpacked

_BATCH = 5000


class FormGone(Exception):
    """The form was sent, swept, never begun, or belongs to another browser."""


def keep_fields(token: str, step: Step, fields: Mapping[str, str], *, owner: str, started_at: datetime, now: datetime) -> None:
    """Keep what was typed on a page, in a new form if the token has none. Raises FormGone."""
    with transaction.atomic():
        begun = {"owner": digest(owner), "body": packed(Typed()), "started_at": started_at, "changed_at": now}
        FormDraft.objects.get_or_create(token=digest(token), defaults=begun)
        row, typed = _locked(token)
        if bytes(row.owner) != digest(owner):
            raise FormGone
        _save(row, replace(typed, fields={**typed.fields, step: dict(fields)}), now=now)


def add_photo(token: str, photo: Photo, *, limit: int, now: datetime) -> bool:
    """Keep a photo; false when the form has as many as it may or has this one already. Raises FormGone."""
    with transaction.atomic():
        row, typed = _locked(token)
        if len(typed.photos) >= limit or photo.sha256 in {kept.sha256 for kept in typed.photos}:
            return False
        _save(row, replace(typed, photos=(*typed.photos, photo)), now=now)
        return True


def drop_photos(token: str, keys: set[str], *, now: datetime) -> None:
    """Take photos out of the form; their files are swept within a day. Raises FormGone."""
    with transaction.atomic():
        row, typed = _locked(token)
        _save(row, replace(typed, photos=tuple(photo for photo in typed.photos if photo.key not in keys)), now=now)


def keep_complaints(token: str, complaints: Sequence[str], *, now: datetime) -> None:
    """Keep what the last files were refused for, in the place of what was kept before. Raises FormGone."""
    with transaction.atomic():
        row, typed = _locked(token)
        _save(row, replace(typed, complaints=tuple(complaints)), now=now)


def mark_sent(token: str, sent: Sent, *, now: datetime) -> None:
    """Replace all that was typed by what the report became."""
    FormDraft.objects.filter(pk=digest(token)).update(body=packed(Typed(), sent), changed_at=now)


def forget_forms(*, before: datetime) -> int:
    """Delete a batch of forms begun before `before`, sent or not; return how many."""
    oldest = FormDraft.objects.filter(started_at__lt=before).order_by("started_at").values("token")[:_BATCH]
    return FormDraft.objects.filter(token__in=oldest).delete()[0]


def _locked(token: str) -> tuple[FormDraft, Typed]:
    row = FormDraft.objects.select_for_update().filter(pk=digest(token)).first()
    if row is None:
        raise FormGone
    typed, sent = unpacked(row.body)
    if sent is not None:
        raise FormGone
    return row, typed


def _save(row: FormDraft, typed: Typed, *, now: datetime) -> None:
    row.body, row.changed_at = packed(typed), now
    row.save(update_fields=["body", "changed_at"])
