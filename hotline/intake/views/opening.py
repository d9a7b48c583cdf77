"""/supervisor/deliveries/N/: what a delivery says that could not be read, as it came; who looked, and why, is recorded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hotline.casefile import actions
from hotline.casefile.access import actor_of
from hotline.casefile.queries.unread import unreadable_one
from hotline.intake.forms import OpenForm
from hotline.intake.rawtext import raw_text
from hotline.intake.saying import unreadable_words, way_title
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import fresh, roles


@roles(Role.SUPERVISOR)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask why, then show what came, once: the page is kept nowhere, and looking again is asked and recorded again."""
    row = unreadable_one(number)
    if row is None:
        messages.info(request, _("Tin này đang được đọc lại hoặc đã đọc xong."))
        return redirect("deliveries")
    form = OpenForm(request.POST if request.method == "POST" else None)
    raw = None
    if request.method == "POST" and form.is_valid():
        why = actions.OpenedFor(form.cleaned_data["why"])
        try:
            raw = actions.open_delivery(number, why=why, now=timezone.now(), actor=actor_of(signed_in(request)))
        except actions.NotSetAside:
            messages.info(request, _("Tin này đang được đọc lại hoặc đã đọc xong."))
            return redirect("deliveries")
    given = {
        "row": row,
        "way": way_title(row.way),
        "why": unreadable_words(row.reason),
        "form": form,
        "is_open": raw is not None,
        "raw": raw_text(raw.body) if raw is not None and raw.body is not None else None,
        "now": timezone.now(),
    }
    page: HttpResponse = render(request, "intake/delivery.html", given, status=422 if form.errors else 200)
    page["Cache-Control"] = "private, no-store"
    return page
