"""Cases that wait to be forwarded without anyone's key."""

from hotline.casefile.models import Assignment
from hotline.core.status import Part, Screening


def to_forward_automatically(*, limit: int = 100) -> tuple[int, ...]:
    """Return ids of requests whose proposed parts may go by themselves, emergencies first, then the oldest."""
    rows = (
        Assignment.objects.filter(state=Part.PROPOSED, automatic=True, request__screening=Screening.RECEIVED)
        .order_by("-request__urgent", "id")
        .values_list("request_id", flat=True)[:limit]
    )
    return tuple(dict.fromkeys(rows))
