"""The supervisor's watch: what is overdue and what was refused."""

from datetime import timedelta
from typing import TypedDict

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hotline.casefile import queries
from hotline.casefile.queries.guarding import askings_waiting
from hotline.core.streams import Streams
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles

from .queue import QueueClock

SHOWN = 100
LATELY = timedelta(days=7)


class Shown(TypedDict):
    """How much of each list is shown, of which hotlines, in which language."""

    limit: int
    streams: Streams
    language: str


@roles(Role.SUPERVISOR)
@require_safe
def watch(request: HttpRequest) -> HttpResponseBase:
    """Show the counts of each hotline, where there are several, and both lists."""
    now, language = timezone.now(), get_language() or "vi"
    streams = signed_in(request).streams
    shown: Shown = {"limit": SHOWN, "streams": streams, "language": language}
    counts = queries.stream_counts(since=now - LATELY, now=now, streams=streams, language=language)
    given = {
        "now": now,
        "days": LATELY.days,
        "streams": counts if len(counts) > 2 else (),  # one hotline and all of them together are the same
        "overdue": [(row, QueueClock(row.due_at)) for row in queries.overdue_clocks(now=now, **shown)],
        "askings": askings_waiting(limit=SHOWN),
        "refused": queries.refused_cases(**shown),
    }
    return render(request, "triage/supervisor.html", given)
