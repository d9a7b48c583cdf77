"""For how long somebody who opened a contact with a reason goes on seeing it."""

from datetime import datetime, timedelta

from django.http import HttpRequest

OPEN_FOR = timedelta(minutes=15)
"""Long enough for a telephone call back, short enough that a screen left alone shows nothing."""

_KEPT = "triage.revealed"


def open_contacts(request: HttpRequest, reference: str, *, now: datetime) -> None:
    """Remember in the session that the contacts of this case were opened, which the caller has logged."""
    still = {known: until for known, until in request.session.get(_KEPT, {}).items() if until > now.isoformat()}
    request.session[_KEPT] = {**still, reference: (now + OPEN_FOR).isoformat()}


def open_until(request: HttpRequest, reference: str, *, now: datetime) -> datetime | None:
    """Return until when the contacts of this case are open in this session; None when they are not."""
    until = request.session.get(_KEPT, {}).get(reference)
    moment = datetime.fromisoformat(until) if until else None
    return moment if moment and moment > now else None
