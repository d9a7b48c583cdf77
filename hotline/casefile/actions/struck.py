"""What citizens write while their case is open, as its agencies read it."""

from hotline.casefile.agencywords import agency_words, words_without
from hotline.casefile.facts import ContactDraft
from hotline.casefile.models import Contact, ContactPoint
from hotline.casefile.sealing import opened_text


def for_agencies(request_id: int, words: str) -> str:
    """Return words without what would tell who reports: numbers, addresses, and the names of those who report the case."""
    struck = agency_words(words, None)
    for name in Contact.objects.filter(reports__request_id=request_id, name__isnull=False).values_list("name", flat=True):
        struck = agency_words(struck, ContactDraft(name=opened_text(name)))
    return struck


def for_other_reporters(request_id: int, words: str) -> str:
    """Return words without the names, numbers and addresses of those who report a case: people of other reports read them.

    Other numbers stay, for an answer says whom to call.
    """
    names = Contact.objects.filter(reports__request_id=request_id, name__isnull=False).values_list("name", flat=True)
    points = ContactPoint.objects.filter(contact__reports__request_id=request_id, value__isnull=False)
    values = points.values_list("value", flat=True)
    return words_without(words, names=[opened_text(name) for name in names], values=[opened_text(value) for value in values])
