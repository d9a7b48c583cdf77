"""Whether a word that another system brings is the reporter's own: said by the address or the number that they reported with."""

from collections.abc import Sequence

from hotline.casefile.contactpoints import Point
from hotline.casefile.models import Reporter
from hotline.casefile.sealing import blind

from .guarding import is_guarded


def reported_from(reference: str, points: Sequence[Point]) -> int | None:
    """Return the number of the case that somebody with one of these points reported; None where nobody did.

    Of a case that complains of an agency nothing is said: whoever asks could find out who complains.
    """
    blinds = [blind(point.channel.value, point.value) for point in points]
    found = Reporter.objects.filter(
        request__reference=reference, contact__points__blind__in=blinds, contact__erased_at__isnull=True
    ).select_related("request")
    row = found.first() if blinds else None
    return None if row is None or is_guarded(row.request) else int(row.request_id)
