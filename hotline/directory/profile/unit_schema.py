"""The shape of `units.yaml` and `focal_points.csv`: agencies, and the people whom the hotline texts."""

from datetime import date

from msgspec import field

from hotline.directory.facts import UnitKind
from hotline.directory.profile.fields import Both, Code, Record, Words


class Unit(Record, frozen=True, kw_only=True):
    """`units.yaml`, part `units`: an agency that is not a ward committee.

    `inspects`: it examines complaints about those it stands below too.
    """

    code: Code
    name: Both
    kind: UnitKind
    parent: Code | None = None
    inspects: bool = False
    source: Code
    since: date | None = None
    until: date | None = None
    succeeds: list[Code] = field(default_factory=list)
    made_up: bool = False


class WardCommittees(Record, frozen=True, kw_only=True):
    """`units.yaml`, part `ward_committees`: one unit for every ward; {area} and {code} stand for the ward's own.

    `district_committees`, which may be left out, is the same for districts, and then stands between wards and `parent`.
    """

    code: Words
    name: Both
    parent: Code
    source: Code


class FocalPoint(Record, frozen=True, kw_only=True):
    """A row of `focal_points.csv`. `unit` is a unit's code."""

    unit: Words
    name: Words
    title: str = ""
    phone: str = ""
    email: str = ""
    head: bool = False
    notify: bool = True
    made_up: bool
    source: Code
