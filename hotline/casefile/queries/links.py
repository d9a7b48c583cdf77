"""References, private links and ids."""

from collections.abc import Collection

from hotline.casefile.models import ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.casefile.sealing import digest, opened_text


def no_reference(text: str) -> bool:
    """Return whether this can be no reference because PostgreSQL would not even look for it: NUL is in no text."""
    return "\x00" in text


def request_id_of(reference: str) -> int:
    """Return the id behind a reference. Raises NoSuchCase."""
    if no_reference(reference):
        raise NoSuchCase(reference)
    found = ServiceRequest.objects.filter(reference=reference).values_list("id", flat=True).first()
    if found is None:
        raise NoSuchCase(reference)
    return found


def reference_by_link(token: str) -> str | None:
    """Return the reference that a private link opens, or None."""
    if not 16 <= len(token) <= 64:
        return None
    return ServiceRequest.objects.filter(link_hash=digest(token)).values_list("reference", flat=True).first()


def link_of(request_id: int) -> str:
    """Return the token of a case's private link. Raises NoSuchCase."""
    token = ServiceRequest.objects.filter(pk=request_id).values_list("link_token", flat=True).first()
    if token is None:
        raise NoSuchCase(request_id)
    return opened_text(token)


def references_of(request_ids: Collection[int]) -> dict[int, str]:
    """Return the references of cases by their numbers."""
    return dict(ServiceRequest.objects.filter(pk__in=request_ids).values_list("id", "reference"))
