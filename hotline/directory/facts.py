"""What the directory tells the rest of Hotline: frozen facts, in the words of the signed profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from hotline.core.calendar import WorkingCalendar
from hotline.core.clockrules import ClockRule
from hotline.core.dunning import Ladder
from hotline.core.evidence import EvidenceRule
from hotline.core.facts import Forward, Kind, Level, PlaceNeed, PublicPlace, Publish
from hotline.core.routing import RoutingRule


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing said in the two languages of the interface."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the English words for "en" (and "en-gb"…), the Vietnamese ones for every other language."""
        return self.en if language.startswith("en") else self.vi


class UnitKind(StrEnum):
    """What sort of agency a unit is."""

    CITY = "city"
    DEPARTMENT = "department"
    INFRASTRUCTURE = "infrastructure"
    CENTRE = "centre"
    EMERGENCY = "emergency"
    DISTRICT_COMMITTEE = "district"
    WARD_COMMITTEE = "ward_committee"


class AreaKind(StrEnum):
    """What sort of area: the first three are the lowest level since 1-7-2025, the last two ended with it."""

    WARD = "ward"
    COMMUNE = "commune"
    SPECIAL_ZONE = "special_zone"
    TOWNSHIP = "township"
    DISTRICT = "district"


class Sealed(StrEnum):
    """What an answer that is kept sealed names, besides the agency complained of."""

    DOSSIER = "dossier"
    OFFICIAL = "official"


class TextChannel(StrEnum):
    """The channels a text is written for."""

    SMS = "sms"
    EMAIL = "email"


class ReachKind(StrEnum):
    """By what people reach the centre."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    WEB = "web"
    APP = "app"
    ZALO = "zalo"
    VIBER = "viber"
    FACEBOOK = "facebook"
    IN_PERSON = "in_person"


class ReasonUse(StrEnum):
    """Where a reason may be given; a profile lists the reasons of each."""

    REFUSE = "refuse"
    PAUSE = "pause"
    VERIFY = "verify"
    AGENCY_RETURN = "agency_return"
    DESK_RETURN = "desk_return"
    NOT_DONE = "not_done"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Where a number, a paper or an agency comes from. `verified` is False for "chưa kiểm chứng"."""

    code: str
    title: str
    verified: bool


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
class AttributeFacts:
    """One thing that may be asked about a matter of a service (Open311: attribute). Empty `choices`: free words.

    `is_agency`: its answer is the agency that the matter is about; the choices are the agencies of today. `sealed`: what else
    of a complaint the answer names.
    """

    code: str
    name: Wording
    required: bool
    choices: tuple[tuple[str, Wording], ...]
    is_agency: bool = False
    sealed: Sealed | None = None

    @property
    def is_sealed(self) -> bool:
        """Return whether the answer is kept sealed."""
        return self.is_agency or self.sealed is not None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group of services, in the order of the report form; `category` is the heading above it, if the city has such."""

    code: str
    name: Wording
    icon: str
    services: tuple[str, ...]
    category: Wording | None = None


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """A hotline of its own on the same platform (luồng tiếp nhận).

    `intro` stands above its report form. `publish`: what everyone may read of its cases at most, None as each service says.
    `services`: codes of what it takes, empty for everything.
    """

    code: str
    name: Wording
    note: Wording
    verified: bool
    intro: Wording
    publish: Publish | None
    services: frozenset[str]

    def takes(self, service: str) -> bool:
        """Return whether a report about this service may come in here."""
        return not self.services or service in self.services


@dataclass(frozen=True, slots=True)
class ReachFacts:
    """One way to reach the centre: `address` is what people read, `link` what opens; `stream` a hotline's code or empty."""

    code: str
    kind: ReachKind
    name: Wording
    address: str
    link: str
    note: Wording
    stream: str
    verified: bool


