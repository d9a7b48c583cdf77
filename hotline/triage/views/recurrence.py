"""Whether a report is a handled matter again: somebody of the centre says that it is not, that it is, or of which it is."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.casefile import access, actions, queries
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.actions import NotThere
from hotline.triage.forms.recurrence import DenyRecurrenceForm, LinkForm, RestoreRecurrenceForm

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


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def link(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Say of which handled report it is the matter again."""

    def act(turn: Turn, form: LinkForm) -> str:
        typed = form.cleaned_data["reference"]
        if not access.sees(turn.viewer, typed):
            raise NotThere(typed)
        earlier = queries.request_id_of(typed)
        actions.link_recurrence(turn.case.request.id, earlier=earlier, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã nối: việc cũ tái diễn.")

    return do(request, reference, LinkForm, act, name="triage.link-recurrence")
