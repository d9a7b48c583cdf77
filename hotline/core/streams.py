"""The hotlines of one installation (luồng tiếp nhận): whose cases somebody sees, what of them is public, which a case is in.

A case came in by one stream and may belong to a second. Empty streams of a person mean all of them.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum

from .facts import Publish

type Streams = frozenset[str]

EVERY: Streams = frozenset()
"""The streams of somebody who belongs to no particular one: all that there are."""

_STRICTER = (Publish.FROM_RECEPTION, Publish.AFTER_REPLY, Publish.NEVER)


class WhyNotStream(StrEnum):
    """Why a case cannot be put into a stream, or taken out of one."""

    UNKNOWN = "unknown"  # the profile has no such stream
    THERE_ALREADY = "there_already"
    HAS_TWO = "has_two"
    NOT_SECOND = "not_second"  # only the second is taken away: a case stays where it came in


class StreamRefused(Exception):
    """A case is not put into a stream, or not taken out of it; `why` says what stands in the way."""

    def __init__(self, why: WhyNotStream) -> None:
        super().__init__(why.value)
        self.why = why


def streams_held(memberships: Iterable[str]) -> Streams:
    """Return the streams of somebody who holds roles of the centre for these; "" is a role for all of them."""
    held = frozenset(memberships)
    return EVERY if "" in held else held


def is_among(streams: Streams, stream: str, also: str = "") -> bool:
    """Return whether somebody of these streams sees a case that came in by `stream` and belongs to `also` too."""
    return not streams or stream in streams or also in streams


def check_joins(stream: str, *, own: str, also: str, known: Collection[str]) -> None:
    """Raise StreamRefused unless a case of `own` can be put into `stream` as well."""
    if stream not in known:
        raise StreamRefused(WhyNotStream.UNKNOWN)
    if stream in (own, also):
        raise StreamRefused(WhyNotStream.THERE_ALREADY)
    if also:
        raise StreamRefused(WhyNotStream.HAS_TWO)


def check_leaves(stream: str, *, also: str) -> None:
    """Raise StreamRefused unless `stream` is the second one of a case."""
    if not stream or stream != also:
        raise StreamRefused(WhyNotStream.NOT_SECOND)


def publish_of(service: Publish, streams: Iterable[Publish | None]) -> Publish:
    """Return when a case may be read by everyone: as its service says, or as strictly as the strictest of its streams."""
    return max((service, *(one for one in streams if one is not None)), key=_STRICTER.index)
