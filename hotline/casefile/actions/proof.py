"""Proof of a result: what it must bring to be filed, what the desk must have looked at to take it, the figures it has."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from hotline.casefile.models import Assignment, Attachment, Event, ServiceRequest
from hotline.core.evidence import Measure, lacks_proof
from hotline.core.facts import AttachmentKind
from hotline.core.status import CLOSED_PARTS
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
    """Raise EvidenceMissing when the photos and minutes of this result are fewer than the rule asks.

    What was filed with a result of this round that came back counts with `evidence`; how far the agency once was, or what it
    showed with a commitment, is no proof that it is done.
    """
    rule = directory.snapshot().services_by_id[request.service_id].evidence
    of_result = Q(key__in=evidence) | Q(pk__in=_filed_before(part))
    kinds = list(Attachment.objects.filter(of_result, part_id=part.pk).values_list("kind", flat=True))
    if lacks_proof(rule, photos=kinds.count(AttachmentKind.EVIDENCE), minutes=kinds.count(AttachmentKind.MINUTES)):
        raise EvidenceMissing(part.pk)


def ids_of(evidence: Sequence[str]) -> list[int]:
    """Return the photos that are filed with a result, for its event."""
    return list(Attachment.objects.filter(key__in=evidence).order_by("id").values_list("pk", flat=True))


def require_looked_at(part: Assignment, *, despite: str) -> None:
    """Raise EvidenceHeld while a photo of the result is held and nobody says why it is taken nevertheless.

    Photos of units below, whose work the result is, are looked at here too: the agency above may take them as they are. Those of
    a result that the desk sent back were looked at then.
    """
    sent_back = Event.objects.filter(request_id=part.request_id, name="result_returned", facts__part=part.pk).order_by("-id")
    since = max(filter(None, [part.forwarded_at, sent_back.values_list("at", flat=True).first()]), default=None)
    photos = Attachment.objects.filter(
        part_id__in=_with_those_below(part.pk), findings__contains=[{"measure": Measure.HOLD.value}]
    )
    if since is not None:
        photos = photos.filter(added_at__gte=since)
    if not despite and photos.exists():
        raise EvidenceHeld(part.pk)


def _filed_before(part: Assignment) -> list[int]:
    """Return the photos of the results of this round that the part's agency filed before."""
    filed = Event.objects.filter(request_id=part.request_id, name="result_filed", facts__part=part.pk, at__gte=part.forwarded_at)
    return [photo for facts in filed.values_list("facts", flat=True) for photo in facts.get("attachments", ())]


def _with_those_below(part_id: int) -> list[int]:
    below = Assignment.objects.filter(handed_down_from_id=part_id).exclude(state__in=CLOSED_PARTS).values_list("pk", flat=True)
    return [part_id, *(further for under_id in below for further in _with_those_below(under_id))]
