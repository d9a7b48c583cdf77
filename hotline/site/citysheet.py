"""The city's own colours as a style sheet: a profile chooses them, and the content policy allows none in the page itself."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hotline.directory.queries import snapshot
from hotline.people.guards import public

SHEET = """@layer tokens {{
  :root {{ --city: {light}; --city-deep: color-mix(in oklab, {light} 82%, black); --link: {light}; }}
  @media (prefers-color-scheme: dark) {{
    :root {{ --city: color-mix(in oklab, {light} 92%, black); --link: {dark}; }}
  }}
}}
"""


@public
@require_safe
@cache_control(public=True, max_age=3600)
def city_sheet(_request: HttpRequest) -> HttpResponse:
    """Answer with the colours of masthead, buttons and links."""
    city = snapshot().city
    return HttpResponse(SHEET.format(light=city.colour, dark=city.colour_dark), content_type="text/css; charset=utf-8")
