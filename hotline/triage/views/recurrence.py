"""Whether a report is a handled matter again: somebody of the centre says that it is not, or that it is after all."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.casefile import actions
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.forms.recurrence import DenyRecurrenceForm, RestoreRecurrenceForm

from .doing import Turn, do


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def deny(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Say that it is another matter."""

    def act(turn: Turn, form: DenyRecurrenceForm) -> str:
        why = form.cleaned_data["why"]
        actions.deny_recurrence(turn.case.request.id, why=why, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã ghi: không phải việc tái diễn.")

    return do(request, reference, DenyRecurrenceForm, act, name="triage.deny-recurrence")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def restore(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Say that it is the same matter after all."""

    def act(turn: Turn, _form: RestoreRecurrenceForm) -> str:
        actions.restore_recurrence(turn.case.request.id, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã nối lại: đúng là việc tái diễn.")

    return do(request, reference, RestoreRecurrenceForm, act, name="triage.restore-recurrence")
