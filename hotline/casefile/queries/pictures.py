"""Photos by their key, for whoever serves the files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from hotline.casefile.models import Attachment

_LIKE = """
WITH shown AS (SELECT request_id, sha256, phash, kind FROM casefile_attachment WHERE id = %(id)s), found AS (
    (
        SELECT same.request_id FROM casefile_attachment AS same, shown
        WHERE same.request_id IS NOT NULL AND same.request_id <> shown.request_id AND same.sha256 = shown.sha256
        LIMIT %(limit)s
    )
    UNION
    (
        SELECT alike.request_id FROM casefile_attachment AS alike, shown
        WHERE alike.request_id IS NOT NULL AND alike.request_id <> shown.request_id
            AND casefile_pieces(alike.phash) && casefile_pieces_near(shown.phash)
            AND bit_count((alike.phash # shown.phash)::bit(64)) <= 6
            AND alike.kind <> 'minutes' AND shown.kind <> 'minutes'
        ORDER BY bit_count((alike.phash # shown.phash)::bit(64)), alike.id LIMIT %(limit)s
    )
)
SELECT request.reference FROM casefile_servicerequest AS request JOIN found ON found.request_id = request.id
ORDER BY request.id DESC LIMIT %(limit)s
"""


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


def cases_with_photo_like(attachment_id: int, *, limit: int = 3) -> tuple[str, ...]:
    """Return references of other cases with the same photo or one much like it, for the centre's people only."""
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, {"id": attachment_id, "limit": limit})
        return tuple(row[0] for row in cursor.fetchall())


def keys_on_file(keys: Sequence[str]) -> set[str]:
    """Return those of the keys that a photo has, loose or of a case."""
    return set(Attachment.objects.filter(key__in=keys).values_list("key", flat=True))
