"""A report that is made question by question: what a conversation has come to.

It is `understood(turns, city)`: worked out by the table `talk.MOVES` from all its messages in the order of their moments, so
that one that comes late or twice changes nothing but what it says.
"""

from collections.abc import Iterable
from dataclasses import replace

from hotline.core.facts import Place, PlaceNeed
from hotline.core.talk import MOVES, OTHER, SKIP, Asked, City, Does, Miss, Said, Turn, Understood, Why, offered_codes

MOST_MISSES = 3
"""So often may an answer not be understood before a person takes over (chưa kiểm chứng: ours)."""

MOST_WARDS = 6
"""More cannot be offered in an SMS; the citizen is asked for the place again."""


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
    found = replace(so_far, miss=None)
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


def _chosen(turn: Turn, so_far: Understood) -> int | None:
    """Return which of the offered lines is meant: by its button, or by its number, which is the line's from 1."""
    offered = offered_codes(so_far)
    if turn.choice:
        return offered.index(turn.choice) if turn.choice in offered else None
    number = turn.text.strip().rstrip(".)")
    if number.isascii() and number.isdecimal() and len(number) <= 2 and 1 <= int(number) <= len(offered):
        return int(number) - 1
    return None


def _tell(so_far: Understood, turn: Turn, city: City) -> Understood:
    words = (*so_far.words, turn.text.strip())
    told = replace(so_far, words=words, services=city.services("\n".join(words)))
    if not told.services:
        told = _missed(told)
    if not told.place.is_known and not told.wards:
        told = replace(told, wards=_few(city.places(turn.text)))
    return told


def _tell_more(so_far: Understood, turn: Turn, city: City) -> Understood:
    if so_far.asked is Asked.SERVICE:
        told = _tell(so_far, turn, city)
        return _missed(told) if told.services == so_far.services else told
    words = (*so_far.words, turn.text.strip()) if turn.text.strip() else so_far.words
    return replace(so_far, words=words, goes_without_photo=so_far.goes_without_photo or so_far.asked is Asked.PHOTO)


def _take_service(so_far: Understood, turn: Turn, city: City) -> Understood:
    at = _chosen(turn, so_far)
    if at is None or at >= len(so_far.services):
        return _to_person(so_far, turn, city)
    return replace(so_far, service=so_far.services[at], misses=0, miss=None)


def _read_place(so_far: Understood, turn: Turn, city: City) -> Understood:
    found = _few(city.places(turn.text))
    if len(found) == 1:
        return _placed(so_far, found[0])
    spoken = so_far.place.words or turn.text.strip()
    # Where nothing is found, the wards that were offered stay: "9" of three is no other place.
    read = replace(so_far, wards=found or so_far.wards, place=replace(so_far.place, words=spoken))
    return read if found else _missed(read)


def _take_point(so_far: Understood, turn: Turn, city: City) -> Understood:
    if turn.place is not None:
        return _placed(so_far, turn.place)
    found = city.place_at(turn.point) if turn.point else None
    if found is None:
        return _missed(so_far, Miss.OUTSIDE)
    return _placed(so_far, replace(found, words=so_far.place.words))


def _take_ward(so_far: Understood, turn: Turn, city: City) -> Understood:
    at = _chosen(turn, so_far)
    if at is None or at >= len(so_far.wards):
        return _ask_place(so_far, turn, city)
    return _placed(so_far, replace(so_far.wards[at], words=so_far.wards[at].words or so_far.place.words))


def _ask_place(so_far: Understood, _turn: Turn, _city: City) -> Understood:
    return replace(so_far, wards=(), misses=so_far.misses + 1)


def _placed(so_far: Understood, place: Place) -> Understood:
    return replace(so_far, place=place, wards=(), misses=0, miss=None)


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
    return _missed(so_far)


def _missed(so_far: Understood, miss: Miss = Miss.UNHEARD) -> Understood:
    """Return it with one miss more. That a place lies outside is said, whatever else the message did not say."""
    return replace(so_far, misses=so_far.misses + 1, miss=so_far.miss or miss)


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


def _few(wards: tuple[Place, ...]) -> tuple[Place, ...]:
    return wards if len(wards) <= MOST_WARDS else ()
