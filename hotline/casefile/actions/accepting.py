"""Accepting a report, by itself or on the way to forwarding or answering it."""

from datetime import datetime

from hotline.casefile.models import ServiceRequest
from hotline.core.derivation import StartedBy
from hotline.core.facts import Actor
from hotline.core.status import Screening, ScreeningMove, screened

from . import clocks
from .recording import record


def accept_locked(request: ServiceRequest, *, now: datetime, actor: Actor) -> None:
    """Accept a request that the caller has locked and will settle."""
    if request.screening == Screening.ASKED:
        clocks.resume_all(request, clocks.CITIZEN_ASKED, now=now, actor=actor)
    request.screening = screened(Screening(request.screening), ScreeningMove.ACCEPT)
    if request.complete_at is None:
        request.complete_at = now
        clocks.start(request, StartedBy.INFORMATION_COMPLETE, now=now)
    record(request, "accepted", now=now, actor=actor)
