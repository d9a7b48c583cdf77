"""Reading the forms that were begun."""

from datetime import datetime

from hotline.casefile.sealing import digest
from hotline.intake.models import FormDraft
from hotline.intake.report.facts import DRAFT_LIFE, Form
from hotline.intake.report.packing import unpacked


def form_of(token: str, *, owner: str, now: datetime) -> Form | None:
    """Return the form, or None when it is too old, unknown, or was begun in another browser."""
    row = FormDraft.objects.filter(pk=digest(token), owner=digest(owner), started_at__gt=now - DRAFT_LIFE).first()
    if row is None:
        return None
    typed, sent = unpacked(row.body)
    return Form(token, row.started_at, typed, sent)
