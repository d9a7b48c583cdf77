"""The map of public cases: a page that is a list for whoever has no map, and what a window of the map shows."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.casefile import queries
from hotline.casefile.queries import Bounds, MapWindow
from hotline.core.status import Phase
from hotline.people.guards import public
from hotline.public.caselines import lines_of
from hotline.public.filters import FilterForm, address
from hotline.public.freshness import sent_once
from hotline.public.wording import PHASES, count_words, language

ROWS = 20
PART = "list"


@public
@require_safe
@sent_once(shared=False)
def city_map(request: HttpRequest) -> HttpResponse:
    """Show the map with its filters, and the newest cases of the window as a list; of that alone for `X-Part: list`."""
    form, now = FilterForm(request.GET), timezone.now()
    is_part = request.headers.get("X-Part") == PART
    if form.status != 200:
        return render(request, "public/map.html", {"form": form, "cases": (), "now": now}, status=form.status)
    chosen, bounds = form.chosen(), bounds_of(request.GET)
    narrowing = replace(form.narrowing(now=now), bounds=bounds)
    window = {"bbox": request.GET["bbox"]} if bounds else {}
    page = queries.public_cases(narrowing, limit=ROWS, language=language())
    given = {
        "form": form,
        "title": form.title(),
        "is_narrowed": bool(chosen),
        "cases": lines_of(page.cases),
        "count": count_words(queries.count_public(narrowing, page)),
        "bbox": window.get("bbox", ""),
        "list": address(reverse("public:cases"), chosen),
        "points": address(reverse("public:points"), chosen),
        "all": address(request.path, {}, **window),
        "now": now,
    }
    return render(request, "public/map_list.html" if is_part else "public/map.html", given)


@public
@require_safe
@sent_once(shared=True)
def points(request: HttpRequest) -> HttpResponse:
    """Give what a window shows as JSON: points, or squares of a grid with their numbers, and numbers of wards."""
    form, bounds = FilterForm(request.GET), bounds_of(request.GET)
    if form.status != 200 or bounds is None:
        return JsonResponse({"error": "bbox=west,south,east,north"}, status=400)
    found = queries.public_map(form.narrowing(now=timezone.now()), bounds=bounds, language=language())
    return HttpResponse(msgspec.json.encode(_plain(found)), content_type="application/json")


def bounds_of(asked: Mapping[str, str]) -> Bounds | None:
    """Return the window of `bbox=west,south,east,north` in degrees; None for anything that is no window on earth."""
    try:
        west, south, east, north = (float(number) for number in asked.get("bbox", "").split(",", 4))
    except ValueError:
        return None
    is_window = all(map(math.isfinite, (west, south, east, north))) and south < north and west < east
    return Bounds(max(south, -90), max(west, -180), min(north, 90), min(east, 180)) if is_window else None


def _plain(found: MapWindow) -> dict[str, Any]:
    """Return the window with each name written once: points are [lat, lon, phase, service, reference]."""
    names = list(dict.fromkeys(point.service_name for point in found.points))
    numbers = {name: number for number, name in enumerate(names)}
    phases = {phase: number for number, phase in enumerate(Phase)}
    return {
        "count": found.count,
        "is_cut": found.is_cut,
        "phases": [[phase.value, str(PHASES[phase])] for phase in phases],
        "services": names,
        "points": [[one.lat, one.lon, phases[one.phase], numbers[one.service_name], one.reference] for one in found.points],
        "squares": [[one.lat, one.lon, one.count] for one in found.squares],
        "wards": [[one.lat, one.lon, one.count, one.area, one.name] for one in found.wards],
    }
