"""What triage does in several steps of the case file that must all happen or none."""

from datetime import datetime

from django.db import transaction

from hotline.casefile import actions
from hotline.casefile.facts import CaseFile, PartFacts
from hotline.core.facts import Actor, PartRole
from hotline.core.status import Part


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


def _gives_way(part: PartFacts, *, unit_id: int, role: PartRole) -> bool:
    if part.state is not Part.PROPOSED:
        return False
    return part.unit_id == unit_id or (role is PartRole.LEAD and part.role == PartRole.LEAD)
