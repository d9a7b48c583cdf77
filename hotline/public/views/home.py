"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.casefile import queries
from hotline.people.guards import public
from hotline.public.forms import FollowForm
from hotline.public.wording import language

RECENT = 5


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say how to report, how to follow, what the hotline does, and what was reported lately."""
    recent, _more = queries.public_cases(limit=RECENT, language=language())
    return render(request, "public/home.html", {"form": FollowForm(), "recent": recent})
