"""Open cases of wards that were split, of which somebody has to say in which ward they lie now."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import access, actions
from hotline.casefile.queries import cases_among
from hotline.casefile.queries.successions import (
    WaitingCase,
    left_behind,
    left_references,
    waiting_cases,
    waiting_count,
)
from hotline.core.status import MoveNotAllowed
from hotline.directory.queries import snapshot
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles

SHOWN = 50


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def waiting(request: HttpRequest) -> HttpResponseBase:
    """List them, urgent ones first, then ward by ward."""
    language, streams = get_language() or "vi", signed_in(request).streams
    rows = waiting_cases(limit=SHOWN, streams=streams, language=language)
    districts = {former.id: former.within_vi for former in snapshot().former_areas}
    given = {
        "rows": [(row, _named(row, districts, language), _choices(row, language)) for row in rows],
        "count": waiting_count(streams=streams),
        "left": left_behind(streams=streams),
        "left_references": left_references(limit=SHOWN, streams=streams),
        "now": timezone.now(),
    }
    return render(request, "triage/wards.html", given)


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def settle(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """Take the ward that was chosen, and come back to the list."""
    language, viewer = get_language() or "vi", signed_in(request)
    if not cases_among([request_id], viewer.streams):
        raise Http404(request_id)
    form = _WardForm(request.POST)
    area = snapshot().areas.get(form.cleaned_data["ward"]) if form.is_valid() else None
    if area is None:
        messages.error(request, _("Chưa chọn phường, xã."))
        return HttpResponseRedirect(reverse("operator-wards"))
    try:
        actions.settle_succession(request_id, area_id=area.id, now=timezone.now(), actor=access.actor_of(viewer))
    except actions.NoSuchCase:
        raise Http404(request_id) from None
    except actions.NotBetweenThese:
        messages.error(request, _("Phản ánh này không còn chờ chọn phường, hoặc phường vừa chọn không kế thừa phường cũ."))
    except MoveNotAllowed:
        messages.error(request, _("Phản ánh này đã bị từ chối, không chuyển đi được."))
    else:
        messages.success(
            request, _("Đã ghi nhận: %(ward)s. Đơn vị ở đó tiếp tục xử lý.") % {"ward": area.name.in_language(language)}
        )
    return HttpResponseRedirect(reverse("operator-wards"))


class _WardForm(forms.Form):
    """The code of the ward that was chosen."""

    ward = forms.CharField(max_length=16)


def _named(row: WaitingCase, districts: Mapping[int, str], language: str) -> str:
    """Return the old ward with its district: of many a "Phường 4" only that says which."""
    return ", ".join(filter(None, (row.before.name.in_language(language), districts.get(row.before.id))))


def _choices(row: WaitingCase, language: str) -> list[tuple[str, str]]:
    return [(area.code, area.name.in_language(language)) for area in row.between]
