"""The hotlines of a case (luồng tiếp nhận): what they are called, and what of it everyone may read for them."""

from collections.abc import Iterable

from hotline.core.facts import Publish
from hotline.core.streams import publish_of
from hotline.directory.facts import Directory, ServiceFacts


def publish_of_case(directory: Directory, service: ServiceFacts, *streams: str) -> Publish:
    """Return when a case of a service that is in these hotlines may be read by everyone: as the strictest of them says.

    A hotline that the profile has no longer says nothing.
    """
    found = (directory.centre.stream(code) for code in streams if code)
    return publish_of(service.publish, [one.publish for one in found if one])


def stream_names(codes: Iterable[str], directory: Directory, *, language: str) -> str:
    """Return what hotlines are called; one that the profile has no longer by its code."""
    found = ((code, directory.centre.stream(code)) for code in codes if code)
    return " + ".join(one.name.in_language(language) if one else code for code, one in found)


def streams_told(codes: Iterable[str], directory: Directory, *, language: str) -> str:
    """Return what a case's hotlines are called; nothing where the city has but one."""
    return stream_names(codes, directory, language=language) if len(directory.centre.streams) > 1 else ""
