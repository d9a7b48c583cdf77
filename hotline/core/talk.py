"""The words of a report that is made question by question: what is asked, what the citizen sends, what that does.

`MOVES` is the table; `conversation` works out by it what a conversation has come to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hotline.core.facts import Place, PlaceNeed

OTHER, SKIP = "other", "skip"
"""Codes of the two choices that are offered beside services and wards."""


class Asked(StrEnum):
    """What is missing, and so what is asked next. NOTHING: it is complete. PERSON: somebody of the centre goes on."""

    WORDS = "words"
    SERVICE = "service"
    PLACE = "place"
    WARD = "ward"
    PHOTO = "photo"
    NOTHING = "nothing"
    PERSON = "person"
    CANCELLED = "cancelled"


class Said(StrEnum):
    """What sort of thing one message says."""

    WORDS = "words"
    CHOICE = "choice"
    OTHER = "other"
    SKIP = "skip"
    POINT = "point"
    PHOTO = "photo"
    CANCEL = "cancel"
    EMPTY = "empty"


class Does(StrEnum):
    """What one thing that was said does to the report."""

    TELL = "tell"
    TELL_MORE = "tell more"
    TAKE_SERVICE = "take the service"
    READ_PLACE = "read the place"
    TAKE_POINT = "take the point"
    TAKE_WARD = "take the ward"
    ASK_PLACE = "ask for the place again"
    ADD_PHOTO = "add the photo"
    NO_PHOTO = "go on without a photo"
    NO_PLACE = "go on without a place, where one is not needed"
    MISS = "ask again"
    TO_PERSON = "hand it to a person"
    CANCEL = "end it"


class Why(StrEnum):
    """Why a person has a conversation."""

    DANGER = "danger"
    OTHER = "other"
    MISSED = "missed"
    SILENT = "silent"
    OUTSIDE = "outside"
    REFUSED = "refused"


class Miss(StrEnum):
    """Why what was said last did not answer the question: it was not understood, or its place lies outside the city."""

    UNHEARD = "missed"
    OUTSIDE = "outside"


_EVERYWHERE: Mapping[Said, Does] = {Said.POINT: Does.TAKE_POINT, Said.PHOTO: Does.ADD_PHOTO, Said.CANCEL: Does.CANCEL}
MOVES: Mapping[tuple[Asked, Said], Does] = {
    **{(asked, said): does for asked in Asked for said, does in _EVERYWHERE.items()},
    (Asked.WORDS, Said.WORDS): Does.TELL,
    (Asked.WORDS, Said.CHOICE): Does.MISS,
    (Asked.WORDS, Said.OTHER): Does.TO_PERSON,
    (Asked.WORDS, Said.SKIP): Does.MISS,
    (Asked.WORDS, Said.EMPTY): Does.MISS,
    (Asked.SERVICE, Said.WORDS): Does.TELL_MORE,
    (Asked.SERVICE, Said.CHOICE): Does.TAKE_SERVICE,
    (Asked.SERVICE, Said.OTHER): Does.TO_PERSON,
    (Asked.SERVICE, Said.SKIP): Does.TO_PERSON,
    (Asked.SERVICE, Said.EMPTY): Does.MISS,
    (Asked.PLACE, Said.WORDS): Does.READ_PLACE,
    (Asked.PLACE, Said.CHOICE): Does.MISS,
    (Asked.PLACE, Said.OTHER): Does.TO_PERSON,
    (Asked.PLACE, Said.SKIP): Does.NO_PLACE,
    (Asked.PLACE, Said.EMPTY): Does.MISS,
    (Asked.WARD, Said.WORDS): Does.READ_PLACE,
    (Asked.WARD, Said.CHOICE): Does.TAKE_WARD,
    (Asked.WARD, Said.OTHER): Does.ASK_PLACE,
    (Asked.WARD, Said.SKIP): Does.NO_PLACE,
    (Asked.WARD, Said.EMPTY): Does.MISS,
    (Asked.PHOTO, Said.WORDS): Does.TELL_MORE,
    (Asked.PHOTO, Said.CHOICE): Does.NO_PHOTO,
    (Asked.PHOTO, Said.OTHER): Does.NO_PHOTO,
    (Asked.PHOTO, Said.SKIP): Does.NO_PHOTO,
    (Asked.PHOTO, Said.EMPTY): Does.NO_PHOTO,
    # What comes once nothing is asked any more is kept with the rest; whoever has it, reads it.
    **{
        (asked, said): Does.TELL_MORE
        for asked in (Asked.NOTHING, Asked.PERSON, Asked.CANCELLED)
        for said in (Said.WORDS, Said.CHOICE, Said.OTHER, Said.SKIP, Said.EMPTY)
    },
}
"""What is asked × what is said → what it does. Every pair has its line."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation. `choice` is the code of a button; `photos` are keys of attachments that were taken.

    `place` was chosen on the page of the map, and is taken as it is.
    """

    said_at: datetime
    text: str = ""
    choice: str = ""
    point: tuple[float, float] | None = None
    place: Place | None = None
    photos: tuple[str, ...] = ()
    skipped: bool = False
    """Whether the words say "bỏ qua"; as `other` and `cancelled` do "khác" and "hủy", read by the profile's list of words."""
    other: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Needs:
    """What a service needs to be told."""

    place: PlaceNeed
    photo: bool = False


class City(Protocol):
    """What the conversation asks the city's directory."""

    def services(self, words: str) -> tuple[str, ...]:
        """Return the codes of up to three services that the words may mean, the likeliest first."""

    def needs(self, service: str) -> Needs | None:
        """Return what a service needs; None when there is no such service (any more)."""

    def places(self, words: str) -> tuple[Place, ...]:
        """Return the wards that the words may name, each as a place with these words; none when they name no ward."""

    def place_at(self, point: tuple[float, float]) -> Place | None:
        """Return the place of a point, None outside the city."""

    def is_danger(self, words: str) -> bool:
        """Return whether the words speak of danger to life."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a conversation has come to. `services` and `wards` are the choices that were offered, in their order.

    `miss` says why the last message was no answer, None where it was one; `misses` counts those since the last that was.
    """

    asked: Asked = Asked.WORDS
    words: tuple[str, ...] = ()
    service: str = ""
    place: Place = Place()  # noqa: RUF009 - frozen
    photos: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    wards: tuple[Place, ...] = ()
    goes_without_place: bool = False
    goes_without_photo: bool = False
    misses: int = 0
    miss: Miss | None = None
    why: Why | None = None

    @property
    def text(self) -> str:
        """Return everything that was told, one message a line."""
        return "\n".join(self.words)

    @property
    def is_complete(self) -> bool:
        """Return whether a case can be opened of it."""
        return self.asked is Asked.NOTHING


def offered_codes(so_far: Understood) -> tuple[str, ...]:
    """Return the codes of the choices that the question offers, in order; `OTHER` and `SKIP` stand last."""
    match so_far.asked:
        case Asked.SERVICE:
            return (*so_far.services, OTHER)
        case Asked.WARD:
            return (*(ward.area_code for ward in so_far.wards), OTHER)
        case Asked.PHOTO:
            return (SKIP,)
        case _:
            return ()
