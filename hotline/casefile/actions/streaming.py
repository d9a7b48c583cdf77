"""A case that belongs to two of the city's hotlines: it is put into the second, and taken out of it again."""

from datetime import datetime

from django.db import transaction

from hotline.casefile.models import ServiceRequest
from hotline.core import streams
from hotline.core.facts import Actor
from hotline.directory import queries as directory

from .recording import locked_request, record, settle


def join_stream(request_id: int, *, stream: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Put a case into a second stream, whose people see it from now on too. It goes to no other agency for it.

    Raises StreamRefused, StandsMerged for one that stands under a master: that one has people of its own.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        known = [one.code for one in directory.snapshot().centre.streams]
        streams.check_joins(stream, own=request.stream, also=request.also_stream, known=known)
        _set(request, stream, now=now, actor=actor)


def leave_stream(request_id: int, *, stream: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take a case out of its second stream; it stays in the one by which it came in. Raises StreamRefused, StandsMerged."""
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        streams.check_leaves(stream, also=request.also_stream)
        _set(request, "", now=now, actor=actor)


def _set(request: ServiceRequest, also: str, *, now: datetime, actor: Actor) -> None:
    before = _of(request)
    request.also_stream = also
    record(request, "streams_set", now=now, actor=actor, facts={"from": before, "to": _of(request)})
    settle(request, now=now, fields=("also_stream",))


def _of(request: ServiceRequest) -> list[str]:
    return [code for code in (request.stream, request.also_stream) if code]
