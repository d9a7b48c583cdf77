"""Open cases whose ward or agency is no more: which go where, and the writing of a batch of them in a few statements.

Rows are written with plain SQL: a city has hundreds of thousands of open cases on such a day, and building each row through
the models would cost more than everything else together.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from hotline.casefile.models import Assignment, ServiceRequest
from hotline.casefile.models.clocks import Outcome
from hotline.casefile.sealedanswers import opened_answers
from hotline.core.facts import MESSAGE_ORDER, Actor, Channel, PartRole, Priority
from hotline.core.status import Move, Part, Phase, after
from hotline.core.succession import MOVING, How, OpenPart, Rerouting, area_after, reroute, unit_after
from hotline.directory import places
from hotline.directory.complaints import units_barred
from hotline.directory.facts import Directory

from . import clocks
from .directives import carry_over
from .recording import UNSEEN, event_row, record, settle

OPEN = (Phase.RECEIVED, Phase.IN_PROGRESS)

_LOCK = "SELECT id FROM casefile_servicerequest WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_CASES = """
SELECT id, area_id, lat, lon, phase, language, urgent, attributes FROM casefile_servicerequest
WHERE id = ANY(%s) ORDER BY id
"""
_PARTS = "SELECT id, request_id, unit_id, role, state FROM casefile_assignment WHERE request_id = ANY(%s) ORDER BY id"
_REPORTERS = """
SELECT request_id, id, channel FROM casefile_reporter WHERE request_id = ANY(%s) AND channel = ANY(%s) ORDER BY id
"""
_KNOWN = """
SELECT DISTINCT ON (request_id) request_id, after_id, how FROM casefile_casesuccession
WHERE request_id = ANY(%s) AND after_id IS NOT NULL ORDER BY request_id, id DESC
"""
_MOVE_CASES = """
UPDATE casefile_servicerequest AS request
SET area_id = coalesce(new.area, request.area_id), changed_at = %s, version = request.version + 1
FROM unnest(%s::bigint[], %s::bigint[]) AS new (id, area) WHERE request.id = new.id
"""
_MOVE_PARTS = """
UPDATE casefile_assignment AS part SET unit_id = new.unit
FROM unnest(%s::bigint[], %s::bigint[]) AS new (id, unit) WHERE part.id = new.id
"""
_KEEP_CASES = """
INSERT INTO casefile_casesuccession (request_id, succession_id, before_id, after_id, how, at)
SELECT new.request, %s, new.before, new.after, new.how, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[]) AS new (request, before, after, how)
ON CONFLICT (request_id, before_id) DO UPDATE
SET after_id = excluded.after_id, how = excluded.how, at = excluded.at
WHERE casefile_casesuccession.after_id IS NULL AND excluded.after_id IS NOT NULL
"""
_KEEP_PARTS = """
INSERT INTO casefile_partsuccession (part_id, before_id, after_id, at)
SELECT new.part, new.before, new.after, %s FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS new (part, before, after)
ON CONFLICT DO NOTHING
"""
_EVENTS = """
INSERT INTO casefile_event (request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac)
SELECT request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, decode(mac, 'hex')
FROM jsonb_to_recordset(%s::jsonb) AS event(
    request_id bigint, name text, at timestamptz, actor_kind text, actor_user bigint, actor_unit bigint, reason text, note bigint,
    facts jsonb, mac text
)
"""
_TELL = """
INSERT INTO casefile_message (
    request_id, event, facts, once, priority, channel, language, reporter_id, state, created_at, try_at, tries, provider_id,
    reason
)
SELECT request, 'succeeded', facts, once, %s, channel, language, reporter, 'waiting', %s, %s, 0, '', ''
FROM jsonb_to_recordset(%s::jsonb) AS new (
    request bigint, facts jsonb, once text, channel text, language text, reporter bigint
)
ON CONFLICT (once) DO NOTHING
"""


@dataclass(slots=True)
class Moved:
    """What a batch did. `to_units`: how many parts each unit goes on with."""

    cases: int = 0
    parts: int = 0
    joined: int = 0
    told: int = 0
    to_units: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Case:
    id: int
    area: int | None
    point: tuple[float, float] | None
    is_open: bool
    language: str
    urgent: bool
    attributes: Mapping[str, Any]
    parts: tuple[OpenPart, ...]


@dataclass(frozen=True, slots=True)
class _Going:
    """One case with what becomes of it. `area`: the new one and what decided it, None where it keeps its own or waits."""

    case: _Case
    area: tuple[int, How] | None
    parts: Rerouting


def reroute_cases(
    request_ids: Collection[int],
    city: Directory,
    *,
    succession_id: int,
    now: datetime,
    actor: Actor,
    decided: Mapping[int, int] | None = None,
) -> Moved:
    """Lock these cases and move them to the wards and agencies that followed theirs, with history and notice.

    What has been moved is left as it is, so a batch may be repeated. `decided` are wards that a person chose, by case.
    """
    ids = sorted(request_ids)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [ids])
        cursor.execute(_KNOWN, [ids])
        known = {request_id: (area, How(how)) for request_id, area, how in cursor.fetchall()}
    known |= {request_id: (area, How.PERSON) for request_id, area in (decided or {}).items()}
    going = [_going(case, city, known.get(case.id)) for case in _cases(ids)]
    moved = Moved()
    _join(going, now=now, actor=actor, moved=moved)
    _write(going, city, succession_id=succession_id, now=now, actor=actor, moved=moved)
    return moved


def _cases(ids: list[int]) -> list[_Case]:
    parts: dict[int, list[OpenPart]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [ids])
        for part_id, request_id, unit, role, state in cursor.fetchall():
            parts[request_id].append(OpenPart(part_id, unit, PartRole(role), Part(state)))
        cursor.execute(_CASES, [ids])
        return [
            _Case(
                id=id_,
                area=area,
                point=None if lat is None or lon is None else (lat, lon),
                is_open=phase in OPEN,
                language=language,
                urgent=urgent,
                attributes=json.loads(attributes) if isinstance(attributes, str) else attributes,
                parts=tuple(parts[id_]),
            )
            for id_, area, lat, lon, phase, language, urgent, attributes in cursor.fetchall()
        ]


def _going(case: _Case, city: Directory, decided: tuple[int, How] | None) -> _Going:
    followers = city.areas_after.get(case.area or 0, ())
    area = None
    if decided and decided[0] in followers:
        area = decided
    elif followers:
        area = area_after(followers, around=_around(case, city) if len(followers) > 1 else None)
    lies_in = area[0] if area else case.area
    committee = _committee(lies_in, city)
    barred = _barred(case, city)
    if not any(part.unit in city.units_after and (part.state in MOVING or barred) for part in case.parts):
        return _Going(case, area, Rerouting())
    above = {unit.id: unit.parent_id for unit in city.units.values()}

    def target(part: OpenPart) -> int | None:
        after = city.units_after.get(part.unit)
        if after is None:
            return part.unit
        return unit_after(after, committee=committee, barred=barred, above=above)

    def kept_from_heir(part: OpenPart) -> bool:
        return part.unit in city.units_after and city.heir_of(part.unit) in barred

    return _Going(case, area, reroute(case.parts, target, kept_from_heir=kept_from_heir))


def _around(case: _Case, city: Directory) -> int | None:
    """Return the id of the ward whose outline is around a case's point."""
    code = places.outlined_at(*case.point, city) if case.point else None
    return city.areas[code].id if code else None


