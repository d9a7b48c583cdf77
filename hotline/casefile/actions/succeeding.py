"""An administrative change carried out over the cases: begun with the directory's, gone on with in batches, settled by people.

A pass goes over the cases in the order of their ids, each batch a transaction with how far it is: whatever crashes, it goes on
where it stopped, and no case is moved or told of twice. The command that began it drives it; the worker does where that died.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from hotline.casefile.models import CaseSuccession, Event, Message, PartSuccession, ServiceRequest, SuccessionPass
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import MESSAGE_ORDER, SYSTEM, Actor, Priority
from hotline.core.status import MoveNotAllowed, Screening, ScreeningMove
from hotline.core.succession import MOVING
from hotline.directory import actions as directory_actions
from hotline.directory import queries as directory
from hotline.directory.actions import Outlines, Succeeded
from hotline.directory.complaints import agency_questions
from hotline.directory.facts import Directory, UnitFacts
from hotline.people.actions import hand_over_roles

from .messages import channels_of, queue, told
from .recording import event_row
from .rerouting import OPEN, Moved, reroute_cases

BATCH = 1000
KNOWN_EVERYWHERE = timedelta(seconds=6)
"""How long after a change another process may still open cases under the wards of before."""

_TOUCHED = """
    area_id = ANY(%(areas)s) AND (phase = ANY(%(open)s) OR area_id = ANY(%(split)s))
    OR EXISTS (
        SELECT FROM casefile_assignment AS part
        WHERE part.request_id = request.id AND part.unit_id = ANY(%(units)s) AND part.state = ANY(%(moving)s)
    )
"""
_NEXT = f"""
SELECT id FROM casefile_servicerequest AS request WHERE id > %(reached)s AND ({_TOUCHED}) ORDER BY id LIMIT %(batch)s
"""  # noqa: S608 - constants of ours
_COUNT = f"SELECT count(*) FROM casefile_servicerequest AS request WHERE {_TOUCHED}"  # noqa: S608
_EXAMINED = """
SELECT DISTINCT part.request_id
FROM casefile_servicerequest AS request JOIN casefile_assignment AS part ON part.request_id = request.id
WHERE request.attributes ?| %(whom)s AND part.unit_id = ANY(%(units)s) AND part.state = 'done'
ORDER BY part.request_id
"""
_STRAYS = """
SELECT DISTINCT part.request_id FROM casefile_assignment AS part
WHERE part.unit_id = ANY(%(units)s) AND part.state = ANY(%(moving)s) AND NOT EXISTS (
    SELECT FROM casefile_casesuccession AS waits WHERE waits.request_id = part.request_id AND waits.after_id IS NULL
)
ORDER BY part.request_id LIMIT %(batch)s
"""


class NotBetweenThese(Exception):
    """The case does not wait for a ward to be chosen, or the ward is none of those that followed its own."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried out, or would be: the directory's part, the cases it touches, people whose agency ended without heir.

    `heirs`: by id of each agency that is no more the one that goes on with its people and records, None where nobody does.
    """

    directory: Succeeded
    touched: int
    without_agency: tuple[int, ...]
    heirs: Mapping[int, int | None]


def carry_out_succession(
    content: bytes,
    *,
    file_name: str,
    now: datetime,
    actor: Actor = SYSTEM,
    outlines: Outlines | None = None,
    partial: bool = False,
    only_ours: bool = False,
    on: date | None = None,
    dry: bool = False,
) -> Carried:
    """Carry an administrative change out in the directory, move people's roles, and begin to go over the cases.

    `on`: the day from which it holds, None for today. With `dry` everything is done and taken back. Raises NoProfile, NotYet,
    BadMap and BadBoundaries.
    """
    try:
        with transaction.atomic():
            done = directory_actions.succeed(
                content, file_name=file_name, now=now, actor=actor, outlines=outlines, partial=partial, only_ours=only_ours, on=on
            )
            city = directory.snapshot()
            touched = _count(city)
            heirs = _heirs(city)
            left = () if done.again else hand_over_roles(heirs, now=now, actor=actor)
            _begin(done, touched, now=now, actor=actor)
            if not done.again:
                _keep_from_the_one_named(done, city, now=now, actor=actor)
            if dry:
                transaction.set_rollback(True)
    finally:
        directory.forget()
    return Carried(done, touched, left, {unit: heir for unit, heir in heirs.items() if _ended_now(city.units_by_id[unit], done)})


def succession_on(now: datetime) -> int:
    """Go on with the pass that is under way by a batch; without one, take care of parts that came back to a closed agency.

    Returns how many cases were looked at, 0 when there is nothing to do now or another process is at it.
    """
    with transaction.atomic():
        row = SuccessionPass.objects.select_for_update(skip_locked=True).filter(ended_at__isnull=True).order_by("id").first()
        city = directory.snapshot()
        if row is not None:
            return _batch(row, city, now=now)
        newest = SuccessionPass.objects.order_by("-id").values_list("succession_id", flat=True).first()
        if newest is None or not city.units_after or SuccessionPass.objects.filter(ended_at__isnull=True).exists():
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_STRAYS, {**_parameters(city), "batch": BATCH})
            ids = [found for (found,) in cursor.fetchall()]
        moved = reroute_cases(ids, city, succession_id=newest, now=now, actor=SYSTEM) if ids else Moved()
        return moved.parts


def settle_succession(request_id: int, *, area_id: int, now: datetime, actor: Actor) -> None:
    """Say in which of the wards that followed its own a case lies; its open parts go on there.

    Raises NoSuchCase, NotBetweenThese, and MoveNotAllowed for a case that is refused.
    """
    with transaction.atomic():
        held = ServiceRequest.objects.select_for_update(of=("self",)).only("id", "area_id", "screening")
        request = held.filter(pk=request_id).first()
        if request is None:
            raise NoSuchCase(request_id)
        city = directory.snapshot()
        waits = CaseSuccession.objects.filter(request_id=request_id, after__isnull=True).order_by("-id").first()
        if area_id not in city.areas_after.get(request.area_id or 0, ()) or waits is None:
            raise NotBetweenThese(request_id)
        if request.screening == Screening.REFUSED:
            raise MoveNotAllowed(Screening.REFUSED, ScreeningMove.ACCEPT)
        decided = {request_id: area_id}
        reroute_cases([request_id], city, succession_id=waits.succession_id, now=now, actor=actor, decided=decided)
        CaseSuccession.objects.filter(pk=waits.pk).update(decided_by=actor.user_id)


def _begin(done: Succeeded, touched: int, *, now: datetime, actor: Actor) -> None:
    """Begin the pass; a file that was carried out before, and whose cases now can be decided, goes over them once more."""
    row, is_new = SuccessionPass.objects.get_or_create(succession_id=done.id, defaults={"total": touched, "begun_at": now})
    if is_new:
        facts = {"succession": done.id, "closed": len(done.change.closed), "opened": len(done.change.opened)}
        Event.objects.create(**event_row(None, "areas_succeeded", now=now, actor=actor, facts=facts))
    elif row.ended_at is not None:
        row.ended_at, row.reached, row.looked, row.sweep, row.total, row.begun_at = None, 0, 0, 1, touched, now
        row.save(update_fields=["ended_at", "reached", "looked", "sweep", "total", "begun_at"])


def _keep_from_the_one_named(done: Succeeded, city: Directory, *, now: datetime, actor: Actor) -> None:
    """Take from who goes on with an examiner's records those about itself: at once, before anybody reads in its name."""
    asked: dict[str, Any] = {"whom": sorted(agency_questions(city)), "units": list(city.units_after)}
    with connection.cursor() as cursor:
        cursor.execute(_EXAMINED, asked)
        ids = [found for (found,) in cursor.fetchall()]
    for first in range(0, len(ids), BATCH):
        reroute_cases(ids[first : first + BATCH], city, succession_id=done.id, now=now, actor=actor)


