"""What the desk tells the citizen, with every version."""

from dataclasses import dataclass
from datetime import datetime

from hotline.core.status import AnswerState


@dataclass(frozen=True, slots=True)
class AnswerVersionFacts:
    """One version of an answer; a withdrawn one has no words any more."""

    number: int
    words: str
    public_words: str
    correction: str
    why: str
    written_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The answer of one round with all its versions, newest last."""

    id: int
    round: int
    kind: str
    state: AnswerState
    sent_at: datetime | None
    published_at: datetime | None
    versions: tuple[AnswerVersionFacts, ...]

    @property
    def latest(self) -> AnswerVersionFacts:
        """Return the version in force."""
        return self.versions[-1]
