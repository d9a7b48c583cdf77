"""A person says whether a matter is an emergency: what words proposed is confirmed or taken back, what they missed is said."""

from datetime import datetime

from django.db import transaction

from hotline.casefile.models import Event, ServiceRequest
from hotline.core.facts import Actor, Kind
from hotline.core.text import clean

from .recording import locked_request, record, require_open, settle

SAID = "emergency_said"
WHY_LETTERS = 1000


def say_emergency(
    request_id: int, *, urgent: bool, note: str = "", now: datetime, actor: Actor, version: int | None = None
) -> None:
    """Record what a person decided; the case goes before every other in each queue, or back among them.

    Raises MoveNotAllowed for a case that is refused or answered.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_open(request)
        request.urgent = urgent
        record(request, SAID, now=now, actor=actor, note=clean(note, limit=WHY_LETTERS), facts={"urgent": urgent})
        settle(request, now=now, fields=("urgent",))


def is_urgent(request: ServiceRequest, *, proposed: bool) -> bool:
    """Return whether a case whose service was put right is an emergency: as a person said, else by its kind or its words."""
    said = Event.objects.filter(request_id=request.pk, name=SAID).order_by("-id").values_list("facts", flat=True).first()
    return bool(said["urgent"]) if said else request.kind == Kind.EMERGENCY or proposed
