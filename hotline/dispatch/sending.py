"""Sends notices: lease one a system, tell, **mark after**. A crash between the two repeats one notice under the same number."""

import time
import traceback
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from hotline.core.retry import Backoff, Failure, next_try_at
from hotline.dispatch import actions
from hotline.dispatch.connectors import open311, webhook
from hotline.dispatch.facts import Kind, LeasedNotice
from hotline.dispatch.outcomes import PATIENCE, Outcome
from hotline.dispatch.outgoing import OutgoingRefused, Unreachable

BATCH = 1
"""A slow system may take most of a lease; what else is due goes by other lanes, or next."""

POISON = Backoff(attempts=5)
"""What fails by a fault of ours is given up after five tries: the same code does the same again."""

log = structlog.get_logger(__name__)


def send_notices(now: datetime) -> int:
    """Send the notice that waits longest; return how many were dealt with."""
    leased = actions.lease_notices(limit=BATCH, now=now)
    for notice in leased:
        _deal_with(notice)
    return len(leased)


def _deal_with(notice: LeasedNotice) -> None:
    now, begun = timezone.now(), time.monotonic()
    outcome, backoff = _told(notice, now=now)
    took = round(1000 * (time.monotonic() - begun))
    now = timezone.now()
    actions.attempted(notice.id, status=outcome.status, reason=outcome.reason, milliseconds=took, now=now)
    if outcome.is_unreachable:
        actions.hook_is_silent(notice.hook_id, now=now)
    else:
        actions.hook_answers(notice.hook_id)
    if outcome.is_taken:
        actions.taken_over(notice.id, now=now)
        return
    at = next_try_at(
        backoff,
        message=f"notice-{notice.id}",
        failures=notice.tries,
        failed_at=now,
        made_at=notice.since,
        failure=outcome.failure,
        retry_after=outcome.after,
    )
    if at is None:
        actions.give_up(notice.id, reason=outcome.reason, now=now)
        log.warning("notice is given up", notice=notice.id, hook=notice.hook_id, reason=outcome.reason, tries=notice.tries)
    else:
        actions.try_again(notice.id, at=at, reason=outcome.reason)


def _told(notice: LeasedNotice, *, now: datetime) -> tuple[Outcome, Backoff]:
    """Tell, and return what became of it. The one place where a fault of ours is caught: no notice stops the others."""
    try:
        how = open311.tell if notice.kind == Kind.OPEN311 else webhook.tell
        return how(notice, now=now), PATIENCE
    except OutgoingRefused as refused:
        return Outcome(refused.why, failure=Failure.PERMANENT), PATIENCE
    except Unreachable as nobody:
        return Outcome(nobody.why, is_unreachable=True), PATIENCE
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is no fault of the notice: the lease gives it back
    except Exception as error:  # noqa: BLE001 - one isolation point for each loop
        kind, where = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
        log.error("notice could not be sent", notice=notice.id, fault=kind, where=f"{where.filename}:{where.lineno}")
        return Outcome("ours"), POISON
