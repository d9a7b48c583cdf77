"""Parts at agencies' Open311 systems: sent, asked about, over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hotline.casefile.sealing import opened_text
from hotline.directory.facts import Directory
from hotline.dispatch.facts import AskedCase, RemoteState
from hotline.dispatch.heirs import directory_now
from hotline.dispatch.models import RemoteCase

ASKED_EVERY = timedelta(minutes=10)
"""How often a case that is open there is asked about. No paper says; enough for work of hours (chưa kiểm chứng)."""

_LONGEST_PAUSE = timedelta(hours=1)
_LEASE = timedelta(minutes=2)
# Chosen before anything is changed: within the join it may be asked once for each row, and takes more than its limit.
_LEASED = """
WITH due AS MATERIALIZED (
    SELECT id FROM dispatch_remotecase WHERE state = 'open' AND next_at <= %(now)s
    ORDER BY next_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE dispatch_remotecase AS remote SET next_at = %(until)s
FROM due, dispatch_hook AS hook
WHERE remote.id = due.id AND hook.id = remote.hook_id AND hook.ended_at IS NULL
RETURNING remote.id, hook.unit_id, remote.part_id, hook.url, hook.secret, hook.jurisdiction, remote.number, remote.token,
    remote.said, remote.sent_at, remote.failures
"""


def remote_case_made(hook_id: int, *, part_id: int, round_now: int, number: str, token: str, now: datetime) -> None:
    """Keep under which number an agency's system has a part; a part that was sent again has its newest."""
    fresh = {"number": number, "token": token, "state": RemoteState.OPEN, "reason": "", "said": None, "failures": 0}
    moments = {"sent_at": now, "asked_at": None, "next_at": now}
    RemoteCase.objects.update_or_create(hook_id=hook_id, part_id=part_id, round=round_now, defaults={**fresh, **moments})


def lease_cases(*, limit: int, now: datetime) -> list[AskedCase]:
    """Return parts to ask about now; they are in the caller's hand for two minutes."""
    with connection.cursor() as cursor:
        cursor.execute(_LEASED, {"until": now + _LEASE, "now": now, "limit": limit})
        rows = cursor.fetchall()
    city = directory_now() if rows else None
    return [_asked(row, city) for row in rows if city]


def remote_case_said(remote_id: int, *, said: bytes, number: str, now: datetime) -> None:
    """Keep what a system last said of a part, as a digest, and ask again after a while."""
    RemoteCase.objects.filter(pk=remote_id).update(
        said=said, number=number, asked_at=now, next_at=now + ASKED_EVERY, failures=0, reason=""
    )


def remote_case_over(remote_id: int, *, stuck: str = "", now: datetime) -> None:
    """Ask about a part no more. `stuck`: a code of why somebody of the agency has to act."""
    state = RemoteState.STUCK if stuck else RemoteState.DONE
    RemoteCase.objects.filter(pk=remote_id).update(state=state, reason=stuck, asked_at=now)


def ask_later(remote_id: int, *, failures: int, reason: str, now: datetime) -> None:
    """Ask again later, the later the more often it was in vain, and never give up while the part is open."""
    pause = min(ASKED_EVERY * 2 ** min(failures, 10), _LONGEST_PAUSE)
    RemoteCase.objects.filter(pk=remote_id).update(failures=min(failures + 1, 1000), reason=reason, next_at=now + pause)


def _asked(row: Sequence[Any], city: Directory) -> AskedCase:
    remote_id, unit_id, part_id, url, secret, jurisdiction, number, token, said, sent_at, failures = row
    return AskedCase(
        remote_id,
        city.heir_of(unit_id),
        part_id,
        url,
        opened_text(secret),
        jurisdiction,
        number,
        token,
        bytes(said or b""),
        sent_at,
        failures,
    )
