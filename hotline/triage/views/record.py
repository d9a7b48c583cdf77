"""What the forms beside a case's record do: open the contact, stand clocks still, let them go on."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.casefile import actions
from hotline.people.facts import Role
from hotline.people.guards import fresh, roles
from hotline.triage.forms.record import PauseForm, ResumeForm, RevealForm
from hotline.triage.revealing import open_contacts

from .doing import Turn, do, numbered


@roles(Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR)
@fresh
@require_POST
def reveal(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Open the contacts of a case for a while, with a reason that is logged first, to somebody who showed lately who it is."""

    def act(turn: Turn, form: RevealForm) -> str:
        request_id, reason, is_supervisor = turn.case.request.id, form.cleaned_data["reason"], turn.viewer.has(Role.SUPERVISOR)
        try:
            actions.log_reveal(request_id, reason=reason, is_supervisor=is_supervisor, now=turn.now, actor=turn.actor)
        except actions.SecondPersonNeeded:
            actions.ask_reveal(request_id, reason=reason, now=turn.now, actor=turn.actor)
            return _("Phản ánh về đơn vị cần hai người: đã xin mở, chờ người thứ hai đồng ý.")
        open_contacts(turn.request, reference, now=turn.now)
        return _("Đã mở thông tin người phản ánh. Việc này được ghi lại.")

    return do(request, reference, RevealForm, act, name="triage.reveal")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def pause(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Stand one clock of the case still."""

    def act(turn: Turn, form: PauseForm) -> str:
        clock = _clock(turn, form.cleaned_data["clock"])
        reason = form.cleaned_data["reason"]
        actions.pause_clock(clock, reason=reason, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã tạm dừng thời hạn.")

    return do(request, reference, PauseForm, act, name=numbered(request, "triage.pause", "clock"))


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def resume(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Let one clock of the case go on."""

    def act(turn: Turn, form: ResumeForm) -> str:
        clock = _clock(turn, form.cleaned_data["clock"])
        actions.resume_clock(clock, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Thời hạn được tính tiếp.")

    return do(request, reference, ResumeForm, act, name=numbered(request, "triage.resume", "clock"))


def _clock(turn: Turn, clock_id: int) -> int:
    """Return the clock's id if it is one of the case's. Raises NoSuchCase."""
    if clock_id not in {clock.id for clock in turn.case.clocks}:
        raise actions.NoSuchCase(clock_id)
    return clock_id
