"""The first page, and the way from where somebody is to their ward on it."""

import math
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import queries as casefile
from hotline.casefile.queries import Narrowing
from hotline.directory import queries as directory
from hotline.directory.places import OutsideCity, locate
from hotline.people.guards import public
from hotline.public.caselines import lines_of
from hotline.public.firstpage import emergencies, figures_of
from hotline.public.forms import FollowForm
from hotline.public.freshness import sent_once
from hotline.public.wording import language

RECENT = 5


@public
@require_safe
@sent_once(shared=False)
def home(request: HttpRequest) -> HttpResponse:
    """Say how to report and to follow, what is near or new, what the city did lately, and whom to call in danger."""
    ward = directory.snapshot().areas.get(request.GET.get("area", ""))
    narrowing = Narrowing(area=ward.code if ward else "")
    given = {
        "form": FollowForm(),
        "wards": [(one.code, one.name.in_language(language())) for one in directory.snapshot().wards],
        "ward": ward.code if ward else "",
        "ward_name": ward.name.in_language(language()) if ward else "",
        "not_found": request.GET.get("near", ""),
        "recent": lines_of(casefile.public_cases(narrowing, limit=RECENT, language=language()).cases, words=True),
        "figures": figures_of(now=timezone.now()),
        "emergencies": emergencies(),
        "now": timezone.now(),
    }
    return render(request, "public/home.html", given)


@public
@require_POST
def near(request: HttpRequest) -> HttpResponse:
    """Lead somebody from the point where they are to their ward. The point is kept nowhere, and in no address."""
    try:
        lat, lon = (float(request.POST.get(name, "")) for name in ("lat", "lon"))
        if not (math.isfinite(lat) and math.isfinite(lon)):
            raise ValueError
        found = {"area": locate(lat, lon).area.code}
    except ValueError:
        found = {"near": "unknown"}
    except OutsideCity:
        found = {"near": "outside"}
    return redirect(f"{reverse('public:home')}?{urlencode(found)}#near")
