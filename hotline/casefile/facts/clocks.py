"""The deadlines of a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """One deadline with why. `words` is the derivation in the reader's language."""

    id: int
    part_id: int | None
    rule: str
    purpose: str
    stops: str
    name: str
    state: str
    outcome: str
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    pause_reason: str
    left: Mapping[str, Any] | None
    words: str
    derivation: Mapping[str, Any]
