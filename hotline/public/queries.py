"""What this stage reads of its own: how long somebody waits before the next try, the city in numbers, and comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from hotline.casefile.queries import Span
from hotline.core.status import Phase
from hotline.core.streams import EVERY, Streams
from hotline.public.limits import Limit
from hotline.public.models import CityCount, Comment, CommentState


@dataclass(frozen=True, slots=True)
class Figures:
    """The city's work as it was counted at `counted_at`: this month, the last seven days, and where all cases stand."""

    counted_at: datetime
    month: Span
    week: Span
    phases: Mapping[Phase, int]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment that everyone may read, with the desk's reply (or an empty one)."""

    id: int
    words: str
    reply: str
    not_done: bool
    written_at: datetime
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment that waits for a person: as it was written, and the case it is about."""

    id: int
    request_id: int
    words: str
    not_done: bool
    written_at: datetime


def wait_before(poured: Mapping[bytes, Limit], *, now: datetime) -> timedelta:
    """Return how long until every one of the buckets has room for another drop; zero when all have."""
    with connection.cursor() as cursor:  # before every page with a code: the ORM took longer to ask than the server to answer
        cursor.execute("SELECT key, empty_at FROM public_bucket WHERE key = ANY(%s)", [list(poured)])
        found: list[tuple[bytes, datetime]] = cursor.fetchall()
    waits = [empty_at - now - poured[bytes(key)].room for key, empty_at in found]
    return max([*waits, timedelta(0)])


def figures() -> Figures | None:
    """Return what was counted last; None before the worker has counted for the first time."""
    row = CityCount.objects.first()
    if row is None:
        return None
    month, week = (
        Span(**{**row.facts[name], "since": datetime.fromisoformat(row.facts[name]["since"])}) for name in ("month", "week")
    )
    return Figures(row.counted_at, month, week, {phase: row.facts["phases"].get(phase.value, 0) for phase in Phase})


def comments_on(request_id: int, *, limit: int = 50) -> tuple[Said, ...]:
    """Return the comments of a case that were let through, newest first."""
    rows = Comment.objects.filter(request_id=request_id, state=CommentState.PUBLISHED).order_by("-id")[:limit]
    return tuple(Said(row.pk, row.public_words, row.reply, row.not_done, row.written_at, row.decided_at) for row in rows)


def waiting_comments(*, limit: int = 50, streams: Streams = EVERY) -> tuple[Waiting, ...]:
    """Return the comments that wait for a person: those that say "not done" first, then the oldest.

    On cases of some of the city's hotlines alone, where `streams` says which.
    """
    rows = Comment.objects.filter(_among(streams), state=CommentState.WAITING).order_by("-not_done", "id")[:limit]
    return tuple(Waiting(row.pk, row.request_id, row.words, row.not_done, row.written_at) for row in rows)


def published_comments(*, limit: int = 20, streams: Streams = EVERY) -> tuple[Said, ...]:
    """Return the comments that were let through lately, newest first; of some of the hotlines alone, if `streams` says."""
    rows = Comment.objects.filter(_among(streams), state=CommentState.PUBLISHED).order_by("-decided_at")[:limit]
    return tuple(Said(row.pk, row.public_words, row.reply, row.not_done, row.written_at, row.decided_at) for row in rows)


def comment_is_among(comment_id: int, streams: Streams) -> bool:
    """Return whether a comment is about a case of one of these hotlines."""
    return Comment.objects.filter(_among(streams), pk=comment_id).exists()


def _among(streams: Streams) -> Q:
    return Q(request__stream__in=streams) | Q(request__also_stream__in=streams) if streams else Q()


def count_waiting(*, streams: Streams = EVERY) -> int:
    """Return how many comments wait for a person, at most a hundred."""
    return Comment.objects.filter(_among(streams), state=CommentState.WAITING)[:100].count()
