"""Takes the photos of a message in: bytes as they are, links by the guarded way out; nothing else becomes a photo of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from hotline.casefile import outside
from hotline.casefile.actions import keep_picture
from hotline.casefile.pictures import LARGEST_UPLOAD, PictureRefused, Refusal, receive
from hotline.core.facts import AttachmentKind
from hotline.core.inbound import Media, MediaKind
from hotline.core.text import clean_line, shorten
from hotline.directory.queries import snapshot
from hotline.intake import simulated

_NAME_LETTERS = 500
_LATER = frozenset({408, 425, 429})  # what says “not now” (RFC 9110, RFC 8470, RFC 6585)
_OURS = frozenset({Refusal.TOO_SLOW, Refusal.NOT_KEPT})
"""Why a photo is not taken that may be well: this machine had no time for it, or no room."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """Keys of photos that were taken, and how many attachments were not, with the names of those that have one.

    A person looks at the kept delivery for them.
    """

    keys: tuple[str, ...] = ()
    lost: int = 0
    names: tuple[str, ...] = ()


class NotNow(Exception):
    """A photo could not be reached, or not be looked at: it is tried again before the message is read without it."""


def take(media: Sequence[Media], *, last_try: bool, now: datetime) -> Taken:
    """Take the photos in, up to as many as a report may have. Raises NotNow unless this is the `last_try`.

    Not to be called in a transaction: it asks other servers. A sticker is not an attachment of anybody's report.
    """
    keys: list[str] = []
    lost: list[str] = []
    for one in media:
        if one.kind is MediaKind.STICKER:
            continue
        if one.kind is not MediaKind.PHOTO or len(keys) >= snapshot().windows.photos:
            lost.append(_name(one))
            continue
        try:
            picture = receive(one.content or _fetched(one.link, last_try=last_try), now=now)
        except (PictureRefused, outside.OutgoingRefused, outside.Unreachable) as refused:
            if isinstance(refused, PictureRefused) and refused.code in _OURS and not last_try:
                raise NotNow from refused
            log.info("attachment not taken", why=type(refused).__name__)
            lost.append(_name(one))
            continue
        keep_picture(picture, kind=AttachmentKind.REPORT, now=now)
        keys.append(picture.key)
    return Taken(tuple(keys), len(lost), tuple(name for name in lost if name))


def _name(media: Media) -> str:
    """Return what an attachment is called, fit to be shown."""
    return shorten(clean_line(media.name[:_NAME_LETTERS], limit=_NAME_LETTERS), width=60)


def _fetched(link: str, *, last_try: bool) -> bytes:
    if (own := simulated.photo_at(link)) is not None:
        return own
    try:
        reply = outside.send("GET", link, headers={}, limit=LARGEST_UPLOAD)
    except outside.Unreachable as nobody:
        if last_try:
            raise
        raise NotNow from nobody
    if not reply.is_good:
        if (reply.status >= 500 or reply.status in _LATER) and not last_try:
            raise NotNow
        raise outside.OutgoingRefused("status")
    return reply.content
