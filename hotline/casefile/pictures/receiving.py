"""Takes a photo in: cleaned in the cage, its facts kept, its files on the disk."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from hotline.casefile import mediafiles
from hotline.casefile.actions.attaching import Picture
from hotline.casefile.mediafiles import Copy
from hotline.casefile.sealing import sealed
from hotline.core.evidence import doubts_of

from .caging import cleaned
from .facts import CLEAN_EDGE, LARGEST_UPLOAD, PUBLIC_EDGE, SMALL_EDGE, Box, PictureRefused, Refusal

_log = structlog.get_logger(__name__)
_OLDEST = timedelta(days=20 * 365)
_CLOCK_AHEAD = timedelta(days=1)


class Upload(Protocol):
    """An uploaded file as Django gives it."""

    @property
    def size(self) -> int | None:
        """Return how many bytes it has, if that is known."""

    def read(self) -> bytes:
        """Return its content."""


def receive(upload: bytes, *, now: datetime) -> Picture:
    """Return the facts of a photo that is kept: original sealed, clean copies, place and time.

    The files are on the disk, fsynced, when this returns; its row is written by `actions.keep_picture`.
    Raises PictureRefused; then no file is left.
    """
    if len(upload) > LARGEST_UPLOAD:
        raise PictureRefused(Refusal.TOO_BIG)
    found = cleaned(upload, edges=(CLEAN_EDGE, SMALL_EDGE))
    key = mediafiles.new_key()
    clean, small = found.jpegs
    _write(key, {Copy.ORIGINAL: sealed(upload), Copy.CLEAN: clean, Copy.SMALL: small})
    return Picture(
        key=key,
        sha256=hashlib.sha256(upload).digest(),
        phash=found.phash,
        width=found.width,
        height=found.height,
        gps=found.gps,
        taken_at=_believable(found.times.taken_at, now=now),
        fine_hash=found.fine_hash,
        doubts=doubts_of(found.times, arrived_at=now),
    )


def receive_upload(upload: Upload, *, now: datetime) -> Picture:
    """Return the facts of an uploaded file, read only when its size allows. Raises PictureRefused."""
    if (upload.size or 0) > LARGEST_UPLOAD:
        raise PictureRefused(Refusal.TOO_BIG)
    return receive(upload.read(), now=now)


def make_public(key: str, *, boxes: Sequence[Box] = ()) -> str:
    """Propose the copy that everyone may see, smaller and with `boxes` blacked out; return its digest.

    It replaces an older proposal and never what is public: `actions.publish_picture` approves it by its digest.
    Raises PictureRefused, and FileNotFoundError if the clean copy was erased.
    """
    clean = mediafiles.path_of(key, Copy.CLEAN).read_bytes()
    (public,) = cleaned(clean, edges=(PUBLIC_EDGE,), boxes=boxes).jpegs
    _write(key, {Copy.PROPOSED: public})
    return mediafiles.digest(public)


def _write(key: str, copies: dict[Copy, bytes]) -> None:
    try:
        for copy, content in copies.items():
            mediafiles.write(key, copy, content)
    except OSError as error:
        with suppress(OSError):  # what cannot be removed now is swept later
            mediafiles.remove(key, *copies)
        _log.error("photo_not_kept", key=key, errno=error.errno)
        raise PictureRefused(Refusal.NOT_KEPT) from error


def _believable(taken_at: datetime | None, *, now: datetime) -> datetime | None:
    """Return the camera's time unless its clock is plainly wrong."""
    return taken_at if taken_at and now - _OLDEST < taken_at < now + _CLOCK_AHEAD else None
