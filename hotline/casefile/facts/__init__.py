"""What the case file hands out and takes in: frozen facts, never rows."""

from .answers import AnswerFacts, AnswerVersionFacts
from .clocks import ClockFacts
from .drafts import ContactDraft, Draft, Opened
from .parts import CommitmentFacts, ExplanationFacts, PartFacts
from .passing import HeardMessage, KeptDelivery, Leased
from .requests import AttachmentFacts, ReporterFacts, RequestFacts
from .story import EventFacts, MessageFacts, QuestionFacts
from .whole import CaseFile

__all__ = [
    "AnswerFacts",
    "AnswerVersionFacts",
    "AttachmentFacts",
    "CaseFile",
    "ClockFacts",
    "CommitmentFacts",
    "ContactDraft",
    "Draft",
    "EventFacts",
    "ExplanationFacts",
    "HeardMessage",
    "KeptDelivery",
    "Leased",
    "MessageFacts",
    "Opened",
    "PartFacts",
    "QuestionFacts",
    "ReporterFacts",
    "RequestFacts",
]
