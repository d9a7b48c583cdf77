"""Finds services of the city by what people call them, for those who choose one: citizens, and operators for them."""

from dataclasses import dataclass

from hotline.core.servicesearch import Phrase, ServiceIndex, Source
from hotline.directory.facts import Directory, ServiceFacts
from hotline.directory.queries import snapshot


@dataclass(frozen=True, slots=True)
class FoundService:
    """A service that may be meant: its name and hint in the language asked for, and the words that say why."""

    code: str
    name: str
    hint: str
    because: str


_made: dict[str, tuple[Directory, ServiceIndex]] = {}
"""The index of each language, with the directory that it was made of."""


def find_services(typed: str, *, language: str) -> tuple[FoundService, ...]:
    """Return the three services that what was typed may mean, the likeliest first."""
    directory = snapshot()
    return tuple(
        FoundService(one.code, *_named(directory.services[one.code], language), one.because)
        for one in _index(directory, language).best(typed)
    )


def _index(directory: Directory, language: str) -> ServiceIndex:
    made_of, index = _made.get(language, (None, None))
    if index is None or made_of is not directory:
        index = ServiceIndex({code: _phrases(service, language) for code, service in directory.services.items()})
        _made[language] = directory, index
    return index


def _phrases(service: ServiceFacts, language: str) -> tuple[Phrase, ...]:
    names = dict.fromkeys((service.name.in_language(language), service.name.vi, service.name.en))
    return (
        *(Phrase(words, Source.WORD) for words in service.words),
        *(Phrase(name, Source.NAME) for name in names),
        Phrase(service.hint.in_language(language), Source.HINT),
    )


def _named(service: ServiceFacts, language: str) -> tuple[str, str]:
    return service.name.in_language(language), service.hint.in_language(language)
