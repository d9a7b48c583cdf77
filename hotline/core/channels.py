"""The channels by which people are written to: in which order they are tried for one person, and how one is set up."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotline.core.facts import Channel

REACHED = frozenset({Channel.SMS, Channel.EMAIL, Channel.ZALO, Channel.MESSENGER, Channel.VIBER, Channel.ZNS})
"""Channels on which a message of ours can go out; a contact point is on one of them, but for ZNS, which goes to a number."""

CHATS = frozenset({Channel.ZALO, Channel.MESSENGER, Channel.VIBER})
"""Channels of accounts: their points are ids, and their messages have buttons and no parts."""

FALL_BACK: Mapping[Channel, tuple[Channel, ...]] = {
    Channel.ZALO: (Channel.ZALO, Channel.ZNS, Channel.SMS, Channel.EMAIL),
    Channel.MESSENGER: (Channel.MESSENGER, Channel.ZNS, Channel.SMS, Channel.EMAIL),
    Channel.VIBER: (Channel.VIBER, Channel.ZNS, Channel.SMS, Channel.EMAIL),
    Channel.ZNS: (Channel.ZNS, Channel.SMS, Channel.EMAIL),
    Channel.SMS: (Channel.SMS, Channel.EMAIL),
    Channel.EMAIL: (Channel.EMAIL, Channel.SMS),
}
"""By the channel that somebody came by: the channels on which they are told, the next when one will not take the message."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that somebody may choose: a button where the channel has them, a numbered line where it has none.

    `code` comes back as `Inbound.choice`; the number of the line (from 1), or its words, mean the same.
    """

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What has to be typed: `is_met` by it, and what people read after the field's name where it is not."""

    is_met: Callable[[str], bool]
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an administrator sets up for a way in or out. `is_secret`: kept sealed and never shown again.

    `is_number`: what is typed has to be a number above 0; `expected` says what else it has to be. `vi_hint` and `en_hint` say
    what follows from it, where the name does not.
    """

    name: str
    vi: str
    en: str
    is_secret: bool = False
    is_needed: bool = True
    is_number: bool = False
    vi_hint: str = ""
    en_hint: str = ""
    expected: Expected | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """How one way in or out is set up on this installation: `options` for everyone's eyes, `secrets` for the program's alone.

    `changed_at`: since when it has been so; None where that was not kept.
    """

    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    changed_at: datetime | None = field(default=None, compare=False)


def ways_to(came_by: Channel, points: Collection[Channel]) -> tuple[Channel, ...]:
    """Return the channels on which somebody with these points is told, in order; empty when there is none."""
    return tuple(channel for channel in FALL_BACK.get(came_by, (Channel.SMS, Channel.EMAIL)) if channel in points)


def next_way(came_by: Channel, failed: Channel, points: Collection[Channel]) -> Channel | None:
    """Return the channel to try when `failed` will not take a message; None when that was the last one."""
    ways = ways_to(came_by, points)
    following = ways[ways.index(failed) + 1 :] if failed in ways else ()
    return following[0] if following else None
