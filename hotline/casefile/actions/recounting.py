"""Reckoning the open deadlines of a calendar anew: looked at before a decision holds, moved and written on each case after.

A pass goes over the clocks in batches, each a transaction with how far it is, so it goes on where it stopped whatever crashed,
and no deadline is moved or told of twice. It follows the calendars as they stand, not who changed them: a profile that is
loaded with other days sets it going as well as an administrator's decision.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from hotline.casefile.models import Recount
from hotline.core.calendar import CalendarContradicts, CalendarNeverWorks, WorkingCalendar
from hotline.core.calendarchange import fingerprint
from hotline.core.deadlines import Left
from hotline.core.derivation import Derivation, rederive
from hotline.core.facts import SYSTEM
from hotline.directory import queries as directory
from hotline.directory.facts import Directory

from .moved import calendar_event

BATCH = 500
KNOWN_EVERYWHERE = timedelta(seconds=5)
"""How long after a calendar changed its deadlines are left alone: by then no process starts a clock by the old one."""

_BEGINS = 7_250_020
"""Of the lock that one process holds while it begins a pass."""

_OPEN = "state <> 'ended' AND derivation #>> '{length,unit}' <> 'minutes'"
"""Minutes by the clock know no calendar, and a moment that somebody promised stays what was promised."""

_COUNT = f"SELECT count(*) FROM casefile_clock WHERE calendar = %s AND {_OPEN}"  # noqa: S608 - a constant of ours
_NEXT = f"""
SELECT clock.id, coalesce(clock.request_id, part.request_id, explanation.request_id) FROM casefile_clock AS clock
LEFT JOIN casefile_assignment AS part ON part.id = clock.part_id
LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
WHERE clock.id > %(reached)s AND calendar = %(calendar)s AND clock.{_OPEN}
ORDER BY clock.id LIMIT %(batch)s
"""  # noqa: S608
_LOCK = "SELECT id FROM casefile_servicerequest WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_READ = f"""
SELECT clock.id, coalesce(clock.request_id, part.request_id, explanation.request_id), clock.part_id, clock.rule, clock.stops,
    clock.state, clock.derivation
FROM casefile_clock AS clock
LEFT JOIN casefile_assignment AS part ON part.id = clock.part_id
LEFT JOIN casefile_explanation AS explanation ON explanation.id = clock.explanation_id
WHERE clock.id = ANY(%s) AND clock.{_OPEN} ORDER BY clock.id
"""  # noqa: S608
_MOVE = """
UPDATE casefile_clock AS clock SET due_at = new.due_at, "left" = new."left", derivation = new.derivation
FROM jsonb_to_recordset(%s::jsonb) AS new(id bigint, due_at timestamptz, "left" jsonb, derivation jsonb)
WHERE clock.id = new.id
"""
# Written out, these two: building a hundred thousand rows through the models costs more than all else together.
_EVENTS = """
INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
SELECT request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, decode(mac, 'hex')
FROM jsonb_to_recordset(%s::jsonb) AS event(
    request_id bigint, name text, at timestamptz, actor_kind text, actor_user bigint, actor_unit bigint, reason text, note bigint,
    facts jsonb, mac text
)
"""
_LIST = """
INSERT INTO casefile_moveddeadline (recount_id, clock_id, before, after)
SELECT %s, moved.* FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS moved
"""


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """One open clock and what it becomes."""

    id: int
    request_id: int
    part_id: int | None
    rule: str
    stops: str
    before: Derivation
    after: Derivation

    @property
    def moves(self) -> bool:
        """Return whether it is due at another moment, or has another length left."""
        return (self.before.due_at, self.before.left) != (self.after.due_at, self.after.left)


def begin_preview(decision_id: int, *, now: datetime) -> int:
    """Begin to look at what a decision would move; return the recount's id. Raises NoSuchDecision."""
    decision = directory.calendar_decision(decision_id)
    calendar = directory.calendar_under(decision)
    return _begun(calendar, decision=decision_id, is_preview=True, now=now).pk


def preview_on(recount_id: int, *, now: datetime) -> bool:
    """Look at the next batch of a preview; return whether there is more.

    It ends where it is when the decision no longer fits, the profile having been loaded anew meanwhile: it can only be dropped.
    """
    with transaction.atomic():
        row = Recount.objects.select_for_update().filter(pk=recount_id, ended_at__isnull=True).first()
        if row is None or not row.is_preview or row.decision is None:
            return False
        try:
            calendar = directory.calendar_under(directory.calendar_decision(row.decision))
        except (KeyError, CalendarContradicts, CalendarNeverWorks):
            row.ended_at = now
            row.save(update_fields=["ended_at"])
            return False
        _batch(row, calendar, now=now)
        return row.ended_at is None


def forget_preview(decision_id: int) -> None:
    """Throw away what was looked at for a decision that was applied or dropped."""
    Recount.objects.filter(decision=decision_id, is_preview=True).delete()


def recount_on(now: datetime) -> int:
    """Do the next batch of whatever is to be reckoned anew, and return how many clocks were looked at."""
    city = directory.snapshot()
    for calendar in city.calendars.values():
        if _is_changed(calendar):
            _begin(calendar, city, now=now)
    for row in Recount.objects.filter(ended_at__isnull=True).order_by("is_preview", "id"):
        if done := (_preview_done(row, now=now) if row.is_preview else _recounted(row.pk, now=now)):
            return done
    return 0


