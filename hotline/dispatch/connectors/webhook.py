"""Tells a system by a signed webhook that something happened, and what to ask for. Numbers and names only: no word of a case.

What the system may read of the case it reads with its key, by the interface.
"""

import json
from datetime import datetime

from django.conf import settings

from hotline.dispatch.facts import LeasedNotice
from hotline.dispatch.outcomes import Outcome, outcome_of
from hotline.dispatch.outgoing import send
from hotline.dispatch.signing import signed

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def tell(notice: LeasedNotice, *, now: datetime) -> Outcome:
    """Send one webhook and return what became of it. Raises OutgoingRefused or Unreachable."""
    body = body_of(notice)
    headers = signed(body, secret=notice.secret, number=f"notice_{notice.id}", now=now)
    headers["Content-Type"] = "application/json; charset=utf-8"
    reply = send("POST", notice.url, content=body.encode(), headers=headers, limit=100_000)
    return outcome_of(reply.status, reply.headers.get("retry-after", ""), now=now)


def body_of(notice: LeasedNotice) -> str:
    """Return what is sent. The same at each try, so that a receiver may compare."""
    return _ENCODE({"type": notice.name, "timestamp": notice.happened_at.isoformat(), "data": _told_of(notice)})


def _told_of(notice: LeasedNotice) -> dict[str, object]:
    """Return which part it is about, or which explanation: that names no case."""
    if notice.explanation_id is not None:
        address = f"{_root()}/explanations/{notice.explanation_id}"
        return {"event": notice.event, "explanation": notice.explanation_id, "url": address}
    if notice.part_id is None:
        return {}
    address = f"{_root()}/parts/{notice.part_id}"
    return {"event": notice.event, "part": notice.part_id, "reference": notice.reference, "url": address}


def _root() -> str:
    return f"{settings.PUBLIC_URL}/api/agency/v1"
