"""The icons: outlines of Lucide (npm's lucide-static), gathered into one sprite that every page refers to.

Templates say what an icon means (`late`, `person`); this table says which drawing that is. A name that is not in the table
is taken for one of Lucide's own, as the groups of a profile use them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

DRAWINGS: Mapping[str, str] = {
    "back": "chevron-left", "bell": "bell", "building": "building-2", "calendar": "calendar-days", "camera": "camera",
    "chart": "chart-column", "chat": "message-circle", "check": "check", "circle-check": "circle-check",
    "clock": "clock", "copy": "copy", "cross": "x", "display": "a-large-small", "document": "file-text",
    "down": "chevron-down", "download": "download", "external": "external-link", "eye": "eye",
    "filter": "list-filter", "flag": "flag", "globe": "globe", "help": "circle-question-mark", "history": "history",
    "home": "house", "image": "image", "inbox": "inbox", "info": "info", "key": "key-round", "late": "triangle-alert",
    "less": "trending-down", "link": "link", "list": "list", "lock": "lock", "mail": "mail", "map": "map",
    "megaphone": "megaphone", "moon": "moon", "more": "trending-up", "next": "chevron-right", "pause": "circle-pause",
    "pencil": "pencil", "people": "users-round", "person": "user-round", "phone": "phone", "pin": "map-pin",
    "play": "play", "plus": "plus", "printer": "printer", "return": "undo-2", "route": "route", "same": "move-right",
    "search": "search", "send": "send", "settings": "settings-2", "shield": "shield-check", "sign-in": "log-in",
    "sign-out": "log-out", "star": "star", "stop": "ban", "sun": "sun", "target": "locate-fixed", "trash": "trash-2",
    "upload": "upload", "video": "video",
}  # fmt: skip
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg">'
_BODY = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)


class NoSuchIcon(LookupError):
    """Lucide has no drawing of this name."""


@cache
def sprite(folder: Path, more: frozenset[str] = frozenset()) -> str:
    """Return every icon of the table, and `more` by Lucide's names, as symbols of one SVG. Unknown ones of `more` are left out.

    `folder` is Lucide's folder of icons. Raises NoSuchIcon for a name of the table without a drawing.
    """
    symbols = [_symbol(name, drawing(folder, lucide)) for name, lucide in DRAWINGS.items()]
    symbols += [_symbol(name, body) for name, body in _known(folder, more - DRAWINGS.keys())]
    return f"{_HEAD}<!-- Lucide, ISC licence: lucide.dev/license -->{''.join(symbols)}</svg>"


def drawing(folder: Path, lucide: str) -> str:
    """Return the shapes of one of Lucide's icons. Raises NoSuchIcon."""
    path = folder / f"{lucide}.svg"
    if not NAME.fullmatch(lucide) or not path.is_file():
        raise NoSuchIcon(lucide)
    found = _BODY.search(path.read_text())
    if found is None:
        raise NoSuchIcon(lucide)
    return re.sub(r"\s+", " ", found[1]).replace("> <", "><").replace(" />", "/>").strip()


def _known(folder: Path, names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in sorted(names):
        try:
            yield name, drawing(folder, name)
        except NoSuchIcon:
            continue


def _symbol(name: str, shapes: str) -> str:
    return f'<symbol id={quoteattr(name)} viewBox="0 0 24 24">{shapes}</symbol>'
