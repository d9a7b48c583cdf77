"""Fills a text of the profile, and makes an SMS fit the parts that the profile allows."""

import re
from collections.abc import Collection, Mapping

from hotline.core.text import shorten
from hotline.directory.facts import Text
from hotline.directory.text_events import SHORTENED
from hotline.notify.smstext import GSM, UCS2, Alphabet, alphabet_of, without_accents

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_PLACED = re.compile(r"\{([a-z_]+)\}(\.(?!\.))?")
_ENDED = ("…", ".", "!", "?")


class PlaceholderUnknown(Exception):
    """A text names something that its event does not have."""


def placeholders(text: Text) -> frozenset[str]:
    """Return what a text wants to be told."""
    in_templates = {one.value for template in text.templates if template.is_approved for one in template.parameters}
    return frozenset(_PLACEHOLDER.findall(f"{text.subject}\n{text.body}\n{text.with_buttons}\n{text.by_reply}")) | in_templates


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its placeholders filled once: braces in a value stay what they are. Raises PlaceholderUnknown.

    A value that ends in a mark of its own, as one that was shortened does, gets no full stop behind it.
    """
    try:
        return _PLACED.sub(lambda found: _placed(values[found[1]], found[2] or ""), text)
    except KeyError as error:
        raise PlaceholderUnknown(error.args[0]) from None


def _placed(value: str, stop: str) -> str:
    return value if value.endswith(_ENDED) else value + stop


def filled_sms(text: str, values: Mapping[str, str], *, parts: int, plain: bool = False, plain_if_cut: bool = False) -> str:
    """Return an SMS of at most `parts` parts: free words are shortened to the room the rest leaves, fairly.

    `plain` writes it without accents, and so for half the price, as long as no value brings a foreign script in;
    `plain_if_cut` does so where words would be lost otherwise: as many parts hold twice as many letters then.
    A text whose fixed words alone are longer keeps them: the profile's check sees to that, nobody's code or link is cut.
    Raises PlaceholderUnknown.
    """
    if plain or (plain_if_cut and _needs_plain(text, values, parts)):
        text, values = without_accents(text), {name: without_accents(value) for name, value in values.items()}
        alphabet = alphabet_of(filled(text, values))
    else:
        alphabet = UCS2
    free = [name for name in _PLACEHOLDER.findall(text) if name in SHORTENED and name in values]
    fixed = filled(text, {**values, **dict.fromkeys(free, "")})
    room = alphabet.room(parts) - alphabet.length(fixed)
    return filled(text, {**values, **_fitted({name: values[name] for name in free}, free, room, alphabet)})


def _needs_plain(text: str, values: Mapping[str, str], parts: int) -> bool:
    """Return whether more of it can be read without accents: a foreign script would take the same room, and the accents go."""
    whole = filled(text, values)
    return UCS2.length(whole) > UCS2.room(parts) and alphabet_of(without_accents(whole)) is GSM


def _fitted(values: Mapping[str, str], places: Collection[str], room: int, alphabet: Alphabet) -> dict[str, str]:
    """Share `room` among the values, the shortest first: what one does not need, the others get."""
    fitted: dict[str, str] = {}
    left = len(places)
    for name in sorted(values, key=lambda name: len(values[name])):
        times = sum(place == name for place in places)
        fitted[name] = _shortened(values[name], room // max(left, 1), alphabet)
        room -= alphabet.length(fitted[name]) * times
        left -= times
    return fitted


def _shortened(value: str, room: int, alphabet: Alphabet) -> str:
    """Return `value` on one line of at most `room` letters of the alphabet; nothing where there is no room at all."""
    width = room
    while width > 0:
        short = shorten(value, width=width)
        if alphabet is GSM:
            short = short.replace("…", "...")
        if alphabet.length(short) <= room:
            return short
        width = min(width, len(short)) - 1
    return ""
