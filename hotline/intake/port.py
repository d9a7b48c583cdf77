"""The port of a channel: all that the one inbound way has to be told about one provider's deliveries.

A file of `hotline.intake.channels` gives `CHANNELS`, a tuple of these; nothing else has to know of it. Its functions are pure:
they see bytes and settings, no database and no network, so that a captured payload proves them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from hotline.core.channels import Field, Setup
from hotline.core.facts import Channel
from hotline.core.inbound import Inbound, Receipt

__all__ = [
    "FRESH",
    "DeliveryRefused",
    "Field",
    "InboundChannel",
    "OwnWord",
    "PhotoLinks",
    "Piece",
    "RawRequest",
    "Refusal",
    "Reply",
]

FRESH = timedelta(minutes=15)
"""How old a signed moment may be, or how far ahead of ours (chưa kiểm chứng: no provider says; ours)."""


class Refusal(StrEnum):
    """Why a delivery is not taken. Refused ones are counted, never kept."""

    UNKNOWN = "unknown"
    OFF = "off"
    UNSIGNED = "unsigned"
    WRONG_SIGNATURE = "wrong_signature"
    STALE = "stale"
    TOO_BIG = "too_big"
    WRONG_METHOD = "wrong_method"
    NOT_IT = "not_it"
    """A verification that asks for another secret than ours."""


class DeliveryRefused(Exception):
    """A delivery that is not taken, and why."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A delivery by HTTP as it came: names of headers in small letters, `query` and `body` untouched."""

    method: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """One delivery of several that may come at once. `body` is what `read` will be given, on any later day.

    `provider_id`: the provider's own name for it, the same in every repeat. `sender` and `said_at`, where they can be had
    without understanding the rest, keep what one person sends in order.
    """

    provider_id: str
    body: bytes
    sender: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PhotoLinks:
    """Links to photos of a case that is open already. Only the guarded client fetches them."""

    request_id: int
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What the reporter of a case says by another system, which vouches for them.

    `sender`: the number or the address that they reported with. `not_done`: their system says that the case is open again.
    """

    reference: str
    sender: str
    words: str
    links: tuple[str, ...] = ()
    not_done: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What the provider is answered when everything is kept."""

    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    status: int = 200


TAKEN = Reply()


def nothing_signed(_request: RawRequest, _setup: Setup, _now: datetime) -> None:
    """Refuse everything: for channels whose deliveries never come by HTTP."""
    raise DeliveryRefused(Refusal.UNKNOWN)


@dataclass(frozen=True, slots=True)
class InboundChannel:
    """One way in. `name` stands in its address, /in/NAME/, on its deliveries and over its settings.

    authentic: whether a delivery is the provider's: checks the signature over the raw bytes and how old it is. Raises
        DeliveryRefused with UNSIGNED, WRONG_SIGNATURE or STALE.
    split: the deliveries of one request. Raises Unreadable: then the whole is kept as one and shown to the supervisor.
    read: one kept delivery, understood; None for what is none of our business (an echo of our own message). Raises Unreadable.
    verify: what the provider is answered when it asks by GET whether the address is ours. Raises DeliveryRefused.
    delivers_by_get: a gateway that delivers by GET instead, its facts in the query.
    has_places, has_buttons: whether people can send a point, and press buttons, there; else they get a link and numbers.
    is_answered: whether who writes there hears from us what became of it; by another system they hear it from that.
    """

    name: str
    channel: Channel
    read: Callable[[bytes], Inbound | Receipt | PhotoLinks | OwnWord | None]
    authentic: Callable[[RawRequest, Setup, datetime], None] = nothing_signed
    split: Callable[[RawRequest], Sequence[Piece]] = lambda _request: ()
    verify: Callable[[RawRequest, Setup], Reply] | None = None
    delivers_by_get: bool = False
    reply: Reply = TAKEN
    fields: tuple[Field, ...] = field(default=())
    has_places: bool = False
    has_buttons: bool = False
    is_answered: bool = True
