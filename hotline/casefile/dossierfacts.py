"""What the case file hands out about dossiers and directives: frozen facts, never rows."""

from dataclasses import dataclass
from datetime import date, datetime

from hotline.core.directives import OPEN_DIRECTIVES, OPEN_DOSSIERS, DirectiveState, DossierReason, DossierState


@dataclass(frozen=True, slots=True)
class PositionFacts:
    """What one agency holds, as the centre took it down."""

    unit_id: int
    unit_name: str
    words: str


@dataclass(frozen=True, slots=True)
class DirectiveFacts:
    """What one agency was directed to do. `outcome` is that of its clock, empty while it runs.

    `paper` is the number and sign of the decision, empty where it is not known.
    """

    id: int
    part_id: int
    unit_id: int
    unit_name: str
    state: DirectiveState
    paper: str
    signed_on: date
    task: str
    due_on: date
    due_at: datetime
    outcome: str
    given_at: datetime
    answer: str
    answered_at: datetime | None
    closed_at: datetime | None

    @property
    def left(self) -> None:
        """Return nothing: the clock of a directive never stands still."""
        return

    @property
    def is_open(self) -> bool:
        """Return whether somebody still owes something: the agency its answer, or the centre its word on that."""
        return self.state in OPEN_DIRECTIVES


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """A dossier for the People's Committee with what came back. `enclosed` are ids of the photos that go with it."""

    id: int
    reference: str
    reason: DossierReason
    state: DossierState
    summary: str
    proposal: str
    positions: tuple[PositionFacts, ...]
    enclosed: tuple[int, ...]
    opened_at: datetime
    submitted_at: datetime | None
    closed_at: datetime | None
    paper: str
    signed_on: date | None
    decision: str
    directives: tuple[DirectiveFacts, ...]

    @property
    def is_open(self) -> bool:
        """Return whether the People's Committee has not decided and nobody has given it up."""
        return self.state in OPEN_DOSSIERS


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier in the list of all that wait, with the case it is of."""

    id: int
    reference: str
    service: str
    area_name: str
    reason: DossierReason
    state: DossierState
    opened_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """A directive in a list, with the case it is of."""

    dossier_id: int
    reference: str
    service: str
    area_name: str
    directive: DirectiveFacts
