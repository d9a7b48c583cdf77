"""What is in one hand on its way out or in: a message to send, a delivery to read, a message that was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.core.facts import Channel


@dataclass(frozen=True, slots=True)
class Leased:
    """A message in one sender's hand until its lease passes; `id` is what the provider gets as our reference."""

    id: int
    request_id: int | None
    event: str
    facts: Mapping[str, Any]
    channel: str
    language: str
    reporter_id: int | None
    focal_point_id: int | None
    user_id: int | None
    tries: int
    priority: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class KeptDelivery:
    """A delivery that waits to be read, in one reader's hand; `tries` counts this one.

    `is_spent`: whoever read it by itself came to no end, too often to try again.
    """

    id: int
    way: str
    provider_id: str
    body: bytes
    received_at: datetime
    tries: int
    is_spent: bool = False


@dataclass(frozen=True, slots=True)
class HeardMessage:
    """One message of a citizen, read and its photos taken. `body` is what was said, by name; `lost`: attachments not taken."""

    delivery_id: int | None
    point_id: int
    contact_id: int
    channel: Channel
    said_at: datetime
    body: Mapping[str, Any]
    photos: tuple[str, ...] = ()
    lost: int = 0
    conversation_id: int | None = None
