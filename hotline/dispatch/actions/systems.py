"""Agencies' systems that are told what happens: entered, and ended."""

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hotline.casefile.sealing import sealed_text
from hotline.dispatch.facts import Kind, NoticeState, RemoteState
from hotline.dispatch.models import Hook, Notice, RemoteCase

SECRET_PREFIX = "whsec_"  # noqa: S105 - how Standard Webhooks writes secrets
_SECRET_BYTES = 32


class NoSuchHook(LookupError):
    """There is no such system, or none of these agencies."""


@dataclass(frozen=True, slots=True)
class System:
    """A system as its agency describes it. `key`: what an Open311 server asks for; webhooks get a secret of ours."""

    kind: Kind
    name: str
    url: str
    jurisdiction: str = ""
    service: str = ""
    key: str = ""


def make_hook(unit_id: int, system: System, *, user_id: int, now: datetime) -> tuple[int, str]:
    """Enter a system of an agency; return its number and the secret that webhooks are signed with, which is shown once."""
    secret = system.key if system.kind is Kind.OPEN311 else _new_secret()
    row = Hook.objects.create(
        unit_id=unit_id,
        kind=system.kind,
        name=system.name,
        url=system.url,
        jurisdiction=system.jurisdiction,
        service=system.service,
        secret=sealed_text(secret),
        made_at=now,
        made_by_id=user_id,
    )
    return row.pk, "" if system.kind is Kind.OPEN311 else secret


def end_hook(hook_id: int, *, unit_ids: Collection[int] | None, user_id: int, now: datetime) -> None:
    """Tell a system nothing more: what waits for it is given up, and what it has is asked after no more. Raises NoSuchHook."""
    with transaction.atomic():
        rows = Hook.objects.filter(pk=hook_id, ended_at=None)
        if unit_ids is not None:
            rows = rows.filter(unit_id__in=unit_ids)
        if not rows.update(ended_at=now, ended_by_id=user_id):
            raise NoSuchHook(hook_id)
        waiting = Notice.objects.filter(hook_id=hook_id, state=NoticeState.WAITING)
        waiting.update(state=NoticeState.DEAD, reason="ended", done_at=now)
        asked = RemoteCase.objects.filter(hook_id=hook_id, state=RemoteState.OPEN)
        asked.update(state=RemoteState.DONE, reason="ended")


def _new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
