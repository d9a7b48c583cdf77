"""A case is put into a second hotline, and taken out of it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.casefile import access, actions
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.forms.streams import JoinStreamForm, LeaveStreamForm
from hotline.triage.streamwords import JOIN, LEAVE

from .doing import Turn, do


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def join(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Put the case into a second hotline."""

    def act(turn: Turn, form: JoinStreamForm) -> str:
        stream = form.cleaned_data["stream"]
        actions.join_stream(turn.case.request.id, stream=stream, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã thêm luồng tiếp nhận. Người của luồng đó cũng thấy phản ánh này.")

    return do(request, reference, JoinStreamForm, act, name=JOIN)


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def leave(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take the case out of its second hotline; whoever sees it no longer after that goes back to the queue."""

    def act(turn: Turn, form: LeaveStreamForm) -> str:
        stream = form.cleaned_data["stream"]
        actions.leave_stream(turn.case.request.id, stream=stream, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã bỏ luồng tiếp nhận thứ hai. Phản ánh vẫn thuộc luồng đã nhận nó.")

    done = do(request, reference, LeaveStreamForm, act, name=LEAVE)
    return done if access.sees(signed_in(request), reference) else redirect("operator-queue")
