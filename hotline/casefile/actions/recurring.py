"""Links a report to the handled one whose matter it is again; a person may say that it is none, and take that back.

A link raises the report's `occurrence`, by which it goes before what is new in each list. Those that came after it in the chain
are counted anew with it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from hotline.casefile.models import Recurrence, ServiceRequest
from hotline.casefile.models.recurrences import RecurrenceEnd, RecurrenceFollowing
from hotline.casefile.queries.recurrences import Earlier, earlier_of
from hotline.casefile.refusals import ChangedMeanwhile, NoSuchCase, StandsMerged
from hotline.core.facts import SYSTEM, Actor
from hotline.core.status import Phase
from hotline.core.text import clean

from .recording import record, settle

BATCH = 500
WHY_LETTERS = 1000
_LOOKED_AT_ON = ("received", "recategorised", "relocated", "unmerged", "left_incident")

_UNTIL = """
SELECT least(
    pg_snapshot_xmin(pg_current_snapshot()),
    coalesce(
        (SELECT ((xid::text)::bigint + 1)::text::xid8 FROM casefile_event
         WHERE xid >= %(since)s::xid8 ORDER BY xid OFFSET %(batch)s LIMIT 1),
        pg_snapshot_xmin(pg_current_snapshot())
    )
)
"""
_TO_LOOK_AT = """
SELECT DISTINCT request_id FROM casefile_event
WHERE xid >= %(since)s::xid8 AND xid < %(until)s::xid8 AND name = ANY(%(names)s) ORDER BY request_id
"""
_AFTER = """
WITH RECURSIVE after (id) AS (
    SELECT %s::bigint
    UNION
    SELECT link.request_id FROM casefile_recurrence AS link JOIN after ON link.earlier_id = after.id WHERE link.ended_at IS NULL
) SELECT id FROM after
"""


class NotARecurrence(Exception):
    """The report is linked to none before it, or nobody denied its link: there is nothing to say about it."""


def look_for_recurrence(request_id: int, *, now: datetime) -> bool:
    """Link the report to the handled one whose matter it is again, or end a link that holds no longer; return whether it changed.

    What is merged or refused is left as it stands, a link of what is over, and what a person denied. Raises NoSuchCase.
    """
    if not Recurrence.objects.filter(request_id=request_id).exists() and _found(request_id) is None:
        return False  # so it is with nearly every report, and nothing is locked for it
    with transaction.atomic():
        rows = _locked_with_later(request_id, version=None)
        request = rows[request_id]
        links = list(Recurrence.objects.filter(request_id=request_id).order_by("id"))
        link = next((one for one in links if one.ended_at is None), None)
        if _is_left(request, link) or any(one.ended == RecurrenceEnd.DENIED for one in links):
            return False
        found = earlier_of(request)
        if found is not None and found.id in rows:  # it came after this one: a chain never runs in a circle
            found = None
        if (found.id if found else None) == (link.earlier_id if link else None):
            return False
        if link is not None:
            _end(link, RecurrenceEnd.MOVED, now=now)
            record(request, "recurrence_ended", now=now, actor=SYSTEM, facts={"earlier": link.earlier_id})
        if found is not None:
            _link(request, found, now=now)
            facts = {"earlier": found.id, "times": found.occurrence + 1}
            record(request, "recurred", now=now, actor=SYSTEM, facts=facts)
        _count_anew(request_id, rows, now=now)
        return True


def deny_recurrence(request_id: int, *, why: str = "", now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record that a person says that the report is no recurrence. The worker proposes none for it again.

    Raises NotARecurrence where it is linked to none, StandsMerged, ChangedMeanwhile, NoSuchCase.
    """
    with transaction.atomic():
        rows = _locked_with_later(request_id, version=version)
        request = _standing_alone(rows[request_id])
        link = Recurrence.objects.filter(request_id=request_id, ended_at=None).first()
        if link is None:
            raise NotARecurrence(request_id)
        _end(link, RecurrenceEnd.DENIED, now=now)
        note = clean(why, limit=WHY_LETTERS)
        record(request, "recurrence_denied", now=now, actor=actor, note=note, facts={"earlier": link.earlier_id})
        _count_anew(request_id, rows, now=now)


