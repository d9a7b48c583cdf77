"""When reports of one incident may be joined under one of them, and when that can be taken back.

A report that was merged stands still under a *master*: agencies work at the master alone, and what the master is answered
with is answered to everybody. Merges form trees whose tops are the masters, never a circle.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from hotline.core.status import REPLIED, AnswerState, Part, Screening


class NotMergeable(StrEnum):
    """Why a report cannot be merged under another, or cannot be taken out again."""

    NOTHING = "nothing"
    ITSELF = "itself"
    CIRCLE = "circle"
    ALREADY = "already"
    ELSEWHERE = "elsewhere"
    MASTER_MERGED = "master_merged"
    MASTER_REFUSED = "master_refused"
    MASTER_ANSWERED = "master_answered"
    REFUSED = "refused"
    ANSWERED = "answered"
    RESULT_FILED = "result_filed"
    DOSSIER = "dossier"
    URGENT = "urgent"
    OTHER_AGENCY = "other_agency"
    NOT_MERGED = "not_merged"


class MergeRefused(Exception):
    """Reports cannot be merged, or taken apart: `why` says the reason, `request_id` of which report it holds."""

    def __init__(self, why: NotMergeable, request_id: int) -> None:
        super().__init__(f"{request_id}: {why.value}")
        self.why = why
        self.request_id = request_id


@dataclass(frozen=True, slots=True)
class Standing:
    """What merging looks at of one report. `master`: the top of the tree that it stands in, None while it stands alone.

    `answer` is that of its current round; `parts` are the states of those that the centre gave. `about`: the agencies that a
    complaint of an agency names, none of them known yet an empty set; None for every other report. `has_dossier`: one is being
    written, or lies before the People's Committee.
    """

    id: int
    screening: Screening
    urgent: bool = False
    master: int | None = None
    answer: AnswerState | None = None
    parts: Collection[Part] = ()
    about: frozenset[int] | None = None
    has_dossier: bool = False


def why_not_merge(master: Standing, member: Standing) -> NotMergeable | None:
    """Return why `member` cannot be put under `master`; None when it can."""
    if member.id == master.id:
        return NotMergeable.ITSELF
    if master.master == member.id:
        return NotMergeable.CIRCLE
    if member.master is not None:
        return NotMergeable.ALREADY if member.master == master.id else NotMergeable.ELSEWHERE
    if member.about != master.about:
        return NotMergeable.OTHER_AGENCY  # whoever works on the one may be whom the other complains of
    return _why_not_under(master) or _why_not_moved(member, under_urgent=master.urgent)


def why_not_undo(member: Standing, master: Standing | None) -> NotMergeable | None:
    """Return why a merge cannot be taken back; None when it can. What the citizen was answered stays answered."""
    if member.master is None or master is None:
        return NotMergeable.NOT_MERGED
    return NotMergeable.ANSWERED if member.answer in REPLIED or master.answer in REPLIED else None


def screening_again(before: Screening, *, is_asked: bool) -> Screening:
    """Return where screening stands once a merge is taken back: as before, but that a question may have its reply by now."""
    return Screening.RECEIVED if before is Screening.ASKED and not is_asked else before


def _why_not_under(master: Standing) -> NotMergeable | None:
    if master.master is not None:
        return NotMergeable.MASTER_MERGED
    if master.screening is Screening.REFUSED:
        return NotMergeable.MASTER_REFUSED
    return NotMergeable.MASTER_ANSWERED if master.answer in REPLIED else None


def _why_not_moved(member: Standing, *, under_urgent: bool) -> NotMergeable | None:
    """Return why a report has to stay its own: what was done for it would be lost, or it would wait behind others."""
    if member.screening is Screening.REFUSED:
        return NotMergeable.REFUSED
    if member.answer in REPLIED:
        return NotMergeable.ANSWERED
    if Part.RESULT_FILED in member.parts or Part.DONE in member.parts:
        return NotMergeable.RESULT_FILED
    if member.has_dossier:
        return NotMergeable.DOSSIER  # its decision could not be recorded any more
    return NotMergeable.URGENT if member.urgent and not under_urgent else None
