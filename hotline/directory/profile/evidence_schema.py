"""What a profile says of proof: which photos a result needs, what speaks against one, and which figures a result has."""

from typing import Annotated

from msgspec import Meta

from hotline.core.evidence import Measure, PhotoNeed
from hotline.directory.profile.fields import Both, Code, Record

Metres = Annotated[int, Meta(ge=0, le=20000)]


class Evidence(Record, frozen=True, kw_only=True):
    """What a service asks otherwise than the whole city. What is left out stays as it is for all; `near_m: 0` asks no place."""

    photo: PhotoNeed | None = None
    used: Measure | None = None
    alike: Measure | None = None
    early: Measure | None = None
    edited: Measure | None = None
    far: Measure | None = None
    unknown: Measure | None = None
    near_m: Metres | None = None
    source: Code | None = None


class EvidenceOfAll(Evidence, frozen=True, kw_only=True):
    """`services.yaml`, part `evidence`, which may be left out: what the city asks of the photos of every result."""

    source: Code


class OutcomeAsked(Record, frozen=True, kw_only=True):
    """Which figures a result of a service has: a fine in đồng, a count of something. `public`: everyone may read them."""

    fine: bool = False
    count: Both | None = None
    public: bool = False
