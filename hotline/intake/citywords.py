"""What a conversation asks the city: which services words may mean, which wards, where a point is, what is needed."""

from dataclasses import dataclass
from functools import lru_cache

from hotline.core.conversation import Needs
from hotline.core.facts import Channel, Place, PlaceHow
from hotline.core.screening import HintKind, WordHints, prepare_words
from hotline.directory.addresses import MOST_LETTERS, find_ward
from hotline.directory.finding import find_services
from hotline.directory.places import OutsideCity, locate
from hotline.directory.queries import snapshot

_PLACE_LETTERS = 300


@dataclass(frozen=True, slots=True)
class CityWords:
    """The city of today, as `core.conversation` asks it. Services are found by their words in the citizen's language.

    An SMS carries no photo, so nobody is asked for one there.
    """

    language: str
    channel: Channel

    def services(self, words: str) -> tuple[str, ...]:
        """Return the codes of up to three services that the words may mean."""
        return tuple(found.code for found in find_services(words, language=self.language))

    def needs(self, service: str) -> Needs | None:
        """Return what a service needs to be told; None when there is none of this code."""
        found = snapshot().services.get(service)
        return Needs(found.place, found.asks_photo and self.channel is not Channel.SMS) if found else None

    def places(self, words: str) -> tuple[Place, ...]:
        """Return the wards that the words may name."""
        areas = {found.area.code: found.area for found in find_ward(words[:MOST_LETTERS])}
        said = words.strip()[:_PLACE_LETTERS]
        return tuple(Place(words=said, area_id=one.id, area_code=one.code, how=PlaceHow.CHOSEN) for one in areas.values())

    def place_at(self, point: tuple[float, float]) -> Place | None:
        """Return the place of a point; None outside the city."""
        try:
            found = locate(*point)
        except OutsideCity:
            return None
        return Place(*point, area_id=found.area.id, area_code=found.area.code, how=found.how)

    def is_danger(self, words: str) -> bool:
        """Return whether a word of danger stands in them."""
        return any(hint.kind is HintKind.EMERGENCY for hint in _hints(snapshot().emergency_words).find(words))


@lru_cache(maxsize=2)
def _hints(emergency: tuple[str, ...]) -> WordHints:
    return prepare_words(emergency=emergency)
