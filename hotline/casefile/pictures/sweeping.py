"""Removes files that nothing needs any more: of photos nobody claimed, of crashes, of originals past their days."""

from datetime import datetime
from itertools import batched

from hotline.casefile import mediafiles
from hotline.casefile.actions.attaching import sweep_loose
from hotline.casefile.mediafiles import Copy
from hotline.casefile.queries.pictures import keys_on_file

_BATCH = 500


def sweep_unclaimed(*, before: datetime) -> int:
    """Delete photos that no case claimed since `before`, rows first; return how many."""
    keys = sweep_loose(before=before)
    for key in keys:
        mediafiles.remove(key)
    return len(keys)


def sweep_strays(*, before: datetime) -> int:
    """Delete files written before `before` that have no row: what a crash left between file and row; return how many."""
    gone = mediafiles.remove_half_written(before)
    keys = {key for copy in Copy for key in mediafiles.keys_written_before(before, copy)}
    for batch in batched(sorted(keys), _BATCH):
        for key in set(batch) - keys_on_file(batch):
            mediafiles.remove(key)
            gone += 1
    return gone


def forget_originals(*, before: datetime) -> int:
    """Delete sealed originals that arrived before `before`: the profile's days are over; return how many."""
    keys = list(mediafiles.keys_written_before(before, Copy.ORIGINAL))
    for key in keys:
        mediafiles.remove(key, Copy.ORIGINAL)
    return len(keys)
