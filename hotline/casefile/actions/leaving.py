"""A merged report whose reporter says that it is not done goes on by itself, with the agencies that did its incident's work."""

from datetime import datetime

from hotline.casefile.models import Assignment, Merge, ServiceRequest
from hotline.casefile.models.merges import MergeEnd
from hotline.core.facts import Actor, PartRole
from hotline.core.status import OPEN_PARTS, Part

from .parts import forward_locked
from .proposing import AgencyNamed, refuse_the_one_named
from .recording import record


def leave_master(request: ServiceRequest, *, note: str, now: datetime, actor: Actor) -> bool:
    """Take an answered report out of its incident and give it to the agencies that worked there; return whether one leads it.

    Everybody else of the incident stays answered. `note` is what agencies read of why. The caller has locked the request,
    began its new round, and settles. An agency that the report is about is not given it: then the operators find another.
    """
    merge = Merge.objects.get(request_id=request.pk, ended_at=None)
    merge.ended_at, merge.ended = now, MergeEnd.LEFT
    merge.save(update_fields=["ended_at", "ended"])
    # What came along with it stays where it was answered.
    Merge.objects.filter(under_id=request.pk, ended_at=None).update(under_id=merge.under_id)
    master_id, request.master_id = request.master_id, None
    record(request, "left_incident", now=now, actor=actor, facts={"master": master_id})
    parts = [part for part in _at_work(master_id) if _may_have_it(request, part)]
    given = [_given(request, part, now=now, actor=actor) for part in parts]
    if not any(part.role == PartRole.LEAD for part in given):
        return False
    forward_locked(request, given, now=now, actor=actor)
    for part in given:
        record(request, "part_not_done", now=now, actor=actor, part=part, note=note)
    return True


def _at_work(master_id: int | None) -> list[Assignment]:
    parts = Assignment.objects.filter(request_id=master_id, state__in=[Part.DONE, *OPEN_PARTS]).exclude(role=PartRole.UNDER)
    return list(parts.order_by("-role", "id"))


def _may_have_it(request: ServiceRequest, part: Assignment) -> bool:
    try:
        refuse_the_one_named(request, part.unit_id)
    except AgencyNamed:
        return False
    return True


def _given(request: ServiceRequest, part: Assignment, *, now: datetime, actor: Actor) -> Assignment:
    given = Assignment.objects.create(
        request_id=request.pk, unit_id=part.unit_id, role=part.role, scope=part.scope, proposed_at=now
    )
    record(request, "proposed", now=now, actor=actor, part=given, facts={"unit": part.unit_id, "by": "incident"})
    return given
