"""The list of calls to agencies that are late, and what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile.access import actor_of
from hotline.casefile.queries.keptaway import kept_away_of_clock
from hotline.core.dunning import Rung
from hotline.core.streams import Streams
from hotline.directory.facts import FocalFacts
from hotline.directory.queries import snapshot
from hotline.oversight import actions, queries
from hotline.oversight.facts import CallRow
from hotline.oversight.forms import CallForm
from hotline.oversight.reaching import people_for, people_of
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles

SHOWN = 50

_RUNGS: Mapping[str, Promise] = {
    Rung.FOCAL_POINT: gettext_lazy("Đầu mối"),
    Rung.HEAD: gettext_lazy("Thủ trưởng"),
    Rung.LEADER: gettext_lazy("Lãnh đạo"),
}
_WHYS: Mapping[str, Promise] = {
    "ladder": gettext_lazy("Quá hạn, đến bước gọi điện."),
    "nobody": gettext_lazy("Hồ sơ thành phố không có ai để nhắn tin ở bước này."),
    "failed": gettext_lazy("Máy không soạn được tin nhắc, cần gọi thay."),
}


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call as the list shows it: whom to ring, and the form for what they say."""

    row: CallRow
    rung: str
    why: str
    people: Sequence[FocalFacts]
    form: CallForm

    @property
    def clock(self) -> "_Due":
        """Return the deadline that was missed, as its chip wants it."""
        return _Due(self.row.due_at)


class _Shown(TypedDict):
    """How much of each list is shown, of which hotlines, in which language."""

    limit: int
    streams: Streams
    language: str


@dataclass(frozen=True, slots=True)
class _Due:
    due_at: datetime
    left: None = None
    outcome: str = ""


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def listed(request: HttpRequest) -> HttpResponseBase:
    """List calls to make, promises that passed, and promises that may still be kept."""
    return _shown(request, now=timezone.now())


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def log(request: HttpRequest, call_id: int) -> HttpResponseBase:
    """Keep what was said; or show the list again with the form as it was typed."""
    if not queries.call_is_among(call_id, signed_in(request).streams):
        raise Http404(call_id)
    now, form = timezone.now(), CallForm(request.POST, call_id=call_id)
    is_reached = "not_reached" not in request.POST
    if not is_reached or form.is_valid():
        said = dict(form.cleaned_data) if is_reached else {}
        try:
            actions.log_call(call_id, reached=is_reached, **said, now=now, actor=actor_of(signed_in(request)))
        except actions.NoSuchCall:
            raise Http404(call_id) from None
        except actions.PromiseOutOfReach:
            form.add_error("promised_at", _("Hãy chọn một lúc sau bây giờ và trong vòng một năm."))
        else:
            messages.success(request, _("Đã ghi cuộc gọi vào hồ sơ."))
            return redirect("oversight:calls")
    return _shown(request, now=now, bound=form, status=422)


def _shown(request: HttpRequest, *, now: datetime, bound: CallForm | None = None, status: int = 200) -> HttpResponseBase:
    shown: _Shown = {"limit": SHOWN, "streams": signed_in(request).streams, "language": get_language() or "vi"}
    given = {which: [_line(row, bound) for row in queries.calls(which, now=now, **shown)] for which in ("open", "broken", "made")}
    return render(request, "oversight/calls.html", {**given, "bound": bound, "now": now}, status=status)


def _line(row: CallRow, bound: CallForm | None) -> CallLine:
    directory, rung = snapshot(), Rung(row.rung)
    kept_away = kept_away_of_clock(row.clock_id) if rung is Rung.LEADER else ()
    people = people_for(rung, unit_id=row.unit_id, service_id=row.service_id, directory=directory, kept_away=kept_away)
    if not people:  # whoever answers at the agency: a call reaches somebody
        people = people_of(row.unit_id, directory)
    form = bound if bound is not None and bound.call_id == row.id else CallForm(call_id=row.id)
    return CallLine(row, rung=str(_RUNGS[row.rung]), why=str(_WHYS[row.why]), people=people, form=form)
