"""What a report can be about, what is asked of it, and what its result shows."""

from dataclasses import dataclass
from enum import StrEnum

from hotline.core.evidence import EvidenceRule
from hotline.core.facts import Forward, Kind, Level, PlaceNeed, PublicPlace, Publish

from .wordings import Wording


class Sealed(StrEnum):
    """What an answer that is kept sealed names, besides the agency complained of."""

    DOSSIER = "dossier"
    OFFICIAL = "official"


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
    `asks_photo`: whoever writes about it by e-mail or chat is asked for a photo.
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
    asks_photo: bool = False

    @property
    def asks_whom(self) -> bool:
        """Return whether it asks which agency the matter is about: a complaint of an agency itself."""
        return any(attribute.is_agency for attribute in self.attributes)
