"""Areas: those of today, those that are no more, and the changes between them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .wordings import Wording


class AreaKind(StrEnum):
    """What sort of area: the first three are the lowest level since 1-7-2025, the last two ended with it."""

    WARD = "ward"
    COMMUNE = "commune"
    SPECIAL_ZONE = "special_zone"
    TOWNSHIP = "township"
    DISTRICT = "district"


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
