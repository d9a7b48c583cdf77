"""Photos of the private page: decoded before anything is written, and kept while their form has errors.

A kept photo travels in the form as a signed list of keys that is good for this one link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from hotline.casefile import actions
from hotline.casefile.pictures import PictureRefused, receive_upload, refusal_words
from hotline.core.facts import AttachmentKind

_SALT = "public.kept"
_KEPT = timedelta(hours=20)  # loose photos are swept after a day


@dataclass(frozen=True, slots=True)
class Kept:
    """Photos that are on the disk and belong to no case yet, and a sentence for each upload that was refused."""

    keys: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()

    def ticket(self, token: str) -> str:
        """Return the photos as a form of this link brings them back; nothing for none."""
        return signing.dumps([token, *self.keys], salt=_SALT) if self.keys else ""


def keep(files: "Sequence[UploadedFile[Any]]", *, kind: AttachmentKind, before: Kept, now: datetime) -> Kept:
    """Decode the uploads, each in its cage, and keep them beside those of `before`. Takes seconds: no transaction is open."""
    keys, refusals = list(before.keys), []
    for file in files:
        try:
            picture = receive_upload(file, now=now)
        except PictureRefused as refused:
            refusals.append(f"{file.name}: {refusal_words(refused.code, size=file.size or 0)}")
        else:
            actions.keep_picture(picture, kind=kind, now=now)
            keys.append(picture.key)
    return Kept(tuple(keys), tuple(refusals))


def kept_before(ticket: str, token: str) -> Kept:
    """Return the photos of a ticket that a form brought back; one of another link, or made up, holds none."""
    try:
        of_link, *keys = signing.loads(ticket, salt=_SALT, max_age=_KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return Kept()
    return Kept(tuple(str(key) for key in keys)) if of_link == token else Kept()
