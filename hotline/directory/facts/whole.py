"""The directory as it stands now."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hotline.core.calendar import WorkingCalendar
from hotline.core.clockrules import ClockRule
from hotline.core.orders import Order
from hotline.core.routing import RoutingRule

from .agencies import DunningFacts, FocalFacts, UnitFacts
from .centre import CentreFacts
from .city import CityFacts, PublicFacts, VersionFacts, WindowFacts
from .offer import GroupFacts, ServiceFacts
from .places import AreaFacts, FormerAreaFacts
from .wordings import AnswerTemplateFacts, ReasonFacts, ReasonUse, SourceFacts, Text, Wording


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
    `orders` are the words by which people steer a written channel.
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
    orders: Mapping[Order, tuple[str, ...]] = MappingProxyType({})

    def heir_of(self, unit_id: int) -> int:
        """Return the unit of today that goes on with the people and records of one; itself where it stands or nobody does."""
        return next((after for after, before in self.units_before.items() if unit_id in before), unit_id)
