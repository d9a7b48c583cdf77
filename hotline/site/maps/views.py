"""What the map asks for: the wards drawn, tiles, what lies at a point, and which wards an address may mean.

Points and addresses come by POST: they say where somebody is, and what stands in an address of ours ends in logs.
"""

import gzip
import math
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.directory import wording
from hotline.directory.addresses import AddressTooLong, WardCandidate, read_address
from hotline.directory.outlines import drawing
from hotline.directory.places import OutsideCity, locate
from hotline.directory.queries import snapshot
from hotline.people.guards import public
from hotline.site.maps.squares import Square, is_of_city
from hotline.site.maps.tilestore import NoTile, SourceDown, TileStore, kind_of, store_for


@public
@require_safe
def base(request: HttpRequest) -> HttpResponseBase:
    """Answer with the wards as GeoJSON. It is packed once and kept; who has it already gets 304."""
    drawn = drawing(snapshot())
    tag = f'"{drawn.digest}"'
    response: HttpResponse
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(drawn.packed, content_type="application/geo+json")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(drawn.packed), content_type="application/geo+json")
    response["ETag"] = tag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=600"
    return response


@public
@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Say which ward a point lies in: its code (empty outside the city), whether that is exact, and all of it in words."""
    point = _degrees(request, "lat"), _degrees(request, "lon")
    lat, lon = point
    if lat is None or lon is None:
        return JsonResponse({"words": _("Cần hai số: vĩ độ và kinh độ.")}, status=400)
    language = get_language() or "vi"
    try:
        located = locate(lat, lon)
    except OutsideCity:
        return _answer({"code": "", "exact": False, "words": wording.outside_words(language=language)})
    words = wording.point_words(lat, lon, located, language=language)
    return _answer({"code": located.area.code, "exact": not located.approximate, "words": words})


@public
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Say which wards an address may mean, each with what it was before; none of them is chosen."""
    language = get_language() or "vi"
    try:
        reading = read_address(request.POST.get("words", ""))
    except AddressTooLong:
        return JsonResponse({"words": wording.too_long_words(), "candidates": []}, status=400)
    found = [_candidate(candidate, language) for candidate in reading.candidates]
    return _answer({"words": wording.reading_words(reading, language=language), "candidates": found})


@public
@require_safe
def tile(_request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Give a tile of the base map from our own store; 404 for one that is not the city's, or without a source."""
    square = Square(z, x, y)
    if not settings.TILES_SOURCE or not is_of_city(square, snapshot().city):
        return _nothing(404, seconds=3600)
    try:
        content = _store(settings.TILES_SOURCE, settings.DATA / "tiles", settings.TILES_MOST_BYTES).tile(square)
    except NoTile:
        return _nothing(404, seconds=3600)
    except SourceDown:
        return _nothing(503, seconds=30)
    response = HttpResponse(content, content_type=kind_of(content) or "application/octet-stream")
    response["Cache-Control"] = f"public, max-age={7 * 24 * 3600}"
    return response


@cache
def _store(source: str, folder: Path, most_bytes: int) -> TileStore:
    return store_for(source, folder, most_bytes=most_bytes)


def _nothing(status: int, *, seconds: int) -> HttpResponse:
    response = HttpResponse(status=status)
    if status == 503:
        response["Retry-After"] = str(seconds)
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response


def _candidate(candidate: WardCandidate, language: str) -> dict[str, object]:
    area = candidate.area
    note = wording.candidate_note(candidate)
    return {"code": area.code, "name": area.name.in_language(language), "note": note, "lat": area.lat, "lon": area.lon}


def _degrees(request: HttpRequest, name: str) -> float | None:
    try:
        value = float(request.POST.get(name, "").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _answer(content: dict[str, object]) -> HttpResponse:
    response = JsonResponse(content)
    response["Cache-Control"] = "no-store"
    return response
