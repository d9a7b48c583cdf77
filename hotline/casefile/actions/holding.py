"""Taking a case off the automatic way, so that a person looks at it."""

from datetime import datetime

from django.db import transaction

from hotline.casefile.models import Assignment
from hotline.core.facts import Actor
from hotline.core.status import Part

from .recording import locked_request, record, settle


def hold_automatic(request_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Leave the proposed parts of a case to an operator's key; `reason` is a code that says why. Raises NoSuchCase."""
    with transaction.atomic():
        request = locked_request(request_id)
        parts = Assignment.objects.filter(request_id=request.pk, state=Part.PROPOSED, automatic=True)
        if parts.update(automatic=False):
            record(request, "automatic_held", now=now, actor=actor, reason=reason)
            settle(request, now=now)
