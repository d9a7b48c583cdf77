"""The only hands that write the directory."""

from hotline.directory.actions.add_rule import (
    NeverEnds,
    NoSuchRule,
    NoSuchVersion,
    NotLater,
    NotOfTheProfile,
    PaperMissing,
    VersionStands,
    add_rule_version,
    check_rule_version,
    take_back_rule_version,
)
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
from hotline.directory.actions.succeed_areas import Outlines, Succeeded, succeed

__all__ = [
    "Change",
    "DecisionClosed",
    "DecisionOpen",
    "DocumentMissing",
    "ImportedBoundaries",
    "LoadedProfile",
    "NeverEnds",
    "NoSuchCalendar",
    "NoSuchRule",
    "NoSuchVersion",
    "NotLater",
    "NotOfTheProfile",
    "NothingOrdered",
    "Outlines",
    "PaperMissing",
    "Succeeded",
    "TooFar",
    "VersionStands",
    "add_rule_version",
    "apply_calendar_change",
    "check_rule_version",
    "drop_calendar_change",
    "import_boundaries",
    "load_profile",
    "propose_calendar_change",
    "succeed",
    "take_back_rule_version",
]
