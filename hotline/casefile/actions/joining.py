"""A citizen says that what they report is known already ("me too"): their report is opened, and put under that one."""

from datetime import datetime

from django.db import transaction

from hotline.casefile.facts import Draft, Opened
from hotline.casefile.models import ServiceRequest
from hotline.casefile.queries.likeness import likeness_between
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import CITIZEN, Actor
from hotline.core.merging import MergeRefused

from .merging import merge_requests
from .open_request import open_request
from .proposing import proposal_of
from .recording import locked_request, record, settle


def open_as_same(
    draft: Draft, *, same_as: str, key: str | None = None, payload: bytes = b"", now: datetime, actor: Actor = CITIZEN
) -> Opened:
    """Open the report of somebody who says that it is what the reference `same_as` is about, and join it to that.

    Nothing of it is left out: it has a reference, a link and an answer of its own, and can be taken out again. Where a person
    has to look first (words of danger or of what the hotline may not take, another place or time, a case that is answered by
    now) it stays a report like any other, and what was said is told to the operators. Raises as `open_request`, and
    NoSuchCase.
    """
    with transaction.atomic():
        opened = open_request(draft, key=key, payload=payload, now=now, actor=actor)
        if opened.created:
            _say_same(opened.request_id, _top_of(same_as), now=now, actor=actor)
        return opened


def _top_of(reference: str) -> int:
    """Return the number of the case, or of the one that it stands under. Raises NoSuchCase."""
    row = ServiceRequest.objects.filter(reference=reference).values_list("id", "master_id").first()
    if row is None:
        raise NoSuchCase(reference)
    number, master = row
    return master or number


def _say_same(request_id: int, master_id: int, *, now: datetime, actor: Actor) -> None:
    request = locked_request(request_id)  # new in this transaction: nobody else can hold it
    record(request, "said_same", now=now, actor=actor, facts={"request": master_id})
    settle(request, now=now)
    if request.urgent or proposal_of(request).hints or likeness_between(request_id, master_id) is None:
        return
    try:
        merge_requests(master_id, [request_id], now=now, actor=actor)
    except MergeRefused:
        return
