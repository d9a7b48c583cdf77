"""What the worker does for the record: seal events, keep what everyone may look for, reckon deadlines anew, move cases on."""

from datetime import datetime

from hotline.casefile.actions.followpublic import follow_public
from hotline.casefile.actions.recounting import recount_on
from hotline.casefile.actions.sealevents import seal_batch
from hotline.casefile.actions.succeeding import succession_on
from hotline.casefile.members import FollowMasters
from hotline.casefile.recurrences import FindRecurrences
from hotline.core.loops import Loop


def follow(_now: datetime) -> int:
    """Bring the public entries up to the record; at once again while all are made anew."""
    return follow_public()


LOOPS: tuple[Loop, ...] = (
    Loop(name="seal", every_seconds=0.5, run=seal_batch),
    Loop(name="public-entries", every_seconds=1.0, run=follow, follows=True),
    Loop(name="masters", every_seconds=1.0, run=FollowMasters(), follows=True),
    Loop(name="recurrences", every_seconds=1.0, run=FindRecurrences(), follows=True),
    Loop(name="recount", every_seconds=1.0, run=recount_on),
    Loop(name="succession", every_seconds=5.0, run=succession_on),
)
