"""What words proposed and what people decided, and which matters came back: the supervisor's count of screening."""

from datetime import timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hotline.casefile.queries import screened
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles

SHOWN = 50
COUNTED_OVER = timedelta(days=30)


@roles(Role.SUPERVISOR)
@require_safe
def counts(request: HttpRequest) -> HttpResponseBase:
    """Show the counts of the last days."""
    now, language = timezone.now(), get_language() or "vi"
    since, streams = now - COUNTED_OVER, signed_in(request).streams
    given = {
        "now": now,
        "days": COUNTED_OVER.days,
        "reasons": screened.screened_by_reason(since=since, streams=streams, language=language),
        "emergencies": screened.emergencies_since(since=since, streams=streams),
        "recurrences": screened.recurrences_by_service(since=since, streams=streams, language=language),
        "oftenest": screened.oftenest_back(since=since, limit=SHOWN, streams=streams, language=language),
    }
    return render(request, "triage/screened.html", given)
