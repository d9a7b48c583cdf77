"""The hotlines of cases: which one a case is in, what narrows a list to some of them, and how many wait in each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.db.models import Q

from hotline.casefile.models import Attachment, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.core.streams import EVERY, Streams, is_among
from hotline.directory import queries as directory

from .links import no_reference, references_of

_COUNTS = (Path(__file__).resolve().parent.parent / "sql" / "stream_counts.sql").read_text()
_AMONG = "(request.stream = ANY(%(streams)s) OR request.also_stream = ANY(%(streams)s))"


def among(streams: Streams) -> str:
    """Return the condition on `request` that a case is in one of these hotlines, of which `%(streams)s` is the list.

    Nothing is asked of the database for somebody who sees all of them: their lists cost what they did.
    """
    return _AMONG if streams else "true"


@dataclass(frozen=True, slots=True)
class StreamCounts:
    """How many cases of one hotline, or (`name` empty) of all, came in lately, and how many wait where."""

    name: str
    received: int
    to_screen: int
    unowned: int
    at_desk: int
    overdue: int


def streams_of(reference: str) -> tuple[str, str]:
    """Return by which hotline a case came in, and to which it belongs too ("" for none). Raises NoSuchCase."""
    rows = ServiceRequest.objects.filter(reference=reference).values_list("stream", "also_stream")
    found = None if no_reference(reference) else rows.first()
    if found is None:
        raise NoSuchCase(reference)
    return found


def cases_among(request_ids: Collection[int], streams: Streams) -> frozenset[int]:
    """Return those of the cases that are in one of these hotlines: all of them for somebody who sees every one."""
    if not streams or not request_ids:
        return frozenset(request_ids)
    own = Q(stream__in=streams) | Q(also_stream__in=streams)
    return frozenset(ServiceRequest.objects.filter(own, pk__in=request_ids).values_list("id", flat=True))


def references_among(request_ids: Collection[int], streams: Streams) -> dict[int, str]:
    """Return by number the references of those of the cases that are in one of these hotlines."""
    return references_of(cases_among(request_ids, streams))


def picture_is_among(key: str, streams: Streams) -> bool:
    """Return whether a photo is of a case in one of these hotlines."""
    of = Attachment.objects.filter(key=key).values_list("request__stream", "request__also_stream").first()
    return not streams or (of is not None and is_among(streams, of[0] or "", of[1] or ""))


def stream_counts(*, since: datetime, now: datetime, streams: Streams = EVERY, language: str = "vi") -> tuple[StreamCounts, ...]:
    """Return the counts of each hotline in the order of the profile, then those of all together.

    A case of two hotlines counts in both and once in the total. Of some hotlines alone, if `streams` says which: then the
    total is that of all their cases.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(among=among(streams)), {"since": since, "now": now, "streams": sorted(streams)})
        counted: dict[str, dict[str, int]] = {}
        for what, stream, count in cursor.fetchall():
            counted.setdefault(stream or "", {})[what] = count
    named = [one for one in directory.snapshot().centre.streams if not streams or one.code in streams]
    rows = [_row(one.name.in_language(language), counted.get(one.code, {})) for one in named]
    return (*rows, _row("", counted.get("", {})))


def _row(name: str, counted: Mapping[str, int]) -> StreamCounts:
    names = ("received", "to_screen", "unowned", "at_desk", "overdue")
    return StreamCounts(name, *(counted.get(one, 0) for one in names))
