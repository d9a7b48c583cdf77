"""An agency's own watch, and its calendar. Deadlines are read inside `agency_door`: what is not theirs is not there."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile.access import AGENCY, agency_door
from hotline.directory.queries import snapshot
from hotline.oversight import actions, queries
from hotline.oversight.icalendar_feed import calendar_of
from hotline.oversight.queries import Whose
from hotline.oversight.tokens import digest_of, new_token
from hotline.oversight.watching import watch
from hotline.people import queries as people
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import public, roles

MOST_IN_CALENDAR = 1000
MOST_LATE_IN_CALENDAR = 200
_AHEAD = timedelta(days=400)
_BEHIND = timedelta(days=31)


@roles(Role.FOCAL_POINT, Role.AGENCY_HEAD)
@require_safe
def today(request: HttpRequest) -> HttpResponseBase:
    """List the agency's deadlines that are late or will be today."""
    viewer, now = signed_in(request), timezone.now()
    with agency_door(viewer):
        given = {
            "watch": watch(
                whose=Whose(unit_ids=viewer.unit_ids), after=request.GET.get("after", ""), now=now, language=_language()
            ),
            "now": now,
        }
        return render(request, "oversight/today.html", given)


@roles(Role.FOCAL_POINT, Role.AGENCY_HEAD)
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Tell about the calendar, and whether the viewer has one."""
    return _calendar_page(request)


@roles(Role.FOCAL_POINT, Role.AGENCY_HEAD)
@require_POST
def new_calendar(request: HttpRequest) -> HttpResponseBase:
    """Give the viewer a new address, shown this once; the one before opens nothing any more."""
    token = new_token()
    actions.open_feed(signed_in(request).user_id, digest=digest_of(token), now=timezone.now())
    return _calendar_page(request, address=settings.PUBLIC_URL + reverse("oversight:feed", args=[token]))


@roles(Role.FOCAL_POINT, Role.AGENCY_HEAD)
@require_POST
def end_calendar(request: HttpRequest) -> HttpResponseBase:
    """Take the viewer's address back."""
    actions.end_feed(signed_in(request).user_id, now=timezone.now())
    messages.success(request, _("Địa chỉ lịch đã bị hủy. Lịch đã đăng ký sẽ không cập nhật nữa."))
    return redirect("oversight:calendar")


@public
@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponseBase:
    """Serve the deadlines of the agencies that the address's owner works for now; 404 for any other address."""
    now = timezone.now()
    found = queries.feed_by(digest_of(token))
    viewer = people.viewer(found.user_id, now=now) if found else None
    if found is None or viewer is None or not viewer.roles & AGENCY:
        raise Http404
    actions.feed_was_read(found.id, now=now)
    whose = Whose(unit_ids=viewer.unit_ids)
    with agency_door(viewer):
        ahead = queries.watched(since=now, until=now + _AHEAD, whose=whose, limit=MOST_IN_CALENDAR, language=_language())
        late = queries.watched(since=now - _BEHIND, until=now, whose=whose, limit=MOST_LATE_IN_CALENDAR, language=_language())
    name = _("Hạn xử lý %(number)s") % {"number": snapshot().city.number}
    body = calendar_of((*late, *ahead), name=name, public_url=settings.PUBLIC_URL, now=now)
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=300", "Content-Disposition": 'inline; filename="han-xu-ly.ics"'},
    )


def _calendar_page(request: HttpRequest, *, address: str = "") -> HttpResponseBase:
    given = {"feed": queries.feed_of(signed_in(request).user_id), "address": address, "now": timezone.now()}
    answer = render(request, "oversight/calendar.html", given)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _language() -> str:
    return get_language() or "vi"
