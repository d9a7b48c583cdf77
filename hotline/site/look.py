"""What pages look like beside their own sheets: the icons, the city's emblem, the reader's choice of colours and size."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from hotline.directory.queries import snapshot
from hotline.people.guards import public
from hotline.ui import icons
from hotline.ui.look import COOKIE, look_of

YEAR = 365 * 24 * 3600  # seconds
DRAWING = "image/svg+xml; charset=utf-8"


@public
@require_safe
@cache_control(public=True, max_age=3600)
def icon_sheet(_request: HttpRequest) -> HttpResponse:
    """Answer with every icon as one sprite: those of pages, and those that the profile gives its groups of services."""
    groups = frozenset(group.icon for group in snapshot().groups)
    return HttpResponse(icons.sprite(settings.NODE_MODULES / "lucide-static" / "icons", groups), content_type=DRAWING)


@public
@require_safe
@cache_control(public=True, max_age=3600)
def emblem(_request: HttpRequest) -> HttpResponse:
    """Answer with the city's emblem; 404 for a city without one."""
    if not (drawing := snapshot().city.emblem):
        raise Http404
    return HttpResponse(drawing, content_type=DRAWING)


@public
@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Keep the reader's colours and size of letters in a cookie, and return to the page that asked."""
    chosen = look_of(request.COOKIES).changed(colours=request.POST.get("colours", ""), size=request.POST.get("size", ""))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if is_ours else "/")
    answer.set_cookie(COOKIE, chosen.as_cookie(), max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return answer