def restore_recurrence(request_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take a denial back. Raises NotARecurrence where nobody denied one, or it is linked; and as `deny_recurrence`."""
    with transaction.atomic():
        rows = _locked_with_later(request_id, version=version)
        request = _standing_alone(rows[request_id])
        links = Recurrence.objects.filter(request_id=request_id)
        link = links.filter(ended=RecurrenceEnd.DENIED).order_by("-ended_at", "-id").first()
        if link is None or link.earlier_id in rows or links.filter(ended_at=None).exists():
            raise NotARecurrence(request_id)
        link.ended_at, link.ended = None, RecurrenceEnd.NOT
        link.save(update_fields=["ended_at", "ended"])
        record(request, "recurrence_restored", now=now, actor=actor, facts={"earlier": link.earlier_id})
        _count_anew(request_id, rows, now=now)


def next_to_look_at() -> tuple[tuple[int, ...], int]:
    """Return reports that came in or were put right since the last time, and the horizon up to which that is."""
    state = RecurrenceFollowing.objects.get(pk=1)
    with connection.cursor() as cursor:
        cursor.execute(_UNTIL, {"since": str(state.horizon), "batch": BATCH})
        until = int(str(cursor.fetchone()[0]))
        cursor.execute(_TO_LOOK_AT, {"since": str(state.horizon), "until": str(until), "names": list(_LOOKED_AT_ON)})
        return tuple(row[0] for row in cursor.fetchall()), until


def newest_reports(*, since: datetime) -> tuple[int, ...]:
    """Return the newest reports that came in since then and are linked to nothing, one batch at most."""
    rows = ServiceRequest.objects.filter(received_at__gte=since, occurrence=1, master=None).order_by("-received_at")
    return tuple(rows.values_list("id", flat=True)[:BATCH])


def looked_until(horizon: int) -> None:
    """Record that every report below this horizon was looked at."""
    RecurrenceFollowing.objects.filter(pk=1, horizon__lt=horizon).update(horizon=horizon)


def _is_left(request: ServiceRequest, link: Recurrence | None) -> bool:
    if request.master_id or request.phase == Phase.REFUSED:
        return True
    return link is not None and request.phase == Phase.RESOLVED


def _found(request_id: int) -> Earlier | None:
    request = ServiceRequest.objects.filter(pk=request_id).first()
    if request is None:
        raise NoSuchCase(request_id)
    return earlier_of(request)


def _locked_with_later(request_id: int, *, version: int | None) -> dict[int, ServiceRequest]:
    """Return the report and all that came after it in its chain, locked in the order of their numbers."""
    later = _later(request_id)
    rows = ServiceRequest.objects.select_for_update(of=("self",)).filter(pk__in=later).order_by("pk")
    found = {row.pk: row for row in rows}
    if request_id not in found:
        raise NoSuchCase(request_id)
    seen = found[request_id].version
    if (version is not None and seen != version) or _later(request_id) != later:
        raise ChangedMeanwhile(seen)
    return found


def _later(request_id: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_AFTER, [request_id])
        return {row[0] for row in cursor.fetchall()}


def _standing_alone(request: ServiceRequest) -> ServiceRequest:
    if request.master_id is not None:
        raise StandsMerged(request.version, request.master_id)
    return request


def _link(request: ServiceRequest, found: Earlier, *, now: datetime) -> None:
    Recurrence.objects.create(
        request=request,
        earlier_id=found.id,
        found_at=now,
        reasons=[reason.value for reason in found.again.reasons],
        metres=found.again.metres,
        after=found.again.after,
    )


def _end(link: Recurrence, how: RecurrenceEnd, *, now: datetime) -> None:
    link.ended_at, link.ended = now, how
    link.save(update_fields=["ended_at", "ended"])


def _count_anew(request_id: int, rows: Mapping[int, ServiceRequest], *, now: datetime) -> None:
    """Count the report and those after it in its chain; of those after it, what is counted as before is not touched."""
    links = dict(Recurrence.objects.filter(request_id__in=rows, ended_at=None).values_list("request_id", "earlier_id"))
    before = ServiceRequest.objects.filter(pk=links.get(request_id, 0)).values_list("occurrence", flat=True).first() or 0
    times = {request_id: before + 1}
    waiting = [number for number in rows if number != request_id]
    while waiting:
        number = next(one for one in waiting if links[one] in times)
        times[number] = times[links[number]] + 1
        waiting.remove(number)
    for number in sorted(times):
        request = rows[number]
        if number == request_id or request.occurrence != times[number]:
            request.occurrence = times[number]
            if number != request_id:
                record(request, "recurrence_counted", now=now, actor=SYSTEM, facts={"times": times[number]})
            settle(request, now=now, fields=("occurrence",))
