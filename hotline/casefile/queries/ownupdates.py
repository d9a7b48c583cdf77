"""Whether a word that another system brings is the reporter's own: said by the address or the number that they reported with."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.casefile.contactpoints import Point
from hotline.casefile.models import ContactPoint, Reporter
from hotline.casefile.sealing import blind

from .guarding import is_guarded


@dataclass(frozen=True, slots=True)
class Reported:
    """Who reported a case, and by which of the points that were asked about."""

    point: Point
    point_id: int
    contact_id: int
    language: str


def reported_from(reference: str, points: Sequence[Point]) -> Reported | None:
    """Return who reported the case by one of these points; None where nobody did.

    Of a case that complains of an agency nothing is said: whoever asks could find out who complains.
    """
    by_blind = {blind(point.channel.value, point.value): point for point in points}
    whose = Reporter.objects.filter(request__reference=reference, contact__erased_at__isnull=True)
    known = ContactPoint.objects.filter(blind__in=list(by_blind), contact__in=whose.values("contact_id"))
    row = known.select_related("contact").order_by("id").first() if by_blind else None
    if row is None or row.blind is None or is_guarded(whose.select_related("request")[0].request):
        return None
    return Reported(by_blind[bytes(row.blind)], row.pk, row.contact_id, row.contact.language)