def _committee(area_id: int | None, city: Directory) -> int | None:
    area = city.areas_by_id.get(area_id or 0)
    if area is None or city.areas.get(area.code) is not area:
        return None
    return city.units[area.unit_code].id if area.unit_code else None


def _barred(case: _Case, city: Directory) -> frozenset[int]:
    """Return the units that a complaint of an agency is kept from: it, those that took over from it, and who obeys them."""
    return units_barred(city, opened_answers(case.attributes)) if case.attributes else frozenset()


def _join(going: Sequence[_Going], *, now: datetime, actor: Actor, moved: Moved) -> None:
    """Withdraw the parts that become one with another of their case: few, so each by itself."""
    for one in going:
        for part_id, into in one.parts.joins:
            request = ServiceRequest.objects.defer(*UNSEEN).get(pk=one.case.id)
            part = Assignment.objects.get(pk=part_id)
            part.state, part.closed_at = after(Part(part.state), Move.WITHDRAW), now
            part.save(update_fields=["state", "closed_at"])
            clocks.end_all_of_part(part, now=now, outcome=Outcome.VOID)
            carry_over(request, part_id, into, now=now, actor=actor)
            Assignment.objects.filter(handed_down_from_id=part_id).exclude(pk=into).update(handed_down_from_id=into)
            record(request, "part_joined", now=now, actor=actor, facts={"part": part_id, "into": into})
            settle(request, now=now)
            moved.joined += 1


