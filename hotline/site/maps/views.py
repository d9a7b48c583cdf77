"""What the map asks for: the wards drawn, and what lies at a point."""

import gzip

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from hotline.directory.outlines import drawing
from hotline.directory.queries import snapshot
from hotline.people.guards import public


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