def _batch(row: SuccessionPass, city: Directory, *, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {**_parameters(city), "reached": row.reached, "batch": BATCH})
        ids = [found for (found,) in cursor.fetchall()]
    if ids:
        moved = reroute_cases(ids, city, succession_id=row.succession_id, now=now, actor=SYSTEM)
        row.cases, row.parts = row.cases + moved.cases, row.parts + moved.parts
        row.joined, row.told = row.joined + moved.joined, row.told + moved.told
        row.reached = ids[-1]
        if row.sweep == 1:
            row.looked += len(ids)
    elif row.sweep == 1:
        row.sweep, row.reached = 2, 0
    elif now - row.begun_at >= KNOWN_EVERYWHERE:
        row.ended_at = now
        _tell_agencies(row, now=now)
    row.save(update_fields=["looked", "cases", "parts", "joined", "told", "sweep", "reached", "ended_at"])
    return len(ids)


def _tell_agencies(row: SuccessionPass, *, now: datetime) -> None:
    """Tell each agency that goes on with the work of others how much that is: once, not case by case."""
    counts: dict[int, int] = {}
    moved = PartSuccession.objects.filter(at__gte=row.begun_at, part__state__in=MOVING).exclude(part__state="proposed")
    for (unit_id,) in moved.values_list("after_id").iterator():
        counts[unit_id] = counts.get(unit_id, 0) + 1
    for unit_id, count in sorted(counts.items()):
        once = f"focal_succeeded:{row.succession_id}:{row.begun_at:%Y%m%dT%H%M%S}:u{unit_id}"
        facts = {"unit": unit_id, "open": count}
        queue(
            Message(
                event="focal_succeeded",
                facts=facts,
                once=f"{once}:f{focal.id}:{channel}",
                priority=MESSAGE_ORDER[Priority.AGENCY],
                channel=channel,
                focal_point_id=focal.id,
                created_at=now,
                try_at=now,
            )
            for focal in told(unit_id)
            for channel in channels_of(focal)
        )


def _parameters(city: Directory) -> dict[str, Any]:
    return {
        "areas": list(city.areas_after),
        "split": [area for area, after in city.areas_after.items() if len(after) > 1],
        "units": list(city.units_after),
        "open": [phase.value for phase in OPEN],
        "moving": sorted(MOVING),
    }


def _count(city: Directory) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, _parameters(city))
        (count,) = cursor.fetchone()
    return int(count)


def _ended_now(unit: UnitFacts, done: Succeeded) -> bool:
    return unit.code in done.closed_units and unit.valid_to == done.day


def _heirs(city: Directory) -> Mapping[int, int | None]:
    """Return by id of each closed unit the one that its people go on in; None where that follows from nothing."""
    heirs = {before: after for after, of_it in city.units_before.items() for before in of_it}
    return {unit.id: heirs.get(unit.id) for unit in city.units_by_id.values() if unit.id in city.units_after}
