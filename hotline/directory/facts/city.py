"""The city of this installation, the profile that rules in it, and the lengths that are no clocks."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from .wordings import Wording


@dataclass(frozen=True, slots=True)
class CityFacts:
    """The city of this installation: `number` is what people know, `dial` what a telephone dials.

    `reference_number` is what references begin with: `number`, or fewer digits where that is long. Bounds in degrees of
    WGS84: south, west, north, east. `emblem` is the text of an SVG, or "".
    """

    name: Wording
    centre_name: Wording
    number: str
    dial: str
    reference_number: str
    website: str
    email: str
    zone: ZoneInfo
    centre_lat: float
    centre_lon: float
    bounds: tuple[float, float, float, float]
    margin_km: float
    colour: str
    colour_dark: str
    emblem: str


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What people may do on the public page of a case. `comments`: anyone may write one, which a person lets through."""

    comments: bool


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """Which profile rules now. `id` is the number of its ProfileVersion."""

    id: int
    code: str
    digest: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """The profile's lengths that are not clocks: days and counts, with what they bound in the name.

    `returns_until_ruling`: after so many agencies sent a case back the supervisor decides; None: the operators always do.
    `alike_metres`, `alike_days`: how near and how far apart in time two reports of one matter may be.
    `recurs_metres`, `recurs_days`: how near, and for how long after it was handled, a matter is the same one again.
    `block_days`, `block_days_supervisor`: for how many days at most an operator, a supervisor blocks a sender.
    """

    not_done_days: int
    rating_days: int
    private_link_days: int
    keep_originals_days: int
    sms_parts: int
    photos: int
    description_letters: int
    returns_until_ruling: int | None = None
    alike_metres: int = 250
    alike_days: int = 7
    recurs_metres: int = 50
    recurs_days: int = 90
    block_days: int = 30
    block_days_supervisor: int = 365
