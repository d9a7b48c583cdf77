"""The server on which the photos of a demonstration's chats lie: a folder of this machine, behind links that lead nowhere else.

Chats deliver photos as links to their provider's servers, and the guarded client fetches none from our own machine; a
demonstration has no other. So these links are understood before anything is asked of a network, and in a demonstration only.
"""

import re
import secrets
from datetime import datetime

from django.conf import settings

_HOST = "https://may-chu-anh.example/"  # RFC 2606: no such server will ever be
_LINK = re.compile(re.escape(_HOST) + r"([0-9a-f]{32})", re.ASCII)
_FOLDER = settings.DATA / "outbox" / "photos"


def link_of(photo: bytes) -> str:
    """Put a photo there and return its link."""
    _FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    file = _FOLDER / name
    file.touch(mode=0o600)
    file.write_bytes(photo)
    return f"{_HOST}{name}"


def photo_at(link: str) -> bytes | None:
    """Return what lies there; None for any other link, for a photo that is gone, and in an installation for real."""
    found = _LINK.fullmatch(link) if settings.IS_DEMONSTRATION else None
    try:
        return (_FOLDER / found[1]).read_bytes() if found else None
    except FileNotFoundError:
        return None


def forget_photos(*, before: datetime) -> int:
    """Delete what was put there before a moment, as providers do after some days; return how many."""
    old = [file for file in _FOLDER.glob("*") if file.stat().st_mtime < before.timestamp()]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
