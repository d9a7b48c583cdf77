"""The supervisor's page of commitments: those that wait for a word, how agencies keep theirs; and the two words themselves."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import access, actions, queries
from hotline.casework.deciding import ApproveForm, DeclineForm
from hotline.casework.keeping import SPAN, until_for_ever
from hotline.casework.promisewords import REFUSED
from hotline.casework.words import CHANGED
from hotline.core.commitments import CommitmentRefused
from hotline.core.status import MoveNotAllowed
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.ui.panels import Unfinished, case_address, shown_again


@roles(Role.SUPERVISOR)
@require_safe
def commitments(request: HttpRequest) -> HttpResponseBase:
    """Show what waits, then how agencies kept what was due in the last ninety days and what is due from now on."""
    now, language = timezone.now(), get_language() or "vi"
    given = {
        "now": now,
        "waiting": queries.waiting_commitments(streams=signed_in(request).streams, language=language),
        "agencies": queries.keeping(since=now - SPAN, until=until_for_ever(now), now=now, language=language),
        "days": SPAN.days,
    }
    return render(request, "casework/commitments.html", given)


@roles(Role.SUPERVISOR)
@require_POST
def approve(request: HttpRequest, reference: str, commitment_id: int) -> HttpResponseBase:
    """Let a further commitment stand."""
    form = ApproveForm(request.POST, name=f"casework.approve.{commitment_id}")
    said = _("Đã duyệt cam kết. Đơn vị và người dân được báo.")
    return _decided(request, reference, commitment_id, form, actions.approve_commitment, name="approve", said=said)


@roles(Role.SUPERVISOR)
@require_POST
def decline(request: HttpRequest, reference: str, commitment_id: int) -> HttpResponseBase:
    """Decline it, with why."""
    form = DeclineForm(request.POST, name=f"casework.decline.{commitment_id}")
    said = _("Đã từ chối cam kết. Đơn vị được báo lý do.")
    return _decided(request, reference, commitment_id, form, actions.decline_commitment, name="decline", said=said)


def _decided(
    request: HttpRequest,
    reference: str,
    commitment_id: int,
    form: ApproveForm,
    act: Callable[..., None],
    *,
    name: str,
    said: str,
) -> HttpResponseBase:
    """Do it and come back to the case; or show its page again with the reason why it could not be done."""
    viewer = signed_in(request)
    try:
        case = access.case_for(viewer, reference, language=get_language() or "vi")
    except actions.NoSuchCase:
        raise Http404(reference) from None
    if commitment_id not in {one.id for one in case.commitments}:
        raise Http404(reference)
    whole = f"casework.{name}.{commitment_id}"
    if not form.is_valid():
        return shown_again(request, reference, Unfinished(whole, form, _("Còn chỗ cần sửa ở dưới.")))
    note, version = form.cleaned_data.get("note", ""), form.cleaned_data["version"]
    try:
        act(commitment_id, note=note, now=timezone.now(), actor=access.actor_of(viewer), version=version)
    except (actions.ChangedMeanwhile, actions.NotWaiting, MoveNotAllowed, CommitmentRefused) as error:
        form.renew(access.case_for(viewer, reference).request.version)
        return shown_again(request, reference, Unfinished(whole, form, _why(error), 409))
    messages.success(request, said)
    return HttpResponseRedirect(case_address(reference, desk=request.POST.get("desk", "")))


def _why(error: Exception) -> str:
    if isinstance(error, actions.ChangedMeanwhile):
        return str(CHANGED)
    if isinstance(error, CommitmentRefused):
        return str(REFUSED[error.why][1])
    return _("Cam kết này không còn chờ duyệt. Trang đã cập nhật, bạn xem lại nhé.")
