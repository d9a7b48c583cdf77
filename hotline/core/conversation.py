"""A report that is made question by question: what is asked, what the citizen sends, what follows.

`MOVES` is the table. What a conversation has come to is `understood(turns, city)`: worked out from all its messages in the
order of their moments, so that one that comes late or twice changes nothing but what it says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hotline.core.facts import Place, PlaceNeed

MOST_MISSES = 3
"""So often may an answer not be understood before a person takes over (chưa kiểm chứng: ours)."""


class ConversationState(StrEnum):
    """Where a conversation stands: questions go back and forth, a person has it, or how it ended."""

    OPEN = "open"
    PERSON = "person"
    OPENED = "opened"
    JOINED = "joined"
    DROPPED = "dropped"


class Became(StrEnum):
    """What became of one message: part of a report, of a case that there was, an order to us, or a person must say.

    HELD: kept, and nothing was done: its sender is blocked, or writes more than a person does.
    """

    TURN = "turn"
    JOINED = "joined"
    REPLY = "reply"
    NOT_DONE = "not_done"
    RATED = "rated"
    ORDER = "order"
    DOUBT = "doubt"
    NOTHING = "nothing"
    HELD = "held"


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
    """What a conversation has come to. `services` and `wards` are the choices that were offered, in their order."""

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
    why: Why | None = None

    @property
    def text(self) -> str:
        """Return everything that was told, one message a line."""
        return "\n".join(self.words)

    @property
    def is_complete(self) -> bool:
        """Return whether a case can be opened of it."""
        return self.asked is Asked.NOTHING


def understood(turns: Iterable[Turn], city: City) -> Understood:
    """Return what the messages come to, in the order of their moments."""
    so_far = Understood()
    for turn in sorted(turns, key=lambda turn: turn.said_at):
        so_far = after(so_far, turn, city)
    return so_far


def after(so_far: Understood, turn: Turn, city: City) -> Understood:
    """Return what the conversation has come to after one message, all of whose parts count: photos, point, then words."""
    if so_far.asked is Asked.CANCELLED:  # whoever writes again begins again
        so_far = Understood()
    found = so_far
    for said in _parts(turn, so_far):
        found = _EFFECTS[MOVES[found.asked, said]](found, turn, city)
    if found.asked is Asked.CANCELLED:
        return found
    if found.why is None and city.is_danger(turn.text):
        found = replace(found, why=Why.DANGER)
    if found.misses >= MOST_MISSES and found.why is None:
        found = replace(found, why=Why.MISSED)
    return _next(found, city)


def _parts(turn: Turn, so_far: Understood) -> list[Said]:
    parts = [Said.PHOTO] if turn.photos else []
    parts += [Said.POINT] if turn.point or turn.place else []
    if turn.cancelled:
        return [Said.CANCEL]
    if turn.other or turn.choice == OTHER:
        parts.append(Said.OTHER)
    elif turn.skipped or turn.choice == SKIP:
        parts.append(Said.SKIP)
    elif _chosen(turn, so_far) is not None:
        parts.append(Said.CHOICE)
    elif turn.text.strip():
        parts.append(Said.WORDS)
    return parts or [Said.EMPTY]


OTHER, SKIP = "other", "skip"
"""Codes of the two choices that are offered beside services and wards."""


def _chosen(turn: Turn, so_far: Understood) -> int | None:
    """Return which of the offered lines is meant: by its button, or by its number, which is the line's from 1."""
    offered = offered_codes(so_far)
    if turn.choice:
        return offered.index(turn.choice) if turn.choice in offered else None
    number = turn.text.strip().rstrip(".)")
    if number.isascii() and number.isdecimal() and len(number) <= 2 and 1 <= int(number) <= len(offered):
        return int(number) - 1
    return None


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


def _tell(so_far: Understood, turn: Turn, city: City) -> Understood:
    words = (*so_far.words, turn.text.strip())
    told = replace(so_far, words=words, services=city.services("\n".join(words)))
    if not told.services:
        told = replace(told, misses=told.misses + 1)
    if not told.place.is_known and not told.wards:
        told = replace(told, wards=_few(city.places(turn.text)))
    return told


def _tell_more(so_far: Understood, turn: Turn, city: City) -> Understood:
    if so_far.asked is Asked.SERVICE:
        told = _tell(so_far, turn, city)
        return replace(told, misses=told.misses + 1) if told.services == so_far.services else told
    words = (*so_far.words, turn.text.strip()) if turn.text.strip() else so_far.words
    return replace(so_far, words=words, goes_without_photo=so_far.goes_without_photo or so_far.asked is Asked.PHOTO)


