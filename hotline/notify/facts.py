"""What this stage hands around: a provider's tokens as they stand."""

from dataclasses import dataclass, field
from datetime import datetime


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
