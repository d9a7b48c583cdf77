"""Why a step of an agency was not taken: for each fact that stood in the way the field, the words beside it, the status."""

from collections.abc import Mapping

from hotline.casefile import actions as casefile
from hotline.casework import words
from hotline.core.givendays import DayRefused
from hotline.core.handingdown import NotUnderIt, PassedInCircle
from hotline.core.returning import BindingDecision

CONFLICT, TO_CORRECT = 409, 422

REFUSALS: Mapping[type[Exception], tuple[str | None, words.Words, int]] = {
    casefile.ChangedMeanwhile: (None, words.CHANGED, CONFLICT),
    casefile.EvidenceMissing: ("photos", words.EVIDENCE_MISSING, TO_CORRECT),
    casefile.NoSuchAttachment: ("photos", words.PHOTO_GONE, TO_CORRECT),
    casefile.WordsMissing: (None, words.NO_WORDS, TO_CORRECT),
    casefile.NotTheLead: (None, words.NOT_LEAD, CONFLICT),
    casefile.PartsUnderOpen: (None, words.BELOW_OPEN, CONFLICT),
    casefile.AlreadyOnIt: ("unit", words.BELOW_HAS_IT, CONFLICT),
    casefile.AgencyNamed: ("unit", words.BELOW_NAMED, TO_CORRECT),
    casefile.NobodyNamed: (None, words.NOBODY_NAMED, CONFLICT),
    casefile.AskedAlready: (None, words.ASKED_ALREADY, CONFLICT),
    casefile.DateMissing: ("reply_on", words.DAY_NEEDED, TO_CORRECT),
    DayRefused: ("reply_on", words.DAY_REFUSED, TO_CORRECT),
    BindingDecision: (None, words.BINDING, CONFLICT),
    PassedInCircle: ("unit", words.BELOW_CIRCLE, TO_CORRECT),
    NotUnderIt: ("unit", words.BELOW_NOT_UNDER, TO_CORRECT),
}
"""Those that say it all by themselves; others depend on the part or on each photo, and `views` says them."""
