"""How a case that everyone may read stands in a list."""

from collections.abc import Iterable
from functools import lru_cache

from django.urls import reverse

from hotline.casefile.queries import PublicCase
from hotline.ui.facts import CaseLine


def lines_of(
    cases: Iterable[PublicCase], *, place: bool = True, words: bool = False, agency: bool = False
) -> tuple[CaseLine, ...]:
    """Return a line for each, with what a list shows beside the service and the moment, as far as it is public."""
    return tuple(
        CaseLine(
            reference=one.case.reference,
            title=one.service_name or "",
            url=_address(one.case.reference),
            at=one.received_at,
            phase=one.case.phase,
            place=(one.area_name or "") if place else "",
            words=(one.case.words or "") if words else "",
            agency=one.units[0] if agency and one.units else "",
        )
        for one in cases
    )


@lru_cache(maxsize=4096)
def _address(reference: str) -> str:
    return reverse("public:case", args=[reference])
