"""What the operators' stage shows of a case, one function for each matter: `(reference, viewer, now, *, page) -> html`."""

from .agency_words import agency_words
from .alike import alike
from .complaint import complaint
from .decision import decision
from .incident import OF_INCIDENTS, incident
from .person import person
from .record import clocks, history
from .recurrence import recurrence
from .report import report
from .reporter import reporter
from .returns import returns
from .screening import screening
from .talk import talk

__all__ = [
    "OF_INCIDENTS",
    "agency_words",
    "alike",
    "clocks",
    "complaint",
    "decision",
    "history",
    "incident",
    "person",
    "recurrence",
    "report",
    "reporter",
    "returns",
    "screening",
    "talk",
]
