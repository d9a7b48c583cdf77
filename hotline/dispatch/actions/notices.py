"""Notices: made from the record, leased, and what became of each. Sent first, marked after: one may come twice, none is lost."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from hotline.casefile.queries import record_horizon
from hotline.casefile.queries.partevents import PartEvent, events_of_parts
from hotline.casefile.sealing import opened_text
from hotline.directory.facts import Directory
from hotline.directory.queries import forget, is_newest, snapshot
from hotline.dispatch.facts import Kind, LeasedNotice, NoticeState
from hotline.dispatch.heirs import directory_now, units_told
from hotline.dispatch.models import Attempt, Following, Hook, Notice, RemoteCase

from .systems import NoSuchHook

LEASE = timedelta(seconds=60)
"""Longer than one try can take; then it is somebody else's."""

TRY = "try"
"""The name of a notice that somebody asked for, to see whether the address works."""

GOES_ON = "part_succeeded"
HANDS_OVER = frozenset({"forwarded", "part_reopened", "handed_down", GOES_ON})
"""Events after which a case goes to an Open311 system of its agency."""

_SILENCE = timedelta(seconds=5)
_LONGEST_SILENCE = timedelta(minutes=1)
# Chosen before anything is changed: within the join it may be asked once for each row, and takes more than its limit.
_LEASE = """
WITH due AS MATERIALIZED (
    SELECT first.id FROM dispatch_hook AS hook CROSS JOIN LATERAL (
        SELECT waiting.id, waiting.next_at FROM dispatch_notice AS waiting
        WHERE waiting.hook_id = hook.id AND waiting.state = 'waiting' AND waiting.next_at <= %(now)s
        ORDER BY waiting.id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) AS first
    WHERE hook.ended_at IS NULL AND (hook.silent_until IS NULL OR hook.silent_until <= %(now)s)
    ORDER BY first.next_at LIMIT %(limit)s
)
UPDATE dispatch_notice AS notice SET next_at = %(until)s, tries = notice.tries + 1
FROM due
JOIN dispatch_notice AS own ON own.id = due.id
JOIN dispatch_hook AS hook ON hook.id = own.hook_id
LEFT JOIN casefile_assignment AS part ON part.id = own.part_id
LEFT JOIN casefile_servicerequest AS request ON request.id = part.request_id
WHERE notice.id = due.id
RETURNING notice.id, hook.id, hook.unit_id, hook.kind, hook.url, hook.secret, hook.jurisdiction, hook.service,
    notice.event, notice.name, notice.part_id, coalesce(request.reference, ''), notice.happened_at, notice.tries, notice.since,
    notice.explanation_id
"""


class NotDone(Exception):
    """The notice still waits: there is nothing to send again."""


def take_in(*, now: datetime) -> int:
    """Make notices of what happened since the last time; return how many cases' events there were to look at.

    Without a system to tell nothing is read. What is still being written is looked at when it is done. A system of an
    agency that is no more is told what happens to the agency that goes on with its work.
    """
    with transaction.atomic():
        state = Following.objects.select_for_update(skip_locked=True).filter(pk=1).first()
        if state is None:  # another process is at it
            return 0
        hooks = list(Hook.objects.filter(ended_at=None).order_by("id"))
        if not hooks:
            state.horizon = record_horizon()
            state.save(update_fields=["horizon"])
            return 0
        city = snapshot()
        units = {hook.pk: units_told(hook.unit_id, city) for hook in hooks}
        happened = events_of_parts(state.horizon, unit_ids=frozenset().union(*units.values()))
        if not is_newest(city):  # an agency may have gone on in another meanwhile, with these very events
            forget()
            return 1
        rows = [
            _notice(one, hook, now=now)
            for one in happened.events
            for hook in hooks
            if one.unit_id in units[hook.pk] and one.at >= hook.made_at and (hook.kind != Kind.OPEN311 or one.name in HANDS_OVER)
        ]
        Notice.objects.bulk_create(_without_those_there(rows), ignore_conflicts=True)
        state.horizon = happened.horizon
        state.save(update_fields=["horizon"])
        return len(rows) or int(not happened.is_all)


def ask_for_try(hook_id: int, *, unit_ids: Collection[int] | None, now: datetime) -> None:
    """Have a webhook told of nothing, to see whether it works. Raises NoSuchHook."""
    rows = Hook.objects.filter(pk=hook_id, ended_at=None, kind=Kind.WEBHOOK)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    if not rows.update(silent_until=None, silences=0):
        raise NoSuchHook(hook_id)
    Notice.objects.create(hook_id=hook_id, name=TRY, happened_at=now, next_at=now, since=now)


