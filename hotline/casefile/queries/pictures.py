"""Photos by their key, for whoever serves the files."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.casefile.models import Attachment


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A photo of a case."""

    id: int
    key: str
    kind: str
    reference: str
    request_id: int
    part_id: int | None
    is_public: bool


def picture_by_key(key: str) -> PictureRow | None:
    """Return the photo, or None if no case has it."""
    row = (
        Attachment.objects.filter(key=key, request__isnull=False)
        .values_list("id", "key", "kind", "request__reference", "request_id", "part_id", "public_at", "withdrawn_at")
        .first()
    )
    if row is None or row[4] is None:
        return None
    return PictureRow(row[0], row[1], row[2], row[3], row[4], row[5], row[6] is not None and row[7] is None)


def public_picture(key: str) -> str | None:
    """Return the reference of the case whose approved public photo this is, or None."""
    row = picture_by_key(key)
    return row.reference if row and row.is_public else None


def keys_on_file(keys: Sequence[str]) -> set[str]:
    """Return those of the keys that a photo has, loose or of a case."""
    return set(Attachment.objects.filter(key__in=keys).values_list("key", flat=True))
