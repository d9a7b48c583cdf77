"""What a channel understood of one delivery: somebody's word, or what became of a message of ours. Facts without behaviour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class MediaKind(StrEnum):
    """What sort of attachment it is, as its channel says; only a photo becomes one of the case, the others go to a person."""

    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    FILE = "file"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True)
class Media:
    """One attachment: its bytes, or a link, which only the guarded client may fetch. `name` and `type` are as declared."""

    kind: MediaKind
    content: bytes = b""
    link: str = ""
    name: str = ""
    type: str = ""


class Contacted(StrEnum):
    """What the sender did: most write; some channels tell, without a word of theirs, that they came or went."""

    WROTE = "wrote"
    CAME = "came"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message of a citizen as its channel understood it.

    `sender` is the number, address or account exactly as the provider names it: text, for ids pass 2^53. `said_at` is the
    provider's moment, None where it has none. `text` is NFC. `choice` is the `Choice.code` of the button that was pressed.
    `point`: degrees of WGS84. `token` is ours, from an address we made ("phananh+TOKEN@…"). `replies_to` are the
    provider's ids of messages of ours that this one answers. `phone`: a number that the channel itself vouches for.
    `is_automatic`: a machine wrote it (RFC 3834): attached to its case and never answered. `is_doubted`: the sender was checked
    and is not who it says it is: it joins nothing on the strength of its sender. `is_unproved`: nothing shows that it is, for a
    letter's From is typed by whoever sends it: it moves nothing of theirs unless it answers us. `for_person`: the channel cannot
    tell what is meant (a letter that is nothing but a quotation): a person reads it.
    """

    sender: str
    said_at: datetime | None = None
    text: str = ""
    subject: str = ""
    media: tuple[Media, ...] = ()
    point: tuple[float, float] | None = None
    choice: str = ""
    name: str = ""
    phone: str = ""
    language: str = ""
    thread: str = ""
    replies_to: tuple[str, ...] = ()
    token: str = ""
    is_automatic: bool = False
    is_doubted: bool = False
    is_unproved: bool = False
    for_person: bool = False
    contacted: Contacted = Contacted.WROTE


class ReceiptKind(StrEnum):
    """What became of a message of ours, as the provider says. Each later one outweighs those before it."""

    BUFFERED = "buffered"
    FAILED = "failed"
    DELIVERED = "delivered"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery receipt: of the message that the provider calls `provider_id`, or that we sent as number `ours`.

    One with `to` is of all that was sent to this account up to `at`. `code` is the provider's own word for it, kept for
    whoever looks into it.
    """

    kind: ReceiptKind
    provider_id: str = ""
    ours: int | None = None
    at: datetime | None = None
    code: str = ""
    to: str = ""


_WAITS = timedelta(days=30)
"""So long a telephone or a provider may keep back what was said before it comes (chưa kiểm chứng: ours)."""


def likely(said_at: datetime | None, *, came_at: datetime) -> datetime:
    """Return when something was said, as its provider says, where that can be; else when it came.

    A wrong clock says the year 1 or 9999: of such moments neither the database nor a page makes anything.
    """
    return said_at if said_at is not None and came_at - _WAITS <= said_at <= came_at else came_at


class Unreadable(Exception):
    """A delivery that its channel cannot make sense of: it is set aside with `reason`, a short code with nothing personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