@dataclass(frozen=True, slots=True)
class EmergencyFacts:
    """A number to call at once, what it takes, and the service and command that a report of it goes to."""

    number: str
    name: Wording
    takes: Wording
    service: str
    unit_code: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """A stretch of every day, in the city's time, which may run over midnight; `operators` where it is known how many."""

    code: str
    name: Wording
    begins: time
    ends: time
    operators: int | None
    verified: bool

    def holds_at(self, moment: time) -> bool:
        """Return whether this shift is on duty at a time of the day."""
        if self.begins < self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """How the centre is reached and manned. Empty `shifts`: the profile does not say when somebody is there."""

    streams: tuple[StreamFacts, ...]
    channels: tuple[ReachFacts, ...]
    emergencies: tuple[EmergencyFacts, ...]
    shifts: tuple[ShiftFacts, ...]

    @property
    def own_stream(self) -> StreamFacts:
        """Return the centre's own hotline: the first of the profile, which has one at least."""
        return self.streams[0]

    def stream(self, code: str) -> StreamFacts | None:
        """Return the hotline of a code, the centre's own for none; None where the profile has no such."""
        return next((one for one in self.streams if one.code == code), None) if code else self.own_stream

    @property
    def is_round_the_clock(self) -> bool:
        """Return whether somebody is on duty at every minute of the day."""
        minutes = (time(minute // 60, minute % 60) for minute in range(24 * 60))
        return bool(self.shifts) and all(any(shift.holds_at(minute) for shift in self.shifts) for minute in minutes)


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """Which figures a result has: a fine in đồng, a count of what `count` says. `is_public`: everyone may read them."""

    has_fine: bool = False
    count: Wording | None = None
    is_public: bool = False


_PLAIN_RULE, _NO_FIGURES = EvidenceRule(), OutcomeFacts()


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """One service (lĩnh vực) as the profile signs it. `words` are what people type when they mean it.

    A service that the profile no longer has is not open: old cases keep it, and nothing of it is published any more.
    """

    id: int
    code: str
    group: str
    order: int
    name: Wording
    hint: Wording
    words: tuple[str, ...]
    publish: Publish
    forward: Forward
    place: PlaceNeed
    place_public: PublicPlace
    kinds: tuple[Kind, ...]
    attributes: tuple[AttributeFacts, ...]
    is_open: bool = True
    evidence: EvidenceRule = _PLAIN_RULE
    outcome: OutcomeFacts = _NO_FIGURES
    level: Level = Level.NORMAL

    @property
    def asks_whom(self) -> bool:
        """Return whether it asks which agency the matter is about: a complaint of an agency itself."""
        return any(attribute.is_agency for attribute in self.attributes)


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """One area as it is today: national code, name, centre in degrees of WGS84, size in square kilometres."""

    id: int
    code: str
    kind: AreaKind
    name_vi: str
    name_en: str
    lat: float
    lon: float
    square_km: float
    unit_code: str

    @property
    def name(self) -> Wording:
        """Return the name in both languages."""
        return Wording(self.name_vi, self.name_en)


@dataclass(frozen=True, slots=True)
class SuccessionFacts:
    """An administrative change that was carried out: on which day, from which file, how many areas ended and began."""

    id: int
    day: date
    made_at: datetime
    file_name: str
    closed: int
    opened: int


@dataclass(frozen=True, slots=True)
class FormerAreaFacts:
    """An area that is no more, which people still name: `within_vi` is its district, `successors` codes of today."""

    id: int
    code: str
    name_vi: str
    within_vi: str
    lat: float
    lon: float
    successors: tuple[str, ...]


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
class ReasonFacts:
    """A reason somebody may choose. `advice` is what the citizen reads beside it: where to go, what to do."""

    code: str
    use: ReasonUse
    name: Wording
    advice: Wording


@dataclass(frozen=True, slots=True)
class AnswerTemplateFacts:
    """A beginning for the desk's answer. Empty `services`: fits every service."""

    code: str
    name: Wording
    text: Wording
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """What is sent for an event: `body` with placeholders like {reference}; `subject` only by e-mail.

    `plain`: an SMS is sent without accents ("không dấu"), which halves its price.
    """

    body: str
    subject: str = ""
    plain: bool = False


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


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """The profile's lengths that are not clocks: days and counts, with what they bound in the name.

    `returns_until_ruling`: after so many agencies sent a case back the supervisor decides; None: the operators always do.
    `alike_metres`, `alike_days`: how near and how far apart in time two reports of one matter may be.
    `recurs_metres`, `recurs_days`: how near, and for how long after it was handled, a matter is the same one again.
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


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """Everything that leadership signed, as it stands now; `queries.snapshot` keeps it current.

    `units`, `areas` and `services` hold what is valid today, by code; the `_by_id` tables hold closed ones too,
    because an old case keeps the one it was given. `wards` are the areas of today in Vietnamese order and
    `committees` gives the code of a ward's committee by the code of the ward. `superiors` the unit above
    a unit, by code. `texts` are kept by event, channel and language, `stream_texts`, said in their place, by stream before
    these; `focal_points` by the id of their unit.
    `outlines` are official boundaries as WKB in WGS84, by the code of their ward, none where none were imported;
    `outlines_id` is the number of the newest import, 0 before the first; `calendars_number` that of the newest decision about a
    calendar that was applied over the profile's, `rules_number` that of the newest change of a rule that was added to them.
    `areas_after` and `units_after` give by id of what is closed the ids of what follows it today, an area's main one first;
    `units_before` the closed units whose people and records a unit of today goes on with.
    `inspectors` are units that examine those they stand below. `exclusion_reasons`: the reason to refuse that a word of
    exclusion proposes, "" for none.
    """

    version: VersionFacts
    city: CityFacts
    groups: tuple[GroupFacts, ...]
    services: Mapping[str, ServiceFacts]
    services_by_id: Mapping[int, ServiceFacts]
    units: Mapping[str, UnitFacts]
    units_by_id: Mapping[int, UnitFacts]
    wards: tuple[AreaFacts, ...]
    areas: Mapping[str, AreaFacts]
    areas_by_id: Mapping[int, AreaFacts]
    former_areas: tuple[FormerAreaFacts, ...]
    committees: Mapping[str, str]
    superiors: Mapping[str, str]
    routing_rules: tuple[RoutingRule, ...]
    clock_rules: tuple[ClockRule, ...]
    calendars: Mapping[str, WorkingCalendar]
    dunning: DunningFacts
    reasons: Mapping[ReasonUse, tuple[ReasonFacts, ...]]
    exclusion_words: tuple[str, ...]
    emergency_words: tuple[str, ...]
    answer_templates: tuple[AnswerTemplateFacts, ...]
    texts: Mapping[tuple[str, str, str], Text]
    windows: WindowFacts
    centre: CentreFacts
    public: PublicFacts
    focal_points: Mapping[int, tuple[FocalFacts, ...]]
    outlines: Mapping[str, bytes]
    outlines_id: int
    sources: Mapping[str, SourceFacts]
    calendars_number: int = 0
    rules_number: int = 0
    calendar_names: Mapping[str, Wording] = MappingProxyType({})
    areas_after: Mapping[int, tuple[int, ...]] = MappingProxyType({})
    units_after: Mapping[int, tuple[int, ...]] = MappingProxyType({})
    units_before: Mapping[int, tuple[int, ...]] = MappingProxyType({})
    exclusion_reasons: Mapping[str, str] = MappingProxyType({})
    inspectors: frozenset[str] = frozenset()
    stream_texts: Mapping[tuple[str, str, str, str], Text] = MappingProxyType({})