def _write(going: Sequence[_Going], city: Directory, *, succession_id: int, now: datetime, actor: Actor, moved: Moved) -> None:
    kept = [one for one in going if one.case.area in city.areas_after and (one.case.is_open or _is_split(one, city))]
    changed = [one for one in going if one.parts.moves or (one.area and one.case.is_open)]
    moves = [(part.id, part.unit, unit) for one in going for part, unit in _moves(one)]
    with connection.cursor() as cursor:
        areas = [one.area[0] if one.area and _goes_on(one) else None for one in changed]
        cursor.execute(_MOVE_CASES, [now, [one.case.id for one in changed], areas])
        cursor.execute(_MOVE_PARTS, [[part for part, _old, _new in moves], [new for _part, _old, new in moves]])
        cursor.execute(_KEEP_PARTS, [now, *(list(column) for column in zip(*moves, strict=True))] if moves else [now, [], [], []])
        cursor.execute(
            _KEEP_CASES,
            [
                succession_id,
                now,
                [one.case.id for one in kept],
                [one.case.area for one in kept],
                [one.area[0] if one.area else None for one in kept],
                [one.area[1].value if one.area else "" for one in kept],
            ],
        )
        events = [event for one in changed for event in _events(one, now=now, actor=actor)]
        rows = [{**event, "at": event["at"].isoformat(), "mac": event["mac"].hex()} for event in events]
        cursor.execute(_EVENTS, [json.dumps(rows)])
    moved.cases += sum(area is not None for area in areas)
    moved.parts += len(moves)
    moved.to_units.update(new for _part, _old, new in moves)
    moved.told += _tell(changed, succession_id=succession_id, now=now)


def _goes_on(one: _Going) -> bool:
    """Return whether somebody works on the case: one that is closed keeps its ward, whoever keeps what was done."""
    return one.case.is_open or any(part.state in MOVING for part, _unit in _moves(one))


def _is_split(one: _Going, city: Directory) -> bool:
    return len(city.areas_after.get(one.case.area or 0, ())) > 1


def _moves(one: _Going) -> list[tuple[OpenPart, int]]:
    parts = {part.id: part for part in one.case.parts}
    return [(parts[part_id], unit) for part_id, unit in one.parts.moves]


def _events(one: _Going, *, now: datetime, actor: Actor) -> list[dict[str, Any]]:
    events = []
    if one.area and _goes_on(one):
        facts = {"from": one.case.area, "to": one.area[0], "how": one.area[1].value}
        events.append(event_row(one.case.id, "area_succeeded", now=now, actor=actor, facts=facts))
    for part, unit in _moves(one):
        facts = {"part": part.id, "from": part.unit, "to": unit}
        events.append(event_row(one.case.id, "part_succeeded", now=now, actor=actor, facts=facts))
    return events


def _tell(changed: Sequence[_Going], *, succession_id: int, now: datetime) -> int:
    """Tell those who reported that another agency goes on with it; of what was not forwarded yet nobody had heard."""
    agencies = {one.case.id: unit for one in changed if one.case.is_open and (unit := _told_of(one)) is not None}
    languages = {one.case.id: one.case.language for one in changed}
    with connection.cursor() as cursor:
        cursor.execute(_REPORTERS, [list(agencies), [Channel.SMS.value, Channel.EMAIL.value]])
        rows = [
            {
                "request": request_id,
                "facts": {"unit": agencies[request_id]},
                "once": f"succeeded:{request_id}:s{succession_id}:u{agencies[request_id]}:r{reporter_id}",
                "channel": channel,
                "language": languages[request_id],
                "reporter": reporter_id,
            }
            for request_id, reporter_id, channel in cursor.fetchall()
        ]
        cursor.execute(_TELL, [MESSAGE_ORDER[Priority.DIGEST], now, now, json.dumps(rows)])
    return len(rows)


def _told_of(one: _Going) -> int | None:
    """Return the unit that people are told of: the one that goes on with the lead, if that was forwarded."""
    return next((unit for part, unit in _moves(one) if part.role is PartRole.LEAD and part.state is not Part.PROPOSED), None)
