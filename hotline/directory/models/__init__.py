"""Rows of the directory: who acts, where, on what, and which signed profile says so.

A unit or an area is an identity that never changes its meaning: a rename, merger or split closes one row and opens
another with a succession, and a case keeps the one it was given. `valid_to` is the first day a row no longer holds.
"""

from .areas import Area, AreaBoundary, AreaSuccession, BoundaryImport
from .signed import CalendarDecision, ProfileVersion, RuleChange, Service, Succession
from .units import FocalPoint, Unit, UnitSuccession

__all__ = [
    "Area",
    "AreaBoundary",
    "AreaSuccession",
    "BoundaryImport",
    "CalendarDecision",
    "FocalPoint",
    "ProfileVersion",
    "RuleChange",
    "Service",
    "Succession",
    "Unit",
    "UnitSuccession",
]
