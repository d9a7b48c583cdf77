"""The supervisor's watch: what is overdue and what was refused."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hotline.casefile import queries
from hotline.casefile.queries.guarding import askings_waiting
from hotline.people.facts import Role
from hotline.people.guards import roles

from .queue import QueueClock

SHOWN = 100


@roles(Role.SUPERVISOR)
@require_safe
def watch(request: HttpRequest) -> HttpResponseBase:
    """Show both lists."""
    now, language = timezone.now(), get_language() or "vi"
    given = {
        "now": now,
        "overdue": [(row, QueueClock(row.due_at)) for row in queries.overdue_clocks(now=now, limit=SHOWN, language=language)],
        "askings": askings_waiting(limit=SHOWN),
        "refused": queries.refused_cases(limit=SHOWN, language=language),
    }
    return render(request, "triage/supervisor.html", given)
