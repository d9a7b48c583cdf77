"""What will be late today, for everyone at the centre."""

from dataclasses import replace

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hotline.oversight.queries import Whose
from hotline.oversight.watching import watch
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles

_WHOSE: dict[str, tuple[Promise, Whose]] = {
    "": (_("Tất cả"), Whose()),
    "agencies": (_("Của đơn vị"), Whose(agencies=True)),
    "centre": (_("Của tổng đài"), Whose(centre=True)),
}


@roles(Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR)
@require_safe
def centre(request: HttpRequest) -> HttpResponseBase:
    """List deadlines of agencies and of the centre itself, the least time left first."""
    now, viewer = timezone.now(), signed_in(request)
    chosen = request.GET.get("whose", "")
    chosen = chosen if chosen in _WHOSE else ""
    whose = replace(_WHOSE[chosen][1], streams=viewer.streams)
    given = {
        "watch": watch(whose=whose, after=request.GET.get("after", ""), now=now, language=get_language() or "vi"),
        "tabs": [(code, name, code == chosen) for code, (name, _whose) in _WHOSE.items()],
        "chosen": chosen,
        "case_page": "operator-case" if viewer.has(Role.OPERATOR, Role.SUPERVISOR) else "synthesis-case",
        "may_call": viewer.has(Role.OPERATOR, Role.SUPERVISOR),
        "now": now,
    }
    return render(request, "oversight/watch.html", given)