def replay(notice_id: int, *, unit_ids: Collection[int] | None, now: datetime) -> int:
    """Send a notice again that was taken or given up, as often as anybody likes; return the number of its system.

    Raises NotDone while it waits, NoSuchHook for one that is not these agencies' or whose system has ended.
    """
    with transaction.atomic():
        row = Notice.objects.select_for_update(of=("self",)).select_related("hook").filter(pk=notice_id).first()
        if row is None or row.hook.ended_at is not None or (unit_ids is not None and row.hook.unit_id not in unit_ids):
            raise NoSuchHook(notice_id)
        if row.state == NoticeState.WAITING:
            raise NotDone(notice_id)
        row.state, row.next_at, row.since, row.tries, row.done_at, row.reason = NoticeState.WAITING, now, now, 0, None, ""
        row.save(update_fields=["state", "next_at", "since", "tries", "done_at", "reason"])
        return row.hook_id


def lease_notices(*, limit: int, now: datetime) -> list[LeasedNotice]:
    """Return notices to send now, one a system, so that a slow one holds up no other; they are in the caller's hand for LEASE."""
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, {"until": now + LEASE, "now": now, "limit": limit})
        rows = cursor.fetchall()
    city = directory_now() if rows else None
    return [_leased(row, city) for row in rows if city]


def attempted(notice_id: int, *, status: int | None, reason: str, milliseconds: int, now: datetime) -> None:
    """Keep one try."""
    Attempt.objects.create(notice_id=notice_id, at=now, status=status, reason=reason, milliseconds=milliseconds)


def taken_over(notice_id: int, *, now: datetime) -> None:
    """Keep that the other side took a notice."""
    Notice.objects.filter(pk=notice_id).update(state=NoticeState.SENT, done_at=now, reason="")


def try_again(notice_id: int, *, at: datetime, reason: str) -> None:
    """Try a notice again at a moment."""
    Notice.objects.filter(pk=notice_id, state=NoticeState.WAITING).update(next_at=at, reason=reason)


def give_up(notice_id: int, *, reason: str, now: datetime) -> None:
    """Give a notice up: people see it and may send it again."""
    Notice.objects.filter(pk=notice_id).update(state=NoticeState.DEAD, reason=reason, done_at=now)


def hook_answers(hook_id: int) -> None:
    """Keep that a system can be reached."""
    Hook.objects.filter(pk=hook_id, silences__gt=0).update(silences=0, silent_until=None)


def hook_is_silent(hook_id: int, *, now: datetime) -> None:
    """Leave a system alone that cannot be reached, longer each time, and not try each of its notices in vain."""
    with transaction.atomic():
        hook = Hook.objects.select_for_update().get(pk=hook_id)
        pause = min(_SILENCE * 2 ** min(hook.silences, 10), _LONGEST_SILENCE)
        hook.silences, hook.silent_until = min(hook.silences + 1, 1000), now + pause
        hook.save(update_fields=["silences", "silent_until"])


def _notice(one: PartEvent, hook: Hook, *, now: datetime) -> Notice:
    return Notice(
        hook=hook,
        event=one.event_id,
        name=one.name,
        part_id=one.part_id,
        explanation_id=one.explanation_id,
        happened_at=one.at,
        next_at=now,
        since=now,
    )


def _without_those_there(rows: Sequence[Notice]) -> list[Notice]:
    """Return the notices without parts that go on with another agency and lie at this agency's Open311 system already."""
    going_on = {row.part_id for row in rows if _hands_on(row)}
    if not going_on:
        return list(rows)
    there: set[tuple[int, int | None]] = set(RemoteCase.objects.filter(part_id__in=going_on).values_list("hook_id", "part_id"))
    on_the_way = Notice.objects.filter(part_id__in=going_on, state=NoticeState.WAITING)
    there |= set(on_the_way.values_list("hook_id", "part_id"))
    there |= {(row.hook_id, row.part_id) for row in rows if not _hands_on(row)}
    return [row for row in rows if not (_hands_on(row) and (row.hook_id, row.part_id) in there)]


def _hands_on(row: Notice) -> bool:
    return row.name == GOES_ON and row.hook.kind == Kind.OPEN311


def _leased(row: Sequence[Any], city: Directory) -> LeasedNotice:
    notice_id, hook_id, unit_id, kind, url, secret, *rest = row
    return LeasedNotice(notice_id, hook_id, city.heir_of(unit_id), kind, url, opened_text(secret), *rest)
