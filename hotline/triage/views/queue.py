"""The operators' queue: what waits, urgent first; and the way to the next report."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hotline.casefile import actions, queries
from hotline.casefile.queries import QueueRow
from hotline.core.reference import NotAReference, parse_reference
from hotline.core.status import Screening
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.keys import EVERYWHERE, QUEUE_KEYS
from hotline.triage.wording import CHANNELS
from hotline.ui.words import length

SHOWN = 50
REDRAWN_EVERY = 15
"""Seconds after which the minutes on the page are drawn anew although nothing else changed."""


@dataclass(frozen=True, slots=True)
class QueueClock:
    """The forward clock of a row, as the clock chip wants it."""

    due_at: datetime | None
    left: None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One row as the list shows it."""

    row: QueueRow
    clock: QueueClock | None
    channel: str
    age: str
    is_asked: bool


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    """Show the queue; or open the case of the reference that a caller reads out."""
    typed = request.GET.get("reference", "").strip()
    if typed and (reference := _known(typed)):
        return HttpResponseRedirect(reverse("operator-case", args=[reference]))
    now = timezone.now()
    stamp = _stamp(now)  # before the lists: what comes between them is then drawn once more, not lost
    given = {
        **_lists(now),
        "stamp": stamp,
        "keys": {**QUEUE_KEYS, **EVERYWHERE},
        "typed": typed,
    }
    return _unkept(render(request, "triage/queue.html", given))


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def queue_part(request: HttpRequest) -> HttpResponseBase:
    """Show the lists alone, for the page that renews itself; 304 while nothing changed since the stamp that it sent."""
    now = timezone.now()
    stamp = _stamp(now)
    if request.headers.get("If-None-Match") == stamp:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = render(request, "triage/queue_part.html", {**_lists(now), "stamp": stamp})
    answer["ETag"] = stamp
    return _unkept(answer)


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def following(request: HttpRequest) -> HttpResponseBase:
    """Go to the report that comes after the one in `after`, or to the queue when nothing waits."""
    after = request.GET.get("after", "")
    to_screen = [row.reference for row in queries.operator_queue(limit=SHOWN) if _needs_a_hand(row)]
    waiting = [*to_screen, *(row.reference for row in queries.returned_parts(limit=SHOWN))]
    at = waiting.index(after) + 1 if after in waiting else 0
    others = [reference for reference in (*waiting[at:], *waiting[:at]) if reference != after]
    return HttpResponseRedirect(reverse("operator-case", args=[others[0]]) if others else reverse("operator-queue"))


def _known(typed: str) -> str:
    """Return the reference that was typed, "" when no case has it."""
    try:
        reference = parse_reference(typed, number=snapshot().city.reference_number)
        queries.request_id_of(reference)
    except (NotAReference, actions.NoSuchCase):
        return ""
    return reference


def _lists(now: datetime) -> dict[str, object]:
    language = get_language() or "vi"
    waiting = [_line(row, now=now) for row in queries.operator_queue(limit=SHOWN + 1, language=language)]
    returned = [_line(row, now=now) for row in queries.returned_parts(limit=SHOWN + 1, language=language)]
    return {
        "now": now,
        "waiting": [line for line in waiting[:SHOWN] if not line.is_asked],
        "asked": [line for line in waiting[:SHOWN] if line.is_asked],
        "has_more": len(waiting) > SHOWN or len(returned) > SHOWN,
        "returned": returned[:SHOWN],
    }


def _line(row: QueueRow, *, now: datetime) -> QueueLine:
    return QueueLine(
        row,
        clock=QueueClock(row.due_at) if row.clock_state else None,
        channel=str(CHANNELS.get(row.channel, row.channel)),
        age=length(now - row.received_at),
        is_asked=row.screening == Screening.ASKED,
    )


def _needs_a_hand(row: QueueRow) -> bool:
    """Return whether somebody can do something: a report whose citizen was asked waits for the citizen."""
    return row.screening != Screening.ASKED


def _stamp(now: datetime) -> str:
    """Return the ETag of the lists as they are drawn at `now` in this language."""
    drawn = f"{queries.queue_stamp()} {int(now.timestamp()) // REDRAWN_EVERY} {get_language()}"
    return f'"{sha256(drawn.encode()).hexdigest()[:20]}"'


def _unkept(answer: HttpResponse) -> HttpResponse:
    """No cache may answer instead of us, neither may the browser's own swallow a 304."""
    answer["Cache-Control"] = "no-store"
    return answer
