"""Links a report to the handled one whose matter it is again; a person may say that it is none, or name the one that it is.

A link raises the report's `occurrence`, by which it goes before what is new in each list. Those that came after it in the chain
are counted anew with it. Whoever links locks both ends: the count of the earlier one must not change meanwhile.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from hotline.casefile.models import Answer, Recurrence, ServiceRequest
from hotline.casefile.models.recurrences import RecurrenceEnd, RecurrenceFollowing
from hotline.casefile.queries.guarding import is_guarded
from hotline.casefile.queries.recurrences import Earlier, earlier_of
from hotline.casefile.refusals import ChangedMeanwhile, NoSuchCase, StandsMerged
from hotline.core.facts import SYSTEM, Actor
from hotline.core.recurrence import Again, Linking, LinkRefused, NotLinked, why_not_link
from hotline.core.status import REPLIED, AnswerState, Phase
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

    What is merged or refused is left as it stands, a link of what is over, and what a person denied or named. Raises NoSuchCase,
    ChangedMeanwhile.
    """
    seen = _found(request_id)
    if seen is None and not Recurrence.objects.filter(request_id=request_id).exists():
        return False  # so it is with nearly every report, and nothing is locked for it
    with transaction.atomic():
        rows = _locked_with_later(request_id, beside=seen.id if seen else None, version=None)
        request = rows[request_id]
        links = list(Recurrence.objects.filter(request_id=request_id).order_by("id"))
        link = next((one for one in links if one.ended_at is None), None)
        if _is_left(request, link) or any(one.ended == RecurrenceEnd.DENIED or one.by_person for one in links):
            return False
        found = earlier_of(request)
        if (found.id if found else None) != (seen.id if seen else None):
            raise ChangedMeanwhile(request.version)
        if found is not None and found.id in rows:  # it came after this one: a chain never runs in a circle
            found = None
        if (found.id if found else None) == (link.earlier_id if link else None):
            return False
        if link is not None:
            _end(link, RecurrenceEnd.MOVED, now=now)
            record(request, "recurrence_ended", now=now, actor=SYSTEM, facts={"earlier": link.earlier_id})
        if found is not None:
            _link(request, found.id, found.again, now=now)
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


def link_recurrence(request_id: int, *, earlier: int, now: datetime, actor: Actor, version: int | None = None) -> int:
    """Record that a person says of which handled report this one is the matter again; return that one's number.

    Of a merged one it is the one that it stands under; of one that came back itself, the last time that it was handled before
    this report. It takes the place of what the worker found, and the worker leaves it.
    Raises LinkRefused, StandsMerged, ChangedMeanwhile, NoSuchCase.
    """
    top = _last_time(_top_of(earlier), request_id)
    with transaction.atomic():
        rows = _locked_with_later(request_id, beside=top, version=version)
        request = _standing_alone(rows[request_id])
        named = ServiceRequest.objects.get(pk=top)
        handled_at = _handled_at(named)
        link = Recurrence.objects.filter(request_id=request_id, ended_at=None).first()
        refused = why_not_link(
            Linking(
                request_id,
                top,
                request.received_at,
                handled_at,
                linked_to=link.earlier_id if link else None,
                later=rows.keys(),
                is_refused=request.phase == Phase.REFUSED,
                is_guarded=is_guarded(request) or is_guarded(named),
            )
        )
        if refused or handled_at is None:
            raise LinkRefused(refused or NotLinked.NOT_HANDLED)
        if link is not None:
            _end(link, RecurrenceEnd.MOVED, now=now)
        _link(request, top, Again((), request.received_at - handled_at, None), by_person=True, now=now)
        facts = {"earlier": top, "times": named.occurrence + 1}
        record(request, "recurrence_said", now=now, actor=actor, facts=facts)
        _count_anew(request_id, rows, now=now)
        return top


def restore_recurrence(request_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take a denial back. Raises NotARecurrence where nobody denied one, or it is linked; and as `deny_recurrence`."""
    links = Recurrence.objects.filter(request_id=request_id)
    denied = links.filter(ended=RecurrenceEnd.DENIED).order_by("-ended_at", "-id")
    beside = denied.values_list("earlier_id", flat=True).first()
    with transaction.atomic():
        rows = _locked_with_later(request_id, beside=beside, version=version)
        request = _standing_alone(rows[request_id])
        link = denied.first()
        if link is None or link.earlier_id in rows or links.filter(ended_at=None).exists():
            raise NotARecurrence(request_id)
        if link.earlier_id != beside:
            raise ChangedMeanwhile(request.version)
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


def _top_of(request_id: int) -> int:
    """Return the number of the case, or of the one that it stands under. Raises NoSuchCase."""
    row = ServiceRequest.objects.filter(pk=request_id).values_list("id", "master_id").first()
    if row is None:
        raise NoSuchCase(request_id)
    number, master = row
    return master or number


def _last_time(earlier: int, request_id: int) -> int:
    """Return the case of the earlier one's chain, from it on, that was handled last before the report came in; else itself."""
    received_at = ServiceRequest.objects.filter(pk=request_id).values_list("received_at", flat=True).first()
    if received_at is None:
        raise NoSuchCase(request_id)
    chain = ServiceRequest.objects.filter(pk__in=_later(earlier) - _later(request_id))
    handled = [(at, one.pk) for one in chain if (at := _handled_at(one)) is not None and at <= received_at]
    return max(handled)[1] if handled else earlier


def _handled_at(request: ServiceRequest) -> datetime | None:
    """Return when the case was answered in its present round; None while it is not, or stands under another."""
    answer = Answer.objects.filter(request_id=request.pk, round=request.round).first()
    if answer is None or AnswerState(answer.state) not in REPLIED or request.master_id is not None:
        return None
    return answer.sent_at


def _locked_with_later(request_id: int, *, beside: int | None = None, version: int | None) -> dict[int, ServiceRequest]:
    """Return the report and all that came after it in its chain; they, and the one `beside`, are locked by their numbers."""
    later = _later(request_id)
    locked = later if beside is None else later | {beside}
    rows = ServiceRequest.objects.select_for_update(of=("self",)).filter(pk__in=locked).order_by("pk")
    found = {row.pk: row for row in rows if row.pk in later}
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


def _link(request: ServiceRequest, earlier: int, again: Again, *, by_person: bool = False, now: datetime) -> None:
    Recurrence.objects.create(
        request=request,
        earlier_id=earlier,
        found_at=now,
        reasons=[reason.value for reason in again.reasons],
        metres=again.metres,
        after=again.after,
        by_person=by_person,
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
