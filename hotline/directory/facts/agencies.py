"""Agencies, their people, and how both are warned and dunned."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from hotline.core.dunning import Ladder

from .wordings import Wording


class UnitKind(StrEnum):
    """What sort of agency a unit is."""

    CITY = "city"
    DEPARTMENT = "department"
    INFRASTRUCTURE = "infrastructure"
    CENTRE = "centre"
    EMERGENCY = "emergency"
    DISTRICT_COMMITTEE = "district"
    WARD_COMMITTEE = "ward_committee"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One agency. `valid_to` is the first day it no longer stands; `made_up` units exist for demonstration only."""

    id: int
    code: str
    kind: UnitKind
    name: Wording
    parent_id: int | None
    area_code: str
    valid_from: date
    valid_to: date | None
    made_up: bool


@dataclass(frozen=True, slots=True)
class FocalFacts:
    """A person of an agency whom the hotline texts. `phone` in E.164; either way of reaching them may be empty."""

    id: int
    unit_id: int
    name: str
    title: str
    phone: str
    email: str
    is_head: bool
    notify: bool
    made_up: bool


@dataclass(frozen=True, slots=True)
class LeadersFacts:
    """The heads of a unit lead the matters of `groups`; empty: every matter."""

    unit_code: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class DunningFacts:
    """How agencies are warned, dunned and reminded. `reminder`: on which day of a month and when; None: never."""

    ladders: tuple[Ladder, ...]
    leaders: tuple[LeadersFacts, ...]
    reminder: tuple[int, time] | None
