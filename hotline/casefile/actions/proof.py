"""Proof of a result: what it must bring to be filed, what the desk must have looked at to take it, the figures it has."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from hotline.casefile.models import Assignment, Attachment, Event, ServiceRequest
from hotline.core.evidence import Measure, lacks_proof
from hotline.core.facts import AttachmentKind
from hotline.directory import queries as directory

MOST_FINE = 10**12
"""Đồng of one result's fines."""
MOST_COUNTED = 10**6


class EvidenceMissing(Exception):
    """A result needs a photo that shows it."""


class EvidenceHeld(Exception):
    """Something speaks against a photo of the result: whoever takes it says why."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A result in figures: fines in đồng, and how many of what the service counts. None: not said."""

    fine: int | None = None
    counted: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for what is no figure."""
        if not 0 <= (self.fine or 0) <= MOST_FINE or not 0 <= (self.counted or 0) <= MOST_COUNTED:
            raise ValueError((self.fine, self.counted))

    @property
    def facts(self) -> dict[str, int]:
        """Return the figures that were said, for the event."""
        said = {"fine": self.fine, "counted": self.counted}
        return {name: value for name, value in said.items() if value is not None}


NO_FIGURES = Figures()


def require_proof(request: ServiceRequest, part: Assignment, evidence: Sequence[str]) -> None:
    """Raise EvidenceMissing when this round's photos and minutes, `evidence` among them, are fewer than the rule asks."""
    rule = directory.snapshot().services_by_id[request.service_id].evidence
    of_round = Q(added_at__gte=part.forwarded_at) | Q(key__in=evidence)
    kinds = list(Attachment.objects.filter(of_round, part_id=part.pk).values_list("kind", flat=True))
    minutes = kinds.count(AttachmentKind.MINUTES)
    if lacks_proof(rule, photos=len(kinds) - minutes, minutes=minutes):
        raise EvidenceMissing(part.pk)


def require_looked_at(part: Assignment, *, despite: str) -> None:
    """Raise EvidenceHeld while a photo of the result is held and nobody says why it is taken nevertheless.

    Photos of a result that the desk sent back were looked at then.
    """
    sent_back = Event.objects.filter(request_id=part.request_id, name="result_returned", facts__part=part.pk).order_by("-id")
    since = max(filter(None, [part.forwarded_at, sent_back.values_list("at", flat=True).first()]), default=None)
    photos = Attachment.objects.filter(part_id=part.pk, findings__contains=[{"measure": Measure.HOLD.value}])
    if since is not None:
        photos = photos.filter(added_at__gte=since)
    if not despite and photos.exists():
        raise EvidenceHeld(part.pk)
