"""The door of the private page, opened by the link alone: the 128 bits of its token are all that is asked.

Nothing of it is kept in caches, indexed, or told to other sites.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from hotline.casefile import queries
from hotline.casefile.facts import CaseFile
from hotline.casefile.queries.phonecodes import number_proof
from hotline.casefile.queries.setups import reaches_people
from hotline.core.facts import Channel
from hotline.people.guards import public
from hotline.public.keeping import Kept
from hotline.public.mycase import MyCase, is_expired, my_case
from hotline.public.myforms import MyForms
from hotline.public.wording import language

type Private[**P] = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]

HEADERS = {
    "Cache-Control": "private, no-store",
    # The last one that a browser knows holds. `no-referrer` itself would make it post our own forms with `Origin: null`,
    # which the protection against forgery refuses; `strict-origin` tells the site's name and never the address either.
    "Referrer-Policy": "no-referrer, strict-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def private[**P](view: Private[P]) -> Private[P]:
    """Open the view to whoever has the link, and let nothing of it out."""

    @public
    @wraps(view)
    def guarded(request: HttpRequest, /, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, token, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return guarded


def sent[**P](view: Private[P]) -> Private[P]:
    """Take what a form sends; whoever opens its address otherwise (a reload, another language) comes back to the page."""

    @private
    @wraps(view)
    def guarded(request: HttpRequest, token: str, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, token, *args, **kwargs) if request.method == "POST" else back(token)

    return guarded


def file_by_link(token: str, *, now: datetime) -> CaseFile:
    """Return the case of a link. Raises Http404 for one that opens nothing, or nothing any more."""
    reference = queries.reference_by_link(token)
    if reference is None:
        raise Http404
    file = queries.case_file(reference, language=language())
    if is_expired(file, now=now):
        raise Http404
    return file


def case_by_link(token: str, *, now: datetime) -> MyCase:
    """Return the case of a link as its page shows it. Raises Http404 like `file_by_link`."""
    file = file_by_link(token, now=now)
    incident = queries.incident_of(file.request.id, language=language()) if file.request.master_id else None
    return my_case(file, token=token, now=now, incident=incident)


def shown_page(
    request: HttpRequest, page: MyCase, *, now: datetime, bound: forms.Form | None = None, kept: Kept | None = None
) -> HttpResponse:
    """Show the page; with `bound`, the form as it was typed, its errors at the top, and photos that need not be sent again."""
    ticket = kept.ticket(page.token) if kept else ""
    shown = MyForms(page, bound=bound, ticket=ticket, kept=len(kept.keys) if kept else 0)
    open_to_all = queries.public_case(page.file.request.reference, language=language()).case.is_open
    given = {"page": page, "forms": shown, "now": now, "is_public": open_to_all, "incident_address": _incident_address(page)}
    given |= {"proof": number_proof(page.file.request.id, now=now), "may_send_code": reaches_people(Channel.SMS)}
    return render(request, "public/link.html", given, status=200 if bound is None else 422)


def done(request: HttpRequest, token: str, words: str, *, at: str = "") -> HttpResponse:
    """Say on the page what was done: every form that was taken ends so, one that was not by `shown_page` with `bound`."""
    messages.success(request, words)
    return back(token, at)


def too_late(request: HttpRequest, token: str, words: str, *, at: str = "") -> HttpResponse:
    """Say on the page why something cannot be done any more."""
    messages.info(request, words)
    return back(token, at)


def back(token: str, anchor: str = "") -> HttpResponse:
    """Return to the page, at one of its parts; at its beginning where `anchor` is empty."""
    address = reverse("public:link", args=[token])
    return redirect(f"{address}#{anchor}" if anchor else address)


def _incident_address(page: MyCase) -> str:
    """Return where everyone reads of the incident; empty while that is not public."""
    if page.incident is None or not queries.public_case(page.incident.reference, language=language()).case.is_open:
        return ""
    return reverse("public:case", args=[page.incident.reference])
