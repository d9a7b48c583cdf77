"""What the agency's pages call reasons and services: in the profile's words, in the reader's language."""

from django.utils.translation import get_language

from hotline.directory import queries as directory
from hotline.directory.facts import ServiceFacts


def reason_name(code: str) -> str:
    """Return a reason in the profile's words, or its code when the profile has it no longer."""
    if not code:
        return ""
    known = [reason for uses in directory.snapshot().reasons.values() for reason in uses if reason.code == code]
    return known[0].name.in_language(language()) if known else code


def service_name(code: str) -> str:
    """Return a service by its name, also one of former days."""
    return service_of(code).name.in_language(language())


def service_of(code: str) -> ServiceFacts:
    """Return a service, also one of former days."""
    return next(service for service in directory.snapshot().services_by_id.values() if service.code == code)


def language() -> str:
    """Return the language of the page."""
    return get_language() or "vi"
