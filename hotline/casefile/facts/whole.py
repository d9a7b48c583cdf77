"""A case with all that belongs to it."""

from dataclasses import dataclass

from .answers import AnswerFacts
from .clocks import ClockFacts
from .parts import CommitmentFacts, ExplanationFacts, PartFacts
from .requests import AttachmentFacts, ReporterFacts, RequestFacts
from .story import EventFacts, MessageFacts, QuestionFacts


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The whole file of one case, as far as its reader may see it.

    For an agency: `merged`, how many reports stand under the case, `also_rated`, what their reporters say, 1 to 5, of its
    part, and `kept_away`, the ids of units whose people may not read it, because it complains of them.
    """

    request: RequestFacts
    reporters: tuple[ReporterFacts, ...]
    parts: tuple[PartFacts, ...]
    clocks: tuple[ClockFacts, ...]
    answers: tuple[AnswerFacts, ...]
    questions: tuple[QuestionFacts, ...]
    messages: tuple[MessageFacts, ...]
    events: tuple[EventFacts, ...]
    attachments: tuple[AttachmentFacts, ...]
    commitments: tuple[CommitmentFacts, ...] = ()
    explanations: tuple[ExplanationFacts, ...] = ()
    is_guarded: bool = False
    """Whether the report complains of an agency: who complains is shown to two people together."""
    merged: int = 0
    also_rated: tuple[int, ...] = ()
    kept_away: frozenset[int] = frozenset()

    @property
    def answer(self) -> AnswerFacts | None:
        """Return the answer of the current round, if there is one."""
        return next((answer for answer in self.answers if answer.round == self.request.round), None)
