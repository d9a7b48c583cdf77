"""Fills a text of the profile, and makes an SMS fit the parts that the profile allows."""

import re
from collections.abc import Collection, Mapping

from hotline.core.text import shorten
from hotline.directory.facts import Text
from hotline.directory.text_events import SHORTENED
from hotline.notify.smstext import ucs2_length

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_ONE_PART, _OF_SEVERAL = 70, 67  # UCS-2 letters; see smstext


class PlaceholderUnknown(Exception):
    """A text names something that its event does not have."""


def placeholders(text: Text) -> frozenset[str]:
    """Return what a text wants to be told."""
    return frozenset(_PLACEHOLDER.findall(f"{text.subject}\n{text.body}"))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its placeholders filled once: braces in a value stay what they are. Raises PlaceholderUnknown."""
    try:
        return _PLACEHOLDER.sub(lambda found: values[found[1]], text)
    except KeyError as error:
        raise PlaceholderUnknown(error.args[0]) from None


def filled_sms(text: str, values: Mapping[str, str], *, parts: int) -> str:
    """Return an SMS of at most `parts` parts: free words are shortened to the room the rest leaves, fairly.

    A text whose fixed words alone are longer keeps them: the profile's check sees to that, nobody's code or link is cut.
    Raises PlaceholderUnknown.
    """
    free = [name for name in _PLACEHOLDER.findall(text) if name in SHORTENED and name in values]
    fixed = filled(text, {**values, **dict.fromkeys(free, "")})
    most = _ONE_PART if parts == 1 else _OF_SEVERAL * parts
    return filled(text, {**values, **_fitted({name: values[name] for name in free}, free, most - ucs2_length(fixed))})


def _fitted(values: Mapping[str, str], places: Collection[str], room: int) -> dict[str, str]:
    """Share `room` among the values, the shortest first: what one does not need, the others get."""
    fitted: dict[str, str] = {}
    left = len(places)
    for name in sorted(values, key=lambda name: len(values[name])):
        times = sum(place == name for place in places)
        fitted[name] = _shortened(values[name], room // max(left, 1))
        room -= ucs2_length(fitted[name]) * times
        left -= times
    return fitted


def _shortened(value: str, width: int) -> str:
    """Return `value` on one line of at most `width` UCS-2 letters; nothing where there is no room at all."""
    if width < 1:
        return ""
    short = shorten(value, width=width)
    while ucs2_length(short) > width:  # emoji take two
        short = shorten(value, width=len(short) - 1) if len(short) > 1 else "…"
    return short
