"""What the citizen said, who they are, and the photos of the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.core.evidence import Finding, Measure
from hotline.core.facts import Kind, Level, Place
from hotline.core.status import Phase, Screening


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the citizen said, and where the case stands."""

    id: int
    reference: str
    kind: Kind
    stream: str
    also_stream: str
    language: str
    channel: str
    service: str
    service_chosen: bool
    words: str
    agency_words: str
    attributes: Mapping[str, Any]
    place: Place
    agency_place: str
    area_name: str
    screening: Screening
    refusal: str
    urgent: bool
    occurrence: int
    level: Level
    phase: Phase
    round: int
    public_words: str
    public_place: str
    approved_at: datetime | None
    received_at: datetime
    complete_at: datetime | None
    changed_at: datetime
    version: int
    master_id: int | None = None  # merged: the case under which it stands still

    @property
    def reopened(self) -> int:
        """Return how often the case was opened again after its answer. Not the same as `occurrence`: that counts cases."""
        return self.round - 1


@dataclass(frozen=True, slots=True)
class ReporterFacts:
    """Who reports. Masked (`0908 369 …`) unless it was revealed with a reason; never given to an agency."""

    id: int
    contact_id: int
    name: str
    phone: str
    email: str
    channel: str
    main: bool
    hidden: bool
    language: str


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """A photo: `key` names it in addresses. `metres`: how far from its matter it was taken, `findings` what speaks against it."""

    id: int
    key: str
    kind: str
    part_id: int | None
    width: int
    height: int
    taken_at: datetime | None
    added_at: datetime
    is_public: bool
    is_withdrawn: bool
    metres: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_held(self) -> bool:
        """Return whether the desk has to look at it before the result is taken."""
        return any(one.measure is Measure.HOLD for one in self.findings)
