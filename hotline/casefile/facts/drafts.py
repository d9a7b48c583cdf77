"""A report before it is one, and as it is acknowledged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hotline.casefile.contactpoints import Point
from hotline.core.facts import NOWHERE, Channel, Kind, Place


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """Who reports, as typed: at least one of `phone`, `email` and `account` when there is a contact at all."""

    name: str = ""
    phone: str = ""
    email: str = ""
    hidden: bool = False
    account: Point | None = None  # on a chat: they are answered there first


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before it is one. `attachments` are keys of loose attachments; `raw` is what arrived, to be kept.

    `stream` is a code of the profile's, "" for the centre's own hotline.
    """

    service: str
    words: str
    channel: Channel
    contact: ContactDraft | None = None
    place: Place = NOWHERE
    kind: Kind | None = None  # the service's first kind when none is given
    stream: str = ""
    language: str = "vi"
    service_chosen: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Opened:
    """An acknowledged report. `created` is false for a repeat of the same key and payload."""

    request_id: int
    reference: str
    link: str
    received_at: datetime
    created: bool
