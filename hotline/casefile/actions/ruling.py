"""Who may hand a case on after agencies sent it back: the operators, or from so many returns on the supervisor."""

from datetime import datetime

from hotline.casefile.models import Assignment, Event, ServiceRequest
from hotline.core.facts import PartRole
from hotline.core.returning import ANEW, SupervisorDecides, returns_counted, supervisor_decides
from hotline.core.status import Part
from hotline.directory import queries as directory
from hotline.rows.questions import Question

_CAME_BACK = Question(
    lambda request: (
        Assignment.objects.filter(request_id=request, state=Part.RETURNED)
        .exclude(role=PartRole.UNDER)
        .values_list("id", flat=True)
    ),
    int,
)


def returns_of(request: ServiceRequest) -> int:
    """Return how many agencies sent the case back to the centre since the supervisor decided, or it was reopened."""
    back = frozenset(_CAME_BACK.rows(request.pk))
    if not back:
        return 0
    events = Event.objects.filter(request_id=request.pk, name__in=["part_returned", *ANEW]).order_by("id")
    rows = events.values_list("name", "facts__part")
    return returns_counted(rows, parts=back)


def needs_supervisor(request: ServiceRequest) -> bool:
    """Return whether the profile gives the case to the supervisor by now."""
    return supervisor_decides(returns_of(request), after=directory.snapshot().windows.returns_until_ruling)


def may_rule(request: ServiceRequest) -> bool:
    """Return whether the supervisor decides, or did before: a decision can be followed by another, of a co-handler say."""
    return needs_supervisor(request) or Assignment.objects.filter(request_id=request.pk, binding=True).exists()


def require_operators_turn(request: ServiceRequest) -> None:
    """Raise SupervisorDecides when the operators may hand the case on no more."""
    if needs_supervisor(request):
        raise SupervisorDecides(returns_of(request))


def settle_returns(request: ServiceRequest, *, now: datetime) -> None:
    """Note that what came back is dealt with: somebody else has it, or the case is answered."""
    came_back = Assignment.objects.filter(request_id=request.pk, state=Part.RETURNED, return_settled_at=None)
    came_back.update(return_settled_at=now)
