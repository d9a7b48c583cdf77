"""Contact points said to be one person's, by an operator or by a code, and parted again.

A join is one row between two points and nothing is moved by it, so taking it back leaves nothing out of place: what came in
between hangs off the point that it came by.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from hotline.casefile.models import ContactJoin, ContactPoint, Event, Reporter, ServiceRequest
from hotline.casefile.queries.persons import contact_node, not_guarded, person_at, points_in
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import CITIZEN, Actor
from hotline.core.persons import JoinedHow, JoinEnd, Joining, JoinRefused, NotJoinable, Person, why_not_join
from hotline.core.text import clean

from .contacts import REASON_LETTERS, ReasonMissing
from .personlocks import hold_nodes
from .recording import event_row, locked_request, record, settle


class NotJoined(Exception):
    """There is no such join in force: somebody parted the two meanwhile."""


def join_contacts(request_id: int, other_id: int, *, why: str, now: datetime, actor: Actor) -> int:
    """Say that whoever reports one case is who reports another, and return the number of the join.

    Raises ReasonMissing, JoinRefused, NoSuchCase.
    """
    words = _reason(why, request_id)
    with transaction.atomic():
        hold_nodes({node for number in (request_id, other_id) if (node := _node(_reporter(number))) is not None})
        requests = [locked_request(number, merged_too=True) for number in sorted({request_id, other_id})]
        one, other = _reporter(request_id), _reporter(other_id)  # now that nobody can erase them meanwhile
        _refuse(one, other, request_id=request_id, other_id=other_id)
        if one is None or one.point is None or other is None or other.point is None:
            raise JoinRefused(NotJoinable.NOBODY)
        join = ContactJoin.objects.create(
            how=JoinedHow.OPERATOR,
            one=one.point,
            other=other.point,
            one_node=one.point.blind,
            other_node=other.point.blind,
            request_id=request_id,
            other_request_id=other_id,
            joined_at=now,
            joined_by=actor.user_id,
        )
        for request in requests:
            record(request, "contacts_joined", now=now, actor=actor, note=words, facts={"join": join.pk})
            settle(request, now=now)
        return join.pk


def part_contacts(join_id: int, *, why: str, request_id: int, now: datetime, actor: Actor) -> None:
    """Take a join back, from the page of a case. Each of its points is again what it was. Raises ReasonMissing, NotJoined."""
    words = _reason(why, join_id)
    standing = ContactJoin.objects.filter(pk=join_id, ended_at__isnull=True)
    with transaction.atomic():
        hold_nodes({bytes(node or b"") for both in standing.values_list("one_node", "other_node") for node in both})
        join = standing.select_for_update().first()
        if join is None:
            raise NotJoined(join_id)
        end_joins([join.pk], how=JoinEnd.PARTED, now=now, by=actor.user_id)
        for number in sorted({request_id, join.request_id or request_id, join.other_request_id or request_id}):
            request = locked_request(number, merged_too=True)
            record(request, "contacts_parted", now=now, actor=actor, note=words, facts={"join": join.pk})
            settle(request, now=now)


def join_by_code(
    number: ContactPoint, *, asker: bytes, point_id: int | None, contact_id: int | None, request_id: int | None, now: datetime
) -> None:
    """Join a number, whose holder typed the code back, with the point or the one contact (`asker`) that asked for it.

    What was proved last is what counts: another number of the asker's, and another account of the same channel with this
    number, are parted from it; the number may have passed to somebody else.
    """
    at = bytes(number.blind or b"")
    standing = ContactJoin.objects.filter(ended_at__isnull=True)
    pair = standing.filter(Q(one_node=asker, other_node=at) | Q(one_node=at, other_node=asker))
    if pair.filter(how=JoinedHow.CODE).exists():
        return
    kind = ContactPoint.objects.filter(pk=point_id).values_list("kind", flat=True).first() if point_id else None
    by_code = standing.filter(how=JoinedHow.CODE)
    others = Q(one_node=asker)
    if contact_id is None:
        others |= Q(other_node=at, one__kind=kind, contact__isnull=True)
    end_joins([*by_code.filter(others).values_list("id", flat=True)], how=JoinEnd.REPLACED, now=now)
    end_joins([*pair.values_list("id", flat=True)], how=JoinEnd.REPLACED, now=now)
    join = ContactJoin.objects.create(
        how=JoinedHow.CODE,
        one_id=point_id,
        other=number,
        contact_id=contact_id,
        one_node=asker,
        other_node=at,
        request_id=request_id,
        joined_at=now,
    )
    _record_by_code(join, now=now)


def end_joins(join_ids: Collection[int], *, how: JoinEnd, now: datetime, by: int | None = None) -> None:
    """End joins."""
    ContactJoin.objects.filter(pk__in=join_ids, ended_at__isnull=True).update(ended=how, ended_at=now, ended_by=by)


def _record_by_code(join: ContactJoin, *, now: datetime) -> None:
    """Record a join by code: with the case from whose page it was made, or with none."""
    facts = {"join": join.pk, "by": "code"}
    if join.request_id is None:
        Event.objects.create(**event_row(None, "contacts_joined", now=now, actor=CITIZEN, facts=facts))
        return
    request = locked_request(join.request_id, merged_too=True)
    record(request, "contacts_joined", now=now, actor=CITIZEN, facts=facts)
    settle(request, now=now)


def _reason(why: str, about: int) -> str:
    words = clean(why, limit=REASON_LETTERS)
    if not words:
        raise ReasonMissing(about)
    return words


def _reporter(request_id: int) -> Reporter | None:
    """Return who reports a case in the first place, None for nobody or one who was erased. Raises NoSuchCase."""
    if not ServiceRequest.objects.filter(pk=request_id).exists():
        raise NoSuchCase(request_id)
    rows = Reporter.objects.filter(request_id=request_id, main=True, contact__erased_at__isnull=True)
    return rows.select_related("point").first()


def _node(reporter: Reporter | None) -> bytes | None:
    point = reporter.point if reporter else None
    return bytes(point.blind) if point is not None and point.blind is not None else None


def _refuse(one: Reporter | None, other: Reporter | None, *, request_id: int, other_id: int) -> None:
    """Raise JoinRefused where the rule does not let the two be joined."""
    reporters = [reporter.pk for reporter in (one, other) if reporter is not None]
    nodes = _node(one), _node(other)
    joining = Joining(
        one=nodes[0],
        other=nodes[1],
        one_person=_person(one, nodes[0]),
        other_person=_person(other, nodes[1]),
        same_case=request_id == other_id,
        is_guarded=Reporter.objects.filter(not_guarded(), pk__in=reporters).count() < len(reporters),
    )
    if why := why_not_join(joining):
        raise JoinRefused(why)


def _person(reporter: Reporter | None, node: bytes | None) -> Person:
    if reporter is None or node is None:
        return Person(frozenset())
    person = person_at({node, contact_node(reporter.contact_id)})
    return Person(points_in(person.proved), points_in(person.said))
