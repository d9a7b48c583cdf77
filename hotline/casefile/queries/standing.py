"""Where the parts of one case stand, and nothing else of it."""

from dataclasses import dataclass

from hotline.casefile.models import Assignment
from hotline.core.facts import PartRole
from hotline.core.status import Part


@dataclass(frozen=True, slots=True)
class PartStanding:
    """One agency's part: whose it is and its state."""

    id: int
    unit_id: int
    role: PartRole
    state: Part


def standing_parts(request_id: int) -> tuple[PartStanding, ...]:
    """Return all parts of a case in the order in which they were proposed; none for a case that is not there."""
    rows = Assignment.objects.filter(request_id=request_id).order_by("id").values_list("id", "unit_id", "role", "state")
    return tuple(PartStanding(part_id, unit_id, PartRole(role), Part(state)) for part_id, unit_id, role, state in rows)
