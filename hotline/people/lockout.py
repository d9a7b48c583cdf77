"""What somebody sees whose sign-in is locked for a while."""

from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:  # noqa: ARG001 - axes' signature
    """Say kindly for how long, and what else can be done. django-axes calls this."""
    minutes = int(get_cool_off(request).total_seconds() // 60)
    locked = render(request, "people/locked_out.html", {"minutes": minutes}, status=429)
    locked["Retry-After"] = str(minutes * 60)
    return locked
