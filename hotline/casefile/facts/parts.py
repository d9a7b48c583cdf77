"""What agencies have of a case: their part, what they committed to, what one complained of explains."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hotline.core.commitments import CommitmentState
from hotline.core.status import Part


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One agency's part. `above` is the part that it was handed down from; `answer_draft` the lead's words for the desk.

    `binding`: the supervisor decided that it is this agency's. Of one that came back: `return_reason` is a code,
    `returned_to` the unit whose it is as the agency says, `settled_at` when the centre had dealt with it.
    """

    id: int
    reference: str
    unit_id: int
    unit_code: str
    unit_name: str
    role: str
    scope: str
    state: Part
    rule: str
    because: Mapping[str, Any]
    automatic: bool
    handler_id: int | None
    handler_name: str
    result: str
    fine: int | None
    counted: int | None
    rating: int | None
    proposed_at: datetime
    forwarded_at: datetime | None
    accepted_at: datetime | None
    result_at: datetime | None
    closed_at: datetime | None
    above: int | None = None
    binding: bool = False
    answer_draft: str = ""
    return_reason: str = ""
    returned_to: int | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """A committed final date of one part. `in_time`: filed before the deadline that it overruns.

    `outcome` is that of its clock: empty while it counts, and of one that waits or was declined.
    """

    id: int
    part_id: int
    round: int
    number: int
    state: CommitmentState
    filed_at: datetime
    in_time: bool
    due_on: date
    due_at: datetime
    decided_at: datetime | None
    outcome: str

    def binds(self, part: PartFacts, *, round_now: int) -> bool:
        """Return whether its agency is still on the work that it was filed for, not given it anew since."""
        return self.round == round_now or (part.forwarded_at is not None and self.filed_at >= part.forwarded_at)


@dataclass(frozen=True, slots=True)
class ExplanationFacts:
    """What an agency complained of is asked to explain, and its reply; `dossier` is empty where it was not told which.

    `part_id` is the superior's that asks; None when the centre does. `due_at`, `outcome` and `derivation` (in words) are of its
    clock; None and empty for one that was asked before there were such clocks.
    """

    id: int
    unit_id: int
    unit_name: str
    part_id: int | None
    service: str
    words: str
    dossier: str
    due_on: date
    asked_at: datetime
    reply: str
    replied_at: datetime | None
    lapsed_at: datetime | None = None
    due_at: datetime | None = None
    outcome: str = ""
    derivation: str = ""
    left: None = None

    @property
    def is_owed(self) -> bool:
        """Return whether the agency has to reply."""
        return self.replied_at is None and self.lapsed_at is None
