"""What an erasure would take away of a person, and what names the same points without being known as theirs."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from hotline.casefile.models import Attachment, ContactPoint, Incoming, Reporter
from hotline.casefile.sealing import opened_text
from hotline.core.disclosure import mask_point
from hotline.core.status import Phase

from .persons import contacts_alike, contacts_of_person, known_nodes, points_in


class NobodyToErase(Exception):
    """There is no such case, or nobody behind it (any more)."""


@dataclass(frozen=True, slots=True)
class Covered:
    """Some contacts with what hangs off them: points masked, the references of their cases, those not answered yet among them."""

    contacts: tuple[int, ...] = ()
    points: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    still_open: tuple[str, ...] = ()
    messages: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True)
class ToErase:
    """Who is erased with a contact: whoever is known to be the same person, and whoever only names the same points."""

    contact_id: int
    sure: Covered
    named_too: Covered


def covered(reference: str) -> ToErase:
    """Return what erasing the main reporter of a case would cover. Raises NobodyToErase."""
    rows = Reporter.objects.filter(request__reference=reference, main=True, contact__erased_at__isnull=True)
    contact = rows.values_list("contact_id", flat=True).first()
    if contact is None:
        raise NobodyToErase(reference)
    sure = contacts_of_person(contact)
    return ToErase(contact, _covered(sure), _covered(contacts_alike(contact) - sure))


def _covered(contacts: Collection[int]) -> Covered:
    rows = list(ContactPoint.objects.filter(contact_id__in=contacts, value__isnull=False).order_by("id"))
    points = dict.fromkeys(mask_point(row.kind, opened_text(row.value)) for row in rows)
    known = points_in(node for contact in contacts for node in known_nodes(contact))
    reports = Reporter.objects.filter(contact_id__in=contacts, main=True).order_by("request_id")
    requests = list(reports.values_list("request_id", "request__reference", "request__phase"))
    numbers = [request for request, _reference, _phase in requests]
    return Covered(
        contacts=tuple(sorted(contacts)),
        points=tuple(points),
        references=tuple(reference for _request, reference, _phase in requests),
        still_open=tuple(reference for _request, reference, phase in requests if phase not in (Phase.RESOLVED, Phase.REFUSED)),
        messages=Incoming.objects.filter(Q(point__blind__in=known) | Q(request_id__in=numbers)).count(),
        photos=Attachment.objects.filter(request_id__in=numbers).count(),
    )
