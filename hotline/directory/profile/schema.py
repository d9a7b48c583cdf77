"""The shape of a profile: what each of its files may hold. Keys that are not named here are refused.

`source` is the code of a source in `sources.yaml`; every number, rule, agency and calendar day has one.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, field

from hotline.directory.facts import ReasonUse
from hotline.directory.profile.centre_schema import Emergency, Reach, Shift, StreamRecord
from hotline.directory.profile.dunning_schema import DunningLadder, LeadersOf, MonthlyReminder
from hotline.directory.profile.evidence_schema import EvidenceOfAll
from hotline.directory.profile.fields import Both, Code, Colour, Count, Lat, Lon, Number, Record, Words
from hotline.directory.profile.order_schema import Orders
from hotline.directory.profile.rule_schema import AreaSet, Calendar, Clock, DayRow, Route
from hotline.directory.profile.service_schema import Category, Group, Service
from hotline.directory.profile.text_schema import AnswerTemplate, TextRecord
from hotline.directory.profile.unit_schema import Unit, WardCommittees


class Source(Record, frozen=True, kw_only=True):
    """Where things come from; `verified: false` is "chưa kiểm chứng"."""

    code: Code
    title: Words
    verified: bool = True


class Figure(Record, frozen=True, kw_only=True):
    """A number and where it comes from."""

    value: Count
    source: Code


class Centre(Record, frozen=True, kw_only=True):
    """A point in degrees of WGS84."""

    lat: Lat
    lon: Lon


class Bounds(Record, frozen=True, kw_only=True):
    """A box in degrees of WGS84, and how many kilometres beyond it (and beyond a ward) a place still counts."""

    south: Lat
    west: Lon
    north: Lat
    east: Lon
    margin_km: Annotated[float, Meta(ge=0, le=50)]


class City(Record, frozen=True, kw_only=True):
    """`profile.yaml`, part `city`: who the installation belongs to. `dial`: what to dial where it is more than `number`.

    `reference`: the digits that references begin with, where `number` is too long to be read aloud before each.

    `emblem` is not written there: it holds what stands in `emblem.svg` beside it.
    """

    code: Code
    name: Both
    centre_name: Both
    number: Annotated[str, Meta(pattern=r"^[0-9]{3,10}$")]
    reference: Number | None = None
    dial: Annotated[str, Meta(pattern=r"^\+?[0-9]{3,15}$")] | None = None
    website: str = ""
    email: str = ""
    zone: Words
    centre: Centre
    bounds: Bounds
    colour: Colour
    colour_dark: Colour
    emblem: str = ""
    since: date
    source: Code


class AreasFrom(Record, frozen=True, kw_only=True):
    """`profile.yaml`, part `areas`: which province of the package, and how many areas it must give.

    `former_districts`: only the areas that lay mostly in these districts of before 1-7-2025; none: the whole province.
    `before`: not the areas of today but those that stood on 30-6-2025 where the province is now.
    """

    package: Literal["vietnamadminunits"]
    province: Annotated[str, Meta(pattern=r"^[0-9]{2}$")]
    former_districts: list[str] = field(default_factory=list)
    before: bool = False
    count: Count
    since: date
    source: Code


class Windows(Record, frozen=True, kw_only=True):
    """`profile.yaml`, part `windows`: lengths and counts that are not clocks.

    `returns_until_ruling`: after so many agencies sent a case back the supervisor decides whose it is; none: never.
    `alike_metres`, `alike_days`: how near and how far apart in time two reports of one matter may be.
    `recurs_metres`, `recurs_days`: how near, and for how long after it was handled, a matter is the same one again.
    `block_days`, `block_days_supervisor`: for how many days at most an operator, a supervisor blocks a sender.
    """

    not_done_days: Figure
    rating_days: Figure
    private_link_days: Figure
    keep_originals_days: Figure
    sms_parts: Figure
    photos: Figure
    description_letters: Figure
    returns_until_ruling: Figure | None = None
    alike_metres: Figure | None = None
    alike_days: Figure | None = None
    recurs_metres: Figure | None = None
    recurs_days: Figure | None = None
    block_days: Figure | None = None
    block_days_supervisor: Figure | None = None


class Public(Record, frozen=True, kw_only=True):
    """`profile.yaml`, part `public`, which may be left out: what people may do on the public page of a case."""

    comments: bool = False


class Reason(Record, frozen=True, kw_only=True):
    """A reason in `reasons.yaml`; `advice` tells the citizen where to go or what to do."""

    code: Code
    use: ReasonUse
    name: Both
    advice: Both | None = None


class ExclusionWords(Record, frozen=True, kw_only=True):
    """Words of `screening.yaml` that propose one reason to refuse."""

    reason: Code
    words: Annotated[list[Words], Meta(min_length=1)]


class ScreeningWords(Record, frozen=True, kw_only=True):
    """`screening.yaml`: words that make a person look before anything is forwarded by itself.

    A word of exclusion that stands alone proposes no reason to refuse.
    """

    exclusion: Annotated[list[Words | ExclusionWords], Meta(min_length=1)]
    emergency: Annotated[list[Words], Meta(min_length=1)]
    source: Code


class Profile(Record, frozen=True, kw_only=True):
    """A whole profile as it is kept in the database, without its people."""

    city: City
    areas: AreasFrom
    windows: Windows
    public: Public = field(default_factory=Public)
    sources: list[Source]
    units: list[Unit]
    ward_committees: WardCommittees
    district_committees: WardCommittees | None = None
    groups: list[Group]
    categories: list[Category] = field(default_factory=list)
    evidence: EvidenceOfAll | None = None
    streams: list[StreamRecord] = field(default_factory=list)
    channels: list[Reach] = field(default_factory=list)
    emergencies: list[Emergency] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    area_sets: list[AreaSet]
    routes: list[Route]
    clocks: list[Clock]
    calendars: list[Calendar]
    days: list[DayRow]
    ladders: list[DunningLadder] = field(default_factory=list)
    leaders: list[LeadersOf] = field(default_factory=list)
    reminder: MonthlyReminder | None = None
    reasons: list[Reason]
    screening: ScreeningWords
    orders: Orders = field(default_factory=Orders)
    answers: list[AnswerTemplate]
    texts: dict[str, list[TextRecord]]

    @property
    def services(self) -> list[Service]:
        """Return all services in the order of the report form."""
        return [service for group in self.groups for service in group.services]
