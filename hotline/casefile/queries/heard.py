"""What somebody has written on a channel, in their own words: for themselves alone."""

import json
from dataclasses import dataclass
from datetime import datetime

from hotline.casefile.contactpoints import Point
from hotline.casefile.models import Incoming
from hotline.casefile.sealing import blind, opened_text


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One message of theirs. `choice` is the code of the button that they pressed; `photos` how many were taken."""

    said_at: datetime
    words: str
    choice: str
    has_place: bool
    photos: int


def heard_of(point: Point, *, limit: int) -> tuple[OwnWords, ...]:
    """Return what came last from a point, newest first."""
    rows = Incoming.objects.filter(point__blind=blind(point.channel.value, point.value)).order_by("-said_at", "-id")
    return tuple(_own(row) for row in rows[:limit])


def _own(row: Incoming) -> OwnWords:
    body = json.loads(opened_text(row.body)) if row.body else {}
    words, choice = str(body.get("text", "")), str(body.get("choice", ""))
    return OwnWords(row.said_at, words, choice, bool(body.get("point")), len(row.photos))
