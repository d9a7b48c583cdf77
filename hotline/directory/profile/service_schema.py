"""The shape of `services.yaml`: what may be reported, and what is asked about it."""

from typing import Annotated

from msgspec import Meta, field

from hotline.core.facts import Forward, Kind, Level, PlaceNeed, PublicPlace, Publish
from hotline.directory.facts import Sealed
from hotline.directory.profile.evidence_schema import Evidence, OutcomeAsked
from hotline.directory.profile.fields import Both, Code, Record, Words


class Choice(Record, frozen=True, kw_only=True):
    """One of the answers an attribute offers."""

    code: Code
    name: Both


class Attribute(Record, frozen=True, kw_only=True):
    """One thing that may be asked about a matter of a service.

    `agency`: the answer is the code of an agency, the one the matter is about; rules that say `superior` go above it.
    `sealed`: what the answer, kept sealed like that about an agency, names: a `dossier` by its number, or an `official`.
    """

    code: Code
    name: Both
    required: bool = False
    agency: bool = False
    sealed: Sealed | None = None
    choices: list[Choice] = field(default_factory=list)


class Service(Record, frozen=True, kw_only=True):
    """A service within its group in `services.yaml`. `by_hand`: no rule routes it on purpose, a person does.

    `asks_photo`: who reports it by e-mail or chat is asked for a photo, and may go on without one.
    """

    code: Code
    name: Both
    hint: Both
    words: Annotated[list[Words], Meta(min_length=2)]
    publish: Publish
    forward: Forward = Forward.OPERATOR
    place: PlaceNeed = PlaceNeed.REQUIRED
    place_public: PublicPlace = PublicPlace.POINT
    kinds: Annotated[list[Kind], Meta(min_length=1)] = field(default_factory=lambda: [Kind.REPORT, Kind.PETITION])
    attributes: list[Attribute] = field(default_factory=list)
    by_hand: bool = False
    evidence: Evidence | None = None
    outcome: OutcomeAsked | None = None
    level: Level = Level.NORMAL
    asks_photo: bool = False


class Category(Record, frozen=True, kw_only=True):
    """A heading above several groups in `services.yaml`, for a city that parts its matters in a few kinds."""

    code: Code
    name: Both


class Group(Record, frozen=True, kw_only=True):
    """A group of services in `services.yaml`, in the order of the report form."""

    code: Code
    category: Code | None = None
    name: Both
    icon: Code
    services: Annotated[list[Service], Meta(min_length=1)]