def _take_service(so_far: Understood, turn: Turn, city: City) -> Understood:
    at = _chosen(turn, so_far)
    if at is None or at >= len(so_far.services):
        return _to_person(so_far, turn, city)
    return replace(so_far, service=so_far.services[at], misses=0)


def _read_place(so_far: Understood, turn: Turn, city: City) -> Understood:
    found = _few(city.places(turn.text))
    if len(found) == 1:
        return _placed(so_far, found[0])
    spoken = so_far.place.words or turn.text.strip()
    return replace(so_far, wards=found, place=replace(so_far.place, words=spoken), misses=so_far.misses + (not found))


def _take_point(so_far: Understood, turn: Turn, city: City) -> Understood:
    if turn.place is not None:
        return _placed(so_far, turn.place)
    found = city.place_at(turn.point) if turn.point else None
    if found is None:
        return replace(so_far, misses=so_far.misses + 1)
    return _placed(so_far, replace(found, words=so_far.place.words))


def _take_ward(so_far: Understood, turn: Turn, city: City) -> Understood:
    at = _chosen(turn, so_far)
    if at is None or at >= len(so_far.wards):
        return _ask_place(so_far, turn, city)
    return _placed(so_far, replace(so_far.wards[at], words=so_far.wards[at].words or so_far.place.words))


def _ask_place(so_far: Understood, _turn: Turn, _city: City) -> Understood:
    return replace(so_far, wards=(), misses=so_far.misses + 1)


def _placed(so_far: Understood, place: Place) -> Understood:
    return replace(so_far, place=place, wards=(), misses=0)


def _add_photo(so_far: Understood, turn: Turn, _city: City) -> Understood:
    fresh = tuple(key for key in turn.photos if key not in so_far.photos)
    return replace(so_far, photos=(*so_far.photos, *fresh))


def _no_photo(so_far: Understood, _turn: Turn, _city: City) -> Understood:
    return replace(so_far, goes_without_photo=True)


def _no_place(so_far: Understood, turn: Turn, city: City) -> Understood:
    needs = city.needs(so_far.service)
    if needs is not None and needs.place is not PlaceNeed.REQUIRED:
        return replace(so_far, goes_without_place=True, wards=())
    return _miss(so_far, turn, city)


def _miss(so_far: Understood, _turn: Turn, _city: City) -> Understood:
    return replace(so_far, misses=so_far.misses + 1)


def _to_person(so_far: Understood, _turn: Turn, _city: City) -> Understood:
    return replace(so_far, why=so_far.why or Why.OTHER)


def _cancel(_so_far: Understood, _turn: Turn, _city: City) -> Understood:
    return Understood(asked=Asked.CANCELLED)


_EFFECTS = {
    Does.TELL: _tell,
    Does.TELL_MORE: _tell_more,
    Does.TAKE_SERVICE: _take_service,
    Does.READ_PLACE: _read_place,
    Does.TAKE_POINT: _take_point,
    Does.TAKE_WARD: _take_ward,
    Does.ASK_PLACE: _ask_place,
    Does.ADD_PHOTO: _add_photo,
    Does.NO_PHOTO: _no_photo,
    Does.NO_PLACE: _no_place,
    Does.MISS: _miss,
    Does.TO_PERSON: _to_person,
    Does.CANCEL: _cancel,
}


def _next(so_far: Understood, city: City) -> Understood:
    """Return it with what is missing first as what is asked."""
    return replace(so_far, asked=_missing(so_far, city))


def _missing(so_far: Understood, city: City) -> Asked:
    if so_far.why is not None:
        return Asked.PERSON
    if not so_far.service:
        return Asked.SERVICE if so_far.words and so_far.services else Asked.WORDS
    needs = city.needs(so_far.service)
    if needs is None:
        return Asked.WORDS
    asks_place = needs.place is not PlaceNeed.NONE and not so_far.goes_without_place
    if asks_place and not so_far.place.is_known:
        return Asked.WARD if so_far.wards else Asked.PLACE
    if needs.photo and not so_far.photos and not so_far.goes_without_photo:
        return Asked.PHOTO
    return Asked.NOTHING


MOST_WARDS = 6
"""More cannot be offered in an SMS; the citizen is asked for the place again."""


def _few(wards: tuple[Place, ...]) -> tuple[Place, ...]:
    return wards if len(wards) <= MOST_WARDS else ()
