"""With what an agency filed each of its photos: progress and commitments show work under way, a result what came of it."""

from collections.abc import Collection

from hotline.casefile.facts import AttachmentFacts, CaseFile, EventFacts
from hotline.core.facts import AttachmentKind

_RESULT = "result_filed"
FILINGS = frozenset({"progress_filed", "committed", "commitment_asked", _RESULT})
"""Events that bind photos to a part."""


def filed_with(file: CaseFile, photo: AttachmentFacts) -> EventFacts | None:
    """Return the event that a photo of an agency came with: the part's first filing after it arrived; None for others'."""
    if photo.part_id is None:
        return None
    filings = (event for event in file.events if event.name in FILINGS and event.facts.get("part") == photo.part_id)
    return next((event for event in filings if event.at >= photo.added_at), None)


def shows_progress(file: CaseFile, photo: AttachmentFacts) -> bool:
    """Return whether a photo shows work under way, and not how it is now that the work is done."""
    filed = filed_with(file, photo)
    return photo.kind == AttachmentKind.EVIDENCE and filed is not None and filed.name != _RESULT


def parted(file: CaseFile, photos: Collection[AttachmentFacts]) -> tuple[list[AttachmentFacts], list[AttachmentFacts]]:
    """Return agencies' photos in two: those of results, and those of progress."""
    progress = [one for one in photos if shows_progress(file, one)]
    return [one for one in photos if one not in progress], progress
