"""Cases by ward and by agency, on the boundaries of today or on those before an administrative change."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.core.streams import EVERY
from hotline.directory import queries as directory
from hotline.oversight.boundaries import Figures
from hotline.oversight.boundaries import figures as figures_on
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles


@roles(Role.SUPERVISOR, Role.LEADER)
@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    """Show the figures, with a way to each boundaries that there were."""
    found = _asked(request)
    chosen = found.before.id if found.before else None
    given = {
        "figures": found,
        "changes": [(one, one.id == chosen) for one in directory.successions()],
        "chosen": chosen,
    }
    return render(request, "oversight/wards.html", given)


@roles(Role.SUPERVISOR, Role.LEADER)
@require_safe
def figures_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the figures of the wards as a table for other programs; UTF-8 with a mark, as spreadsheets want it."""
    found = _asked(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="wards.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Mã"), _("Phường, xã"), _("Tiếp nhận"), _("Đang xử lý"), _("Đã trả lời"), _("Từ chối")])
    for one in found.wards:
        writer.writerow([one.code, one.name or _("Không rõ địa điểm"), one.received, one.open, one.resolved, one.refused])
    return response


def _asked(request: HttpRequest) -> Figures:
    """Return the figures that an address asks for; raises Http404 for a change that never was."""
    before, viewer = request.GET.get("before", ""), signed_in(request)
    streams = EVERY if viewer.has(Role.LEADER) else viewer.streams
    try:
        return figures_on(before=int(before) if before else None, streams=streams, language=get_language() or "vi")
    except (KeyError, ValueError):
        raise Http404(before) from None
