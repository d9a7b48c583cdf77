"""What a conversation asks the city: which services words may mean, which wards, where a point is, what is needed."""

import re
from dataclasses import dataclass

from hotline.core.facts import Channel, Place, PlaceHow
from hotline.core.screening import names_danger
from hotline.core.servicesearch import MOST_FOUND
from hotline.core.talk import Needs
from hotline.directory.addresses import MOST_LETTERS, find_ward
from hotline.directory.finding import find_services
from hotline.directory.places import OutsideCity, locate
from hotline.directory.queries import snapshot

_PLACE_LETTERS = 300
_STORY_LETTERS = 1000
_BETWEEN = re.compile(
    r"[,.;:!?\n]|(?<!\w)(?:ở|o|tại|tai|trước|truoc|gần|gan|ngay|đoạn|doan|trên đường|tren duong|từ|tu|at|near|in front of)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CityWords:
    """The city of today, as `core.conversation` asks it. Services are found by their words in the citizen's language.

    An SMS carries no photo, so nobody is asked for one there.
    """

    language: str
    channel: Channel

    def services(self, words: str) -> tuple[str, ...]:
        """Return the codes of up to three services that the words may mean.

        The search knows short phrases. Where the whole says nothing to it, as a story with an address does, its pieces are
        asked in their order: what is wrong mostly comes first, and where it is after it.
        """
        found = [one.code for one in find_services(words, language=self.language)]
        for piece in _pieces(words) if not found else ():
            found += [one.code for one in find_services(piece, language=self.language)]
        return tuple(dict.fromkeys(found))[:MOST_FOUND]

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
        return names_danger(words, emergency=snapshot().emergency_words)


def _pieces(words: str) -> list[str]:
    """Return what stands between the signs and the small words by which a sentence goes on to where and when."""
    return [piece for piece in _BETWEEN.split(words[:_STORY_LETTERS]) if len(piece.strip()) > 1]
