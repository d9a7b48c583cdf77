"""What citizens write while their case is open, as its agencies read it."""

from hotline.casefile.agencywords import agency_words
from hotline.casefile.facts import ContactDraft
from hotline.casefile.models import Contact
from hotline.casefile.sealing import opened_text


def for_agencies(request_id: int, words: str) -> str:
    """Return words without what would tell who reports: numbers, addresses, and the names of those who report the case."""
    struck = agency_words(words, None)
    for name in Contact.objects.filter(reports__request_id=request_id, name__isnull=False).values_list("name", flat=True):
        struck = agency_words(struck, ContactDraft(name=opened_text(name)))
    return struck