def _preview_done(row: Recount, *, now: datetime) -> int:
    looked = row.looked
    preview_on(row.pk, now=now)
    row.refresh_from_db(fields=["looked"])
    return row.looked - looked


def _recounted(recount_id: int, *, now: datetime) -> int:
    with transaction.atomic():
        row = Recount.objects.select_for_update(skip_locked=True).filter(pk=recount_id, ended_at__isnull=True).first()
        if row is None:
            return 0
        calendar = directory.snapshot().calendars.get(row.calendar)
        if calendar is None or fingerprint(calendar) != row.fingerprint:
            return 0  # changed again since: the next pass is begun in its place
        # Not "now < begun_at + …": put back by a day, the clock would hold everything up for a day.
        if timedelta(0) <= now - row.begun_at < KNOWN_EVERYWHERE and row.looked == 0:
            return 0
        return _batch(row, calendar, now=now)


def _is_changed(calendar: WorkingCalendar) -> bool:
    """Return whether the newest pass reckoned with another calendar."""
    newest = Recount.objects.filter(calendar=calendar.code, is_preview=False).order_by("-id").first()
    return newest is None or newest.fingerprint != fingerprint(calendar)


def _begin(calendar: WorkingCalendar, city: Directory, *, now: datetime) -> None:
    """Begin a pass; one under way by an older calendar ends where it is, and the new one says whose decision both follow.

    Two processes may know different calendars for two seconds: one begins at a time, and none by what is no longer so.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_BEGINS])
        if not directory.is_newest(city) or not _is_changed(calendar):
            return
        passes = Recount.objects.filter(calendar=calendar.code, is_preview=False)
        told = set(passes.values_list("decision", flat=True))
        applied = [one.id for one in directory.calendar_decisions(calendar.code) if one.number is not None and one.id not in told]
        under_way = passes.filter(ended_at__isnull=True)
        unfinished = list(under_way.values_list("decision", flat=True))
        under_way.update(ended_at=now)
        _begun(calendar, decision=next(iter(applied + unfinished), None), is_preview=False, now=now)


def _begun(calendar: WorkingCalendar, *, decision: int | None, is_preview: bool, now: datetime) -> Recount:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [calendar.code])
        (total,) = cursor.fetchone()
    return Recount.objects.create(
        calendar=calendar.code,
        fingerprint=fingerprint(calendar),
        decision=decision,
        is_preview=is_preview,
        total=total,
        begun_at=now,
    )


def _batch(row: Recount, calendar: WorkingCalendar, *, now: datetime) -> int:
    """Reckon the next clocks of a pass that the caller has locked; return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"reached": row.reached, "calendar": row.calendar, "batch": BATCH})
        found = cursor.fetchall()
        if not row.is_preview:
            # Requests first, as everybody locks; what changed while we waited is then read.
            cursor.execute(_LOCK, [sorted({request_id for _id, request_id in found})])
        cursor.execute(_READ, [[clock_id for clock_id, _request_id in found]])
        reckoned = [_reckoned(columns, calendar) for columns in cursor.fetchall()]
    moved = [one for one in reckoned if one.moves]
    if not row.is_preview:
        _write([one for one in reckoned if one.before != one.after])
        _say(moved, row, now=now)
    _list(moved, row)
    row.looked += len(found)
    row.moved += len(moved)
    if found:
        row.reached = found[-1][0]
    if len(found) < BATCH:
        row.ended_at = now
    row.save(update_fields=["looked", "moved", "reached", "ended_at"])
    return len(found)


def _reckoned(columns: Sequence[Any], calendar: WorkingCalendar) -> _Reckoned:
    clock_id, request_id, part_id, rule, stops, state, plain = columns
    before = Derivation.from_json(json.loads(plain) if isinstance(plain, str) else plain)
    after = rederive(before, calendar)
    if state == "paused" and after.left is None and before.left is not None:
        # Under the new calendar it was over before it stood still: nothing is left of it.
        after = replace(after, due_at=None, left=Left(before.left.unit, 0))
    return _Reckoned(clock_id, request_id, part_id, rule, stops, before, after)


def _write(changed: Sequence[_Reckoned]) -> None:
    rows = [
        {"id": one.id, "due_at": plain["due_at"], "left": plain["left"], "derivation": plain}
        for one in changed
        if (plain := one.after.as_json())
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [json.dumps(rows)])


def _say(moved: Sequence[_Reckoned], row: Recount, *, now: datetime) -> None:
    """Write each moved deadline on its case, as every event: once, with the move itself."""
    events = [
        calendar_event(
            one.request_id,
            clock=one.id,
            rule=one.rule,
            stops=one.stops,
            part_id=one.part_id,
            before=one.before.due_at,
            after=one.after.due_at,
            decision=row.decision,
            now=now,
            actor=SYSTEM,
        )
        for one in moved
    ]
    with connection.cursor() as cursor:
        rows = [{**event, "at": event["at"].isoformat(), "mac": event["mac"].hex()} for event in events]
        cursor.execute(_EVENTS, [json.dumps(rows)])


def _list(moved: Sequence[_Reckoned], row: Recount) -> None:
    """Keep which deadlines a pass moves, for whoever looks."""
    ids, before = [one.id for one in moved], [one.before.due_at for one in moved]
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [row.pk, ids, before, [one.after.due_at for one in moved]])
