"""What this stage hands around: a provider's tokens as they stand, how it and a connection to it do, what left by it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from hotline.core.connections import Condition


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """The tokens of one provider's account. `refused_at`: since when it gives no new pair, and `why` by its own code."""

    seed: bytes
    made_of: bytes
    access: str = field(repr=False)
    expires_at: datetime | None
    renewed_at: datetime | None
    refused_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tokens as a provider gave them."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """How the provider of a channel does: when it took a message last, how often in a row it was down, why, and since when.

    `silent_until`: until then it is left alone.
    """

    channel: str
    took_at: datetime | None
    failures: int
    failing_since: datetime | None
    silent_until: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class ConnectionFacts:
    """How a connection does: `condition` since `since`, as was said at `seen_at`."""

    name: str
    condition: Condition
    since: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class TotalFacts:
    """What left by one channel and sender: on one `day` of the city, or in all (None). `cost` in đồng.

    `unpriced`: parts of SMS whose price nobody knew; they are not in `cost`.
    """

    day: date | None
    channel: str
    sender: str
    messages: int
    parts: int
    unpriced: int
    cost: int
