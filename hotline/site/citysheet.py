"""The city's own colours as a style sheet: a profile chooses them, and the content policy allows none in the page itself."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hotline.directory.queries import snapshot
from hotline.people.guards import public

# The dark set, which comes after this sheet, takes --link-dark for its links.
SHEET = """@layer tokens {{
  :root {{ --city: {light}; --city-deep: color-mix(in oklab, {light} 78%, black); --link: {light}; --link-dark: {dark};
    --city-tint: color-mix(in oklab, {light} 5%, white); }}
}}
"""


@public
@require_safe
@cache_control(public=True, max_age=3600)
def city_sheet(_request: HttpRequest) -> HttpResponse:
    """Answer with the colours of masthead, buttons and links."""
    city = snapshot().city
    return HttpResponse(SHEET.format(light=city.colour, dark=city.colour_dark), content_type="text/css; charset=utf-8")
