"""Photos that an agency uploads: decoded before any transaction is open, kept loose while its form has errors.

A kept photo travels in the form as a signed token, good for one part: whoever asks for its preview needs both the
token and the part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from hotline.casefile import actions
from hotline.casefile.pictures import PictureRefused, receive_upload, refusal_words
from hotline.core.facts import AttachmentKind

_SALT = "casework.kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo that is on the disk and belongs to no case yet."""

    key: str
    token: str
    url: str


@dataclass(frozen=True, slots=True)
class Received:
    """What became of uploads: photos that are kept, and a sentence for each that was refused."""

    kept: tuple[Kept, ...] = ()
    refusals: tuple[str, ...] = ()


def received(
    files: "Sequence[UploadedFile[Any]]", *, part_id: int, kind: AttachmentKind = AttachmentKind.EVIDENCE, now: datetime
) -> Received:
    """Decode the uploads, each in a caged child, and keep them loose, so that they outlive an error in their form.

    Takes seconds: call it outside any transaction, for a part that is known to be the uploader's.
    """
    kept: list[Kept] = []
    refusals: list[str] = []
    for file in files:
        try:
            picture = receive_upload(file, now=now)
        except PictureRefused as refused:
            refusals.append(f"{file.name}: {refusal_words(refused.code, size=file.size or 0)}")
        else:
            actions.keep_evidence(picture, part_id=part_id, kind=kind, now=now)
            kept.append(kept_photo(picture.key, part_id=part_id))
    return Received(tuple(kept), tuple(refusals))


def kept_photo(key: str, *, part_id: int) -> Kept:
    """Return a kept photo with its token and the address of its preview."""
    token = signing.dumps([part_id, key], salt=_SALT)
    return Kept(key, token, reverse("casework:kept", args=[part_id, token]))


def kept_before(tokens: Sequence[str], *, part_id: int) -> tuple[Kept, ...]:
    """Return the photos of the tokens that a form brought back; tokens of another part, or made up, are no photos."""
    keys = [key_of(token, part_id=part_id) for token in tokens]
    return tuple(kept_photo(key, part_id=part_id) for key in dict.fromkeys(keys) if key)


def key_of(token: str, *, part_id: int) -> str:
    """Return the key of a token's photo, or nothing if the token is not one of this part."""
    try:
        of_part, key = signing.loads(token, salt=_SALT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(key) if of_part == part_id else ""
