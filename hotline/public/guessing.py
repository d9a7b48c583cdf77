"""Doors that open with a code: wrong codes are counted, and whoever tried too many waits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from hotline.public import actions, queries
from hotline.public.limits import know_device, limits_of, until_proven

type Door[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

TOO_MANY = 429
NOT_FOUND = 404


def wait_before_guess(request: HttpRequest, *, now: datetime) -> timedelta:
    """Return how long this device or its network has to wait; zero when it may guess."""
    return queries.wait_before(limits_of(request, now=now), now=now)


def count_wrong(request: HttpRequest, *, codes: int, now: datetime) -> None:
    """Remember wrong codes of this device and its network."""
    if codes:
        actions.pour(limits_of(request, now=now), drops=codes, now=now)


def opens_with_a_code[**P](view: Door[P]) -> Door[P]:
    """Guard a page that opens with a code: what it does not find (404) counts as a wrong one.

    Whoever tried too many is told how long to wait, before anything is looked up, so a right code tells no more.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        now = timezone.now()
        if wait := wait_before_guess(request, now=now):
            held_up = too_many(request, min(wait, until_proven(request, now=now) or wait))
            know_device(request, held_up, now=now)
            return held_up
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            count_wrong(request, codes=1, now=now)
            raise
        if response.status_code == NOT_FOUND:
            count_wrong(request, codes=1, now=now)
        know_device(request, response, now=now)
        return response

    return guarded


def too_many(request: HttpRequest, wait: timedelta) -> HttpResponseBase:
    """Return the page that says when to come back, with Retry-After in seconds. The code that was typed stays in it."""
    given = {"wait": wait, "again": request.get_full_path(), "typed": request.POST.get("reference", "")[:100]}
    response = render(request, "public/too_many.html", given, status=TOO_MANY)
    response.headers["Retry-After"] = str(seconds(wait))
    response.headers["Cache-Control"] = "no-store"
    return response


def seconds(wait: timedelta) -> int:
    """Return whole seconds, rounded up, at least one."""
    return max(1, -int(-wait.total_seconds() // 1))
