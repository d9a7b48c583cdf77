"""What triage does in several steps of the case file that must all happen or none."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from hotline.casefile import actions
from hotline.casefile.facts import CaseFile, PartFacts, RequestFacts
from hotline.casefile.queries import LikeCase, counts_merged, likely_same
from hotline.core.facts import Actor, PartRole
from hotline.core.likeness import order_as_master
from hotline.core.status import Part, Phase
from hotline.core.streams import EVERY, Streams

MOST_JOINED = 20
"""As many reports are proposed beside one."""


def propose(case: CaseFile, *, unit_id: int, role: PartRole, scope: str, now: datetime, actor: Actor, version: int) -> None:
    """Propose an agency; one that was only proposed as lead gives way to the new lead, or to its own new role.

    Raises AgencyNamed for the one complained of, LeadTaken while another agency has the lead in hand, AlreadyOnIt,
    ChangedMeanwhile.
    """
    with transaction.atomic():
        given: int | None = version
        for part in case.parts:
            if _gives_way(part, unit_id=unit_id, role=role):
                actions.withdraw(part.id, note="", now=now, actor=actor, version=given)
                given = None  # what we changed ourselves is no change meanwhile
        actions.propose(case.request.id, unit_id=unit_id, role=role, scope=scope, now=now, actor=actor, version=given)


class NotThere(Exception):
    """There is no case of a reference that was typed."""


class NoLongerAlike(Exception):
    """One of the reports was merged, answered or changed meanwhile, so that it is proposed no longer."""


class TargetNotShown(Exception):
    """What is to be merged into what was not shown so to whoever asks for it: the page shows it now, to be asked for again."""


def join_alike(
    case: CaseFile,
    references: Collection[str],
    *,
    into: str,
    streams: Streams = EVERY,
    now: datetime,
    actor: Actor,
    version: int,
) -> str:
    """Put the case and the reports of these references under one of them, `into`, and return its reference.

    Raises NoLongerAlike for a reference that is not proposed beside the case (any more), TargetNotShown where another than
    `into` would be the one, MergeRefused, ChangedMeanwhile.
    """
    request = case.request
    proposed = {one.reference: one for one in likely_same(request.id, limit=MOST_JOINED, streams=streams)}
    if not set(references) <= proposed.keys():
        raise NoLongerAlike
    chosen = [proposed[reference] for reference in dict.fromkeys(references)]
    master = master_among(case, chosen)
    if master.reference != into:
        raise TargetNotShown(master.reference)
    others = {request.id, *(one.id for one in chosen)} - {master.id}
    actions.merge_requests(master.id, others, now=now, actor=actor, versions={request.id: version})
    return master.reference


def master_among(case: CaseFile, chosen: Iterable[LikeCase]) -> RequestFacts | LikeCase:
    """Return under which of them the others would stand: the case itself, or one of those chosen."""
    request = case.request
    merged = counts_merged([request.id]).get(request.id, 0)
    ranked: list[tuple[RequestFacts | LikeCase, int]] = [(request, merged), *((one, one.merged) for one in chosen)]
    return min(ranked, key=lambda one: _rank(*one))[0]


def _rank(case: RequestFacts | LikeCase, merged: int) -> tuple[bool, bool, bool, datetime, int]:
    return order_as_master(
        is_urgent=case.urgent,
        is_under_way=case.phase is Phase.IN_PROGRESS,
        merged=merged,
        received_at=case.received_at,
        number=case.id,
    )


def _gives_way(part: PartFacts, *, unit_id: int, role: PartRole) -> bool:
    if part.state is not Part.PROPOSED:
        return False
    return part.unit_id == unit_id or (role is PartRole.LEAD and part.role == PartRole.LEAD)
