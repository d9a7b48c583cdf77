"""Cases that wait to be forwarded without anyone's key."""

from django.db.models import QuerySet

from hotline.casefile.models import Assignment
from hotline.core.status import Part, Screening


def to_forward_automatically(*, limit: int = 100) -> tuple[int, ...]:
    """Return ids of requests whose proposed parts may go by themselves, emergencies first, then the oldest.

    Asked twice: in one order, what waits after a storm would be read whole for every batch, to see which of it is urgent.
    """
    waiting = Assignment.objects.filter(state=Part.PROPOSED, automatic=True, request__screening=Screening.RECEIVED)
    urgent = _first(waiting.filter(request__urgent=True), limit)
    return tuple(dict.fromkeys((*urgent, *_first(waiting.filter(request__urgent=False), limit - len(urgent)))))


def _first(waiting: QuerySet[Assignment], limit: int) -> tuple[int, ...]:
    return tuple(waiting.order_by("id").values_list("request_id", flat=True)[:limit])
