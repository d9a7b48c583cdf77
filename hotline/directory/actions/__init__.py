"""The only hands that write the directory."""

from hotline.directory.actions.decide_calendar import (
    DecisionClosed,
    DecisionOpen,
    DocumentMissing,
    NoSuchCalendar,
    NothingOrdered,
    TooFar,
    apply_calendar_change,
    drop_calendar_change,
    propose_calendar_change,
)
from hotline.directory.actions.import_boundaries import Change, ImportedBoundaries, import_boundaries
from hotline.directory.actions.load_profile import LoadedProfile, load_profile

__all__ = [
    "Change",
    "DecisionClosed",
    "DecisionOpen",
    "DocumentMissing",
    "ImportedBoundaries",
    "LoadedProfile",
    "NoSuchCalendar",
    "NothingOrdered",
    "TooFar",
    "apply_calendar_change",
    "drop_calendar_change",
    "import_boundaries",
    "load_profile",
    "propose_calendar_change",
]
