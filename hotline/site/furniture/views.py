"""The components as citizens see them, and as staff do. Only a demonstration has these pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.people.guards import public
from hotline.site.furniture.examples import ForCitizens, ForStaff


@public
@require_safe
def for_citizens(request: HttpRequest) -> HttpResponse:
    """Show what citizens' pages are made of. 404 where real people report."""
    return _shown(request, "furniture/citizen.html", ForCitizens)


@public
@require_safe
def for_staff(request: HttpRequest) -> HttpResponse:
    """Show what staff's pages are made of. 404 where real people report."""
    return _shown(request, "furniture/staff.html", ForStaff)


def _shown(request: HttpRequest, template: str, examples: type[ForCitizens] | type[ForStaff]) -> HttpResponse:
    if not settings.IS_DEMONSTRATION:
        raise Http404
    return render(request, template, {"examples": examples(timezone.now()), "now": timezone.now()})
