"""Which cases have a photo from a citizen that is, or is much like, one that is shown: by its file and by its hashes."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from hotline.core.evidence import Likeness, is_telling, likeness_of

_MOST = 250
"""How many photos like one are looked at."""

_LIKE = """
WITH shown AS (
    SELECT sha256, phash, fine_hash FROM casefile_attachment WHERE {shown} AND kind = 'report' AND camera -> 'drawn' IS NULL
)
SELECT kept.request_id, kept.sha256 = shown.sha256, shown.phash, bit_count((kept.phash # shown.phash)::bit(64)),
    bit_count(('x' || encode(kept.fine_hash, 'hex'))::bit(256) # ('x' || encode(shown.fine_hash, 'hex'))::bit(256))
FROM shown CROSS JOIN LATERAL (
    (
        SELECT request_id, sha256, phash, fine_hash FROM casefile_attachment AS same
        WHERE same.sha256 = shown.sha256 AND same.request_id IS NOT NULL AND same.kind = 'report' AND {kept}
        LIMIT %(most)s
    )
    UNION ALL
    (
        SELECT request_id, sha256, phash, fine_hash FROM casefile_attachment AS near
        WHERE near.request_id IS NOT NULL AND near.kind = 'report' AND {kept}
            AND casefile_pieces(near.phash) && casefile_pieces_near(shown.phash)
            AND bit_count((near.phash # shown.phash)::bit(64)) <= 6
        LIMIT %(most)s
    )
) AS kept
"""
_OF_A_CASE = _LIKE.format(shown="request_id = %(shown)s", kept="request_id <> %(shown)s")
_PUBLIC = _LIKE.format(shown="key = ANY(%(shown)s)", kept="public_at IS NOT NULL AND withdrawn_at IS NULL")


def cases_with_photo_of(request_id: int) -> dict[int, Likeness]:
    """Return by number the other cases that have a photo of this case, and how much it is the same."""
    return _likest(_OF_A_CASE, request_id)


def public_cases_with_photo(keys: Sequence[str]) -> dict[int, Likeness]:
    """Return by number the cases of which everyone may see a photo like one of these loose ones, and how much it is the same."""
    return _likest(_PUBLIC, list(keys)) if keys else {}


def _likest(statement: str, shown: int | list[str]) -> dict[int, Likeness]:
    """Return the most telling likeness of any two photos, by case. A night sky or a white sheet is only ever the same file."""
    found: dict[int, Likeness] = {}
    order = list(Likeness)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"shown": shown, "most": _MOST})
        for other, likeness in map(_likeness, cursor.fetchall()):
            if likeness and (other not in found or order.index(likeness) < order.index(found[other])):
                found[other] = likeness
    return found


def _likeness(row: tuple[Any, ...]) -> tuple[int, Likeness | None]:
    other, is_same_file, coarse, coarse_apart, fine_apart = row
    if not is_same_file and not is_telling(coarse):
        return other, None
    return other, likeness_of(is_same_file=is_same_file, coarse_apart=coarse_apart, fine_apart=fine_apart)
