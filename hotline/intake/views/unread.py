"""/supervisor/deliveries/: what could not be read and why, to be read again after a fix; and what was refused."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import actions
from hotline.casefile.access import actor_of
from hotline.casefile.queries.setups import refused_since
from hotline.casefile.queries.unread import unread_counts, unreadable
from hotline.intake.saying import REFUSALS, unreadable_words, way_title
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles

SHOWN = 50
LATELY = timedelta(days=7)


@roles(Role.SUPERVISOR)
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """List what was set aside, newest first, what waits to be read, and what was refused lately."""
    now = timezone.now()
    counted: dict[tuple[str, str], int] = {}
    for one in refused_since(now - LATELY):
        counted[one.way, one.reason] = counted.get((one.way, one.reason), 0) + one.count
    rows = [(one, way_title(one.way), unreadable_words(one.reason)) for one in unreadable(limit=SHOWN)]
    refused = [(way_title(way), str(REFUSALS.get(reason, reason)), count) for (way, reason), count in sorted(counted.items())]
    counts = [(one, way_title(one.way)) for one in unread_counts()]
    given = {"rows": rows, "refused": refused, "counts": counts, "days": LATELY.days, "now": now}
    return render(request, "intake/deliveries.html", given)


@roles(Role.SUPERVISOR)
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Read one delivery again."""
    try:
        actions.read_delivery_again(number, now=timezone.now(), actor=actor_of(signed_in(request)))
    except actions.NotSetAside:
        messages.info(request, _("Tin này đang được đọc lại hoặc đã đọc xong."))
    else:
        messages.success(request, _("Tin sẽ được đọc lại trong vài giây nữa."))
    return redirect("deliveries")
